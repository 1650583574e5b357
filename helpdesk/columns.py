"""Rows of the database as columns of numbers, for who counts very many of them: no row becomes an object of its own."""

import sys
from array import array
from collections.abc import Sequence
from enum import Enum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


class Sent(Enum):
    """How PostgreSQL sends a column, and what array holds it."""

    INTEGER = ("int4send", "i")
    INSTANT = ("timestamptz_send", "q")  # microseconds since 2000 in UTC


def read_columns(found: "QuerySet[Any]", kinds: Sequence[Sent]) -> "list[array[int]]":
    """Of what `values_list` found, an array for each of its columns, all in the same order. None may be null."""
    try:
        statement, params = found.query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that there is nothing
        return [array(kind.value[1]) for kind in kinds]
    names = [f"column_{place}" for place in range(len(kinds))]
    sent = [f"string_agg({kind.value[0]}({name}), '')" for name, kind in zip(names, kinds, strict=True)]
    with connection.cursor() as cursor:
        # Names are ours, and the statement's values are parameters.
        cursor.execute(f"SELECT {', '.join(sent)} FROM ({statement}) AS found ({', '.join(names)})", params)  # noqa: S608
        columns = cursor.fetchone()
    return [_numbers(column, kind) for column, kind in zip(columns, kinds, strict=True)]


def _numbers(column: memoryview | None, kind: Sent) -> "array[int]":
    numbers = array(kind.value[1])
    numbers.frombytes(column or b"")
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
