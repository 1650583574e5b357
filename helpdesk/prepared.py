"""Reads whose statement is put together and planned once: where a page makes many small ones, that took longer than reading.

    conversation = Prepared(lambda ticket: Message.objects.filter(ticket=ticket).select_related("author"))
    conversation(ticket.pk)  # a list of messages, each with its author

Parameters are whole numbers (keys, a seq), lists of them where `any_of` stands, lists of words where `any_word_of` does. Nothing
is prefetched.
"""

from collections.abc import Callable
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators

from helpdesk.planned import KEYS, PlannedSQL

M = TypeVar("M", bound=Model)
Value = int | list[int] | list[str]


def any_of(keys: int) -> RawSQL:
    """For `pk__in=any_of(keys)`: one statement however many they are."""
    return RawSQL("SELECT unnest(%s::bigint[])", [keys])  # noqa: S611  # a constant; the keys are a parameter


def any_word_of(words: int) -> RawSQL:
    """For `address__in=any_word_of(addresses)`."""
    return RawSQL("SELECT unnest(%s::text[])", [words])  # noqa: S611  # a constant; the words are a parameter


class Prepared(Generic[M]):
    """`build` gets a stand-in for each parameter and says what is read; it is called once, at the first read.

    `planned=False`: put together once, and planned anew for each read, as the best plan depends on the values.
    """

    def __init__(self, build: "Callable[..., QuerySet[M]]", *, planned: bool = True) -> None:
        self.build = build
        self.planned = planned
        self.statement: _Statement[M] | None = None

    def __call__(self, *values: Value) -> list[M]:
        return self._put_together().read(values)

    def first(self, *values: Value) -> M | None:
        return next(iter(self(*values)), None)

    def count(self, *values: Value) -> int:
        """How many there are, without loading them."""
        return self._put_together().count(values)

    def _put_together(self) -> "_Statement[M]":
        if self.statement is None:
            self.statement = _Statement(self.build, len(signature(self.build).parameters), planned=self.planned)
        return self.statement


class _Statement(Generic[M]):
    """What Django's ModelIterable works out anew for each read."""

    def __init__(self, build: "Callable[..., QuerySet[M]]", how_many: int, *, planned: bool) -> None:
        self.planned = planned
        stand_ins = KEYS[:how_many]
        compiler = build(*stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        self.reading = PlannedSQL.of(sql, params, stand_ins=stand_ins)
        self.counting = PlannedSQL.of(f"SELECT count(*) FROM ({sql}) counted", params, stand_ins=stand_ins)  # noqa: S608  # our own
        info: dict[str, Any] = compiler.klass_info
        columns = compiler.select[: compiler.col_count]
        own = info["select_fields"]
        self.model, self.start, self.end = info["model"], own[0], own[-1] + 1
        self.names = [columns[place][0].target.attname for place in own]
        self.converters = compiler.get_converters([column[0] for column in columns])
        self.compiler = compiler
        self.annotated = list((compiler.annotation_col_map or {}).items())
        self.related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # as of 5.2

    def read(self, values: tuple[Value, ...]) -> list[M]:
        rows = self._fetch(self.reading, values)
        return [self._instance(tuple(row)) for row in self.compiler.apply_converters(rows, self.converters)]

    def count(self, values: tuple[Value, ...]) -> int:
        return int(self._fetch(self.counting, values)[0][0])

    def _instance(self, row: tuple[Any, ...]) -> M:
        instance: M = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.start : self.end])
        for populator in self.related:
            populator.populate(row, instance)
        for name, place in self.annotated:
            setattr(instance, name, row[place])
        return instance

    def _fetch(self, sql: PlannedSQL, values: tuple[Value, ...]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql if self.planned else str(sql), sql.params(values))
            return cursor.fetchall()
