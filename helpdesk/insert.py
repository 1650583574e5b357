"""Inserting a few rows for a fraction of what the ORM's own way costs: each model's statement is put together once.

For the rows that every message makes. No signal is sent, and values are values, not expressions such as `Now()`.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Choices, DateTimeField, Field, JSONField, Model

PLAIN = (str, int, bool, datetime, type(None))  # exactly these types: the driver takes them as they are
Row = TypeVar("Row", bound=Model)


def insert(row: Row) -> Row:
    """The row, inserted, with its new key."""
    insert_all([row])
    return row


def insert_asking(row: Model, expression: str) -> Any:
    """Insert the row, and answer what the SQL `expression`, one of our own, is at that moment: one statement for both."""
    sql, fields = _statement(type(row), 1, "")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}, {expression}", _prepared([row], fields))
        key, answer = cursor.fetchone()
    _inserted(row, key)
    return answer


def insert_all(rows: Sequence[Model]) -> None:
    """Several rows of one model by one statement."""
    _insert(rows, "")


def insert_unless_present(row: Model) -> bool:
    """False when there is a row with the same unique value already; then nothing happened."""
    return _insert([row], " ON CONFLICT DO NOTHING") == 1


def insert_new(rows: Sequence[Row], *, unique: str) -> list[Row]:
    """By one statement those of several rows whose value of the column `unique` is not there yet; which ones they are."""
    if not rows:
        return []
    sql, fields = _statement(type(rows[0]), len(rows), " ON CONFLICT DO NOTHING")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}, {connection.ops.quote_name(unique)}", _prepared(rows, fields))
        keys = {value: key for key, value in cursor.fetchall()}
    new = [row for row in rows if getattr(row, unique) in keys]
    for row in new:
        _inserted(row, keys[getattr(row, unique)])
    return new


def upsert_all(rows: Sequence[Model], *, unique: Sequence[str]) -> None:
    """Several rows of one model by one statement; one whose columns `unique` are there already takes its place."""
    if rows:
        _insert(rows, _replacing(type(rows[0]), tuple(unique)))


@cache
def _replacing(model: type[Model], unique: tuple[str, ...]) -> str:
    name: Callable[[Any], str] = connection.ops.quote_name
    key = model._meta.pk
    columns = [field.column for field in model._meta.concrete_fields if field is not key]
    others = ", ".join(f"{name(column)} = EXCLUDED.{name(column)}" for column in columns if column not in unique)
    return f" ON CONFLICT ({', '.join(map(name, unique))}) DO UPDATE SET {others}"


def _insert(rows: Sequence[Model], on_conflict: str) -> int:
    """How many are new; with a clause for conflicts, of one row."""
    if not rows:
        return 0
    sql, fields = _statement(type(rows[0]), len(rows), on_conflict)
    with connection.cursor() as cursor:
        cursor.execute(sql, _prepared(rows, fields))
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=not on_conflict):  # PostgreSQL returns them in the order of the rows
        _inserted(row, key)
    return len(keys)


def _inserted(row: Model, key: Any) -> None:
    row.pk = key
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _prepared(rows: Sequence[Model], fields: "tuple[tuple[str, bool, Field[Any, Any]], ...]") -> list[Any]:
    """What the fields make of their values for the database: of most nothing, and then they need not be asked."""
    return [
        value if is_plain and type(value := getattr(row, name)) in PLAIN else _asked(field, row, is_plain)
        for row in rows
        for name, is_plain, field in fields
    ]


def _asked(field: "Field[Any, Any]", row: Model, is_plain: bool) -> Any:
    """What nearly every row has needs no detour either: a choice is its value, and JSON is its text."""
    value = getattr(row, field.attname) if is_plain else field.pre_save(row, add=True)
    if is_plain and isinstance(value, Choices):
        return value._value_
    if isinstance(field, JSONField):
        return _as_json(field, value)
    return value if type(value) in PLAIN else field.get_db_prep_save(value, connection)


def _as_json(field: "JSONField[Any, Any]", value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, cls=field.encoder)
    return field.get_db_prep_save(value, connection)


@cache
def _statement(
    model: type[Model], how_many: int, on_conflict: str
) -> "tuple[str, tuple[tuple[str, bool, Field[Any, Any]], ...]]":
    """The statement, and of each column the name of its attribute, whether its value stands there as it is, and its field."""
    key = model._meta.pk
    assert key is not None  # noqa: S101 - every model has one
    fields = tuple(field for field in model._meta.concrete_fields if field is not key)
    name: Callable[[Any], str] = connection.ops.quote_name
    columns = ", ".join(name(field.column) for field in fields)
    places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * how_many)
    into, returned = name(model._meta.db_table), name(key.column)
    sql = f"INSERT INTO {into} ({columns}) VALUES {places}{on_conflict} RETURNING {returned}"  # noqa: S608  # our own names
    return sql, tuple((field.attname, _is_plain(field), field) for field in fields)


def _is_plain(field: "Field[Any, Any]") -> bool:
    if isinstance(field, DateTimeField):
        return not (field.auto_now or field.auto_now_add)
    return type(field).pre_save is Field.pre_save and not isinstance(field, JSONField)
