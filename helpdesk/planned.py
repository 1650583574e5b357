"""Statements that PostgreSQL plans once a connection: where a page asks much of little, planning takes longer than reading.

    sql = PlannedSQL.of(*queryset.query.sql_with_params(), stand_ins=[4711])
    cursor.execute(sql, sql.params([ticket.pk]))

Everything above the cursor (Django's wrappers, counters of statements, EXPLAIN) sees an ordinary statement with its parameters.
Values of the statement's own become constants, so that partial indexes serve; the plan holds for every value of the parameters
(`plan_cache_mode`), hence only look-ups whose best plan does not depend on them belong here.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.db.backends.signals import connection_created
from psycopg2 import extensions

# Stand for the parameters while a statement is put together; nothing of ours has such a key, seq or time.
KEYS = range(2_047_483_001, 2_047_483_010)
MOMENTS = (datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 2, tzinfo=UTC))
_numbers = count(1)


class PlannedSQL(str):
    """SQL as psycopg2 takes it. `places` says of each %s which parameter stands there; None: the value in `own`."""

    places: tuple[int | None, ...]
    own: tuple[Any, ...]
    name: str

    @classmethod
    def of(cls, sql: str, params: Sequence[Any], *, stand_ins: Sequence[Any]) -> "PlannedSQL":
        """`stand_ins` are the values in `params` that stand for the parameters, in their order; no other value may equal one."""
        statement = cls(sql)
        numbers = {value: number for number, value in enumerate(stand_ins)}
        statement.places = tuple(numbers.get(value) if _is_hashable(value) else None for value in params)
        statement.own = tuple(params)
        statement.name = f"planned_{next(_numbers)}"
        return statement

    @classmethod
    def written(cls, sql: str, *names: str) -> "PlannedSQL":
        """Of SQL by hand, in which %(name)s stands for the parameter of that name; `names` gives their order."""
        places = [names.index(name) for name in re.findall(r"%\((\w+)\)s", sql)]
        params = [KEYS[place] for place in places]
        return cls.of(re.sub(r"%\(\w+\)s", "%s", sql), params, stand_ins=KEYS[: len(names)])

    def params(self, values: Sequence[Any]) -> list[Any]:
        """A value for each %s."""
        return [own if place is None else values[place] for place, own in zip(self.places, self.own, strict=True)]

    def values_in(self, params: Sequence[Any]) -> list[Any]:
        """The parameters, each once: the reverse of `params`."""
        values = {place: value for place, value in zip(self.places, params, strict=True) if place is not None}
        return [values[place] for place in sorted(values)]

    def numbered(self) -> list[Any]:
        """$1, $2 … where parameters stand; numbered without gaps, as some may not be used."""
        used = sorted({place for place in self.places if place is not None})
        marks = {place: extensions.AsIs(f"${number}") for number, place in enumerate(used, start=1)}
        return [own if place is None else marks[place] for place, own in zip(self.places, self.own, strict=True)]


def _is_hashable(value: Any) -> bool:
    return not isinstance(value, list | dict)


class _Cursor(extensions.cursor):
    connection: "PlanningConnection"

    def execute(self, query: Any, params: Any = None) -> None:
        if isinstance(query, PlannedSQL):
            query, params = self._planned(query, params)
        super().execute(query, params)

    def _planned(self, sql: PlannedSQL, params: Sequence[Any]) -> tuple[str, list[Any]]:
        if sql.name not in self.connection.planned:
            text = self.mogrify(sql, sql.numbered()).decode()
            super().execute(f"PREPARE {sql.name} AS {text}")
            self.connection.planned.add(sql.name)
        values = sql.values_in(params)
        marks = f"({', '.join(['%s'] * len(values))})" if values else ""
        return f"EXECUTE {sql.name}{marks}", values


class PlanningConnection(extensions.connection):
    """What was prepared stays when a transaction is rolled back, and goes with the connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planned: set[str] = set()


# For a database's OPTIONS.
PLANNING: dict[str, Any] = {"connection_factory": PlanningConnection, "cursor_factory": _Cursor}


def plan_for_all_values(connection: Any, **of_signal: Any) -> None:
    """Only statements from here are prepared, so only they are concerned."""
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")


def install() -> None:
    connection_created.connect(plan_for_all_values, dispatch_uid="helpdesk.planned")
