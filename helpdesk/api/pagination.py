"""Keyset pages: each page starts where the last one ended, so it costs the same however far one goes.

A cursor is a plain position, `n<key>-<id>` (what comes after) or `p<key>-<id>` (what comes before); times are microseconds
since 1970. Any position is a valid one, also when its row is gone.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from helpdesk.api.fields import Number, QueryString, Text

MOST_ROWS = 100
CURSOR = r"^[np][0-9]{1,17}-[0-9]{1,18}$"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_TIME = 10**17 - 1  # where the column holds none: later than any
_LATEST = 253_402_300_799_000_000  # the end of the year 9999

T = TypeVar("T", bound=Model)


class PageQuery(QueryString):
    cursor = Text(max_length=40, pattern=CURSOR, required=False, help_text="As `next` and `previous` carry it.")
    limit = Number(minimum=1, maximum=MOST_ROWS, required=False, default=25, help_text="Rows of a page.")


class PageOut(serializers.Serializer):
    next = serializers.URLField(allow_null=True, help_text="The page after this one; null at the end.")
    previous = serializers.URLField(allow_null=True, help_text="The page before this one; null at the start.")


@dataclass(frozen=True, slots=True)
class Sort:
    """Order by one column, then by the key in the same direction. One that `has_gaps` is null in some rows, which come last."""

    column: str
    descending: bool = False
    has_gaps: bool = False  # only of times, ascending

    def ordered(self, rows: "QuerySet[T]", *, backwards: bool) -> "QuerySet[T]":
        sign = "-" if self.descending != backwards else ""
        return rows.order_by(*dict.fromkeys([f"{sign}{self.column}", f"{sign}pk"]))

    def beyond(self, key: Any, pk: int, *, backwards: bool) -> Q:
        """Rows on the far side of a position; the first condition alone lets an index find the start."""
        side = "lt" if self.descending != backwards else "gt"
        if self.column == "pk":
            return Q(**{f"pk__{side}": pk})
        is_gap = Q(**{f"{self.column}__isnull": True})
        if key is None:
            gaps = is_gap & Q(**{f"pk__{side}": pk})
            return gaps | ~is_gap if backwards else gaps
        tie = Q(**{f"{self.column}__{side}": key}) | Q(**{self.column: key, f"pk__{side}": pk})
        beyond = Q(**{f"{self.column}__{side}e": key}) & tie
        return beyond | is_gap if self.has_gaps and not backwards else beyond


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    rows: list[T]
    next: str | None
    previous: str | None


def page_of(rows: "QuerySet[T]", *, sort: Sort, request: Request, limit: int, cursor: str = "") -> "Page[T]":
    """One page in one statement; of one row more than `limit`, to know whether there is another page."""
    backwards = cursor.startswith("p")
    if cursor:
        key, pk = _position(cursor.strip(), rows.model, sort)
        rows = rows.filter(sort.beyond(key, pk, backwards=backwards))
    found = list(sort.ordered(rows, backwards=backwards)[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    if backwards:
        found.reverse()
    has_next, has_previous = (True, more) if backwards else (more, bool(cursor))
    return Page(
        rows=found,
        next=_link(request, "n", sort, found[-1]) if found and has_next else None,
        previous=_link(request, "p", sort, found[0]) if found and has_previous else None,
    )


def _position(cursor: str, model: type[Model], sort: Sort) -> tuple[Any, int]:
    key, pk = (int(part) for part in re.split("-", cursor[1:], maxsplit=1))
    if sort.has_gaps and key == _NO_TIME:
        return None, pk
    if sort.column != "pk" and model._meta.get_field(sort.column).get_internal_type() == "DateTimeField":
        return _EPOCH + timedelta(microseconds=min(key, _LATEST)), pk
    return min(key, 2**15 - 1), pk


def _link(request: Request, side: str, sort: Sort, row: Model) -> str:
    key = row.pk if sort.column == "pk" else getattr(row, sort.column)
    if key is None:
        key = _NO_TIME
    if isinstance(key, datetime):
        key = (key - _EPOCH) // timedelta(microseconds=1)
    query = request.query_params.copy()
    query["cursor"] = f"{side}{key}-{row.pk}"
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
