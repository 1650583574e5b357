"""Rows into tables by COPY, in batches; keys are given here and the sequences moved first."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from io import StringIO
from typing import Any

from django.db import connection, models


class Table:
    """Collects rows of one table; `columns` are attribute names of the model."""

    def __init__(self, model: type[models.Model], columns: Iterable[str], *, count: int) -> None:
        self.columns = tuple(columns)
        self.name = model._meta.db_table
        self.next_key = _reserve(model, count)
        self.rows = StringIO()
        by_attribute = {field.attname: field.column for field in model._meta.concrete_fields}
        self.targets = ", ".join(f'"{by_attribute[name]}"' for name in self.columns)

    def key(self) -> int:
        """The next key; keys are gapless and in the order of asking."""
        key = self.next_key
        self.next_key += 1
        return key

    def add(self, *values: Any) -> None:
        self.rows.write("\t".join(map(encoded, values)))
        self.rows.write("\n")

    def flush(self) -> None:
        self.rows.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {self.name} ({self.targets}) FROM STDIN", self.rows, 1 << 20)
        self.rows = StringIO()


def encoded(value: Any) -> str:
    """One value in COPY's text format."""
    return _ENCODERS[type(value)](value)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _json(value: dict[str, Any]) -> str:
    return _escaped(json.dumps(value, ensure_ascii=False))


def _array(value: list[str]) -> str:
    return "{" + ",".join(f'"{item}"' for item in value) + "}"


_ENCODERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: "\\N",
    str: _escaped,
    int: str,
    bool: lambda value: "t" if value else "f",
    datetime: datetime.isoformat,
    dict: _json,
    list: _array,
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
