"""Rows into tables by COPY, in batches; keys are given here and the sequences moved first."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

CHUNK = 1 << 20  # bytes
# Looking up rows of the same batch, and one by one those that are held anyway, took half of the server's time.
_MAY_SKIP_LOOKUPS = "SELECT has_parameter_privilege('session_replication_role', 'SET')"
_HOLD = "SELECT count(*) FROM (SELECT 1 FROM {table} WHERE id = ANY(%s) FOR KEY SHARE) AS held"


class Rows(NamedTuple):
    """One table's share of a batch."""

    statement: str
    text: BytesIO

    def copy(self, cursor: CursorWrapper) -> None:
        cursor.copy_expert(self.statement, self.text, CHUNK)


class Table:
    """Collects rows of one table; `columns` are attribute names of the model. Without `count` it has no keys of its own."""

    def __init__(self, model: type[models.Model], columns: Iterable[str], *, count: int | None) -> None:
        self.columns = tuple(columns)
        self.name = model._meta.db_table
        self.next_key = 0 if count is None else _reserve(model, count)
        self.lines: list[str] = []
        by_attribute = {field.attname: field.column for field in model._meta.concrete_fields}
        self.targets = ", ".join(f'"{by_attribute[name]}"' for name in self.columns)

    def key(self) -> int:
        """The next key; keys are gapless and in the order of asking."""
        key = self.next_key
        self.next_key += 1
        return key

    def add(self, *values: Any) -> None:
        self.lines.append("\t".join(map(encoded, values)))

    def add_line(self, line: str) -> None:
        """A row that is in COPY's text format already."""
        self.lines.append(line)

    def take(self) -> Rows:
        """What was added since the last time."""
        self.lines.append("")
        rows = Rows(f"COPY {self.name} ({self.targets}) FROM STDIN", BytesIO("\n".join(self.lines).encode()))
        self.lines.clear()
        return rows

    def flush(self) -> None:
        with connection.cursor() as cursor:
            self.take().copy(cursor)


def copy_all(
    cursor: CursorWrapper, tables: Iterable[Rows], referred: Mapping[type[models.Model], Collection[int]]
) -> None:
    """Into several tables, without looking up each foreign key by itself where the database lets us.

    `referred`: the keys of all rows that these refer to and that are not among them.
    """
    for model, keys in referred.items():
        cursor.execute(_HOLD.format(table=model._meta.db_table), [sorted(keys)])
        if cursor.fetchone() != (len(keys),):
            raise LookupError(f"Of {model._meta.verbose_name_plural}, some were deleted meanwhile.")
    cursor.execute(_MAY_SKIP_LOOKUPS)
    (may_skip,) = cursor.fetchone()
    if may_skip:
        cursor.execute("SET LOCAL session_replication_role = replica")
    for rows in tables:
        rows.copy(cursor)
    cursor.execute("SET LOCAL session_replication_role = origin" if may_skip else "SET CONSTRAINTS ALL IMMEDIATE")


def encoded(value: Any) -> str:
    """One value in COPY's text format."""
    return _ENCODERS[type(value)](value)


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _array(value: list[str]) -> str:
    return "{" + ",".join(f'"{item}"' for item in value) + "}"


_ENCODERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: "\\N",
    str: escaped,
    int: str,
    bool: lambda value: "t" if value else "f",
    datetime: datetime.isoformat,
    list: _array,
    dict: lambda value: escaped(json.dumps(value)),
}


def _reserve(model: type[models.Model], count: int) -> int:
    """The first of `count` keys that nobody else gets; an interrupted seed leaves a gap and nothing else."""
    column = model._meta.pk.column
    sequence = "SELECT pg_get_serial_sequence(%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sequence, [model._meta.db_table, column])
        (name,) = cursor.fetchone()
        cursor.execute("SELECT nextval(%s)", [name])
        (first,) = cursor.fetchone()
        if count:
            cursor.execute("SELECT setval(%s, %s)", [name, first + count - 1])
    return int(first)
