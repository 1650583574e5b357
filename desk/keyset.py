"""Paging by the last row seen, not by counting: page 500 costs as much as page 1, and new rows shift nothing."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet

Item = TypeVar("Item", bound=Model)
Row = TypeVar("Row")
# The values of a row in the order of the sort; None: from the beginning (or the end).
Cursor = list[Any] | None
# Before the first of those rows whose column is empty.
_EMPTY: Cursor = [None, 0]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`next` and `previous` are cursors in the form that a link carries, None where there is no such page."""

    rows: list[Row]
    next: str | None = None
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class Keyset:
    """A total order by one column and then by a unique one, as `order_by` writes it; a NULL stands last."""

    column: str
    tie: str
    is_number: bool = False

    def window(
        self, items: QuerySet[Item], *, size: int, after: Cursor = None, before: Cursor = None, and_empty: bool = True
    ) -> QuerySet[Item]:
        """What has to be read for a page: one row more than it shows, in the order of reading.

        Without those whose column is empty it is a range of an index: `in_ranges` then reads them by a window of their own.
        """
        cursor, reverse = (before, True) if before is not None else (after, False)
        ordered = self._ordered(items, reverse=reverse)
        if cursor is None:
            return ordered[: size + 1]
        return ordered.filter(self._beyond(cursor, reverse=reverse, and_empty=and_empty))[: size + 1]

    def in_ranges(
        self, read: Callable[[Cursor, Cursor], list[Row]], *, size: int, after: Cursor = None, before: Cursor = None
    ) -> list[Row]:
        """What `window` holds, by one more statement only where the list comes to the rows whose column is empty.

        `read` reads a window without them; "after this row, or empty" would be read from the first row of the list on.
        """
        rows = read(after, before)
        if before is None and after is not None and after[0] is not None and self._may_be_empty:
            missing = size + 1 - len(rows)
            rows += read(_EMPTY, None)[:missing] if missing else []
        return rows

    def page(self, found: list[Row], *, size: int, after: Cursor = None, before: Cursor = None) -> Page[Row]:
        """The page of what was read by `window`; each row has the columns of the sort."""
        more = len(found) > size
        shown = found[:size]
        if before is not None:
            shown = shown[::-1]
            return Page(shown, self._cursor(shown, -1), self._cursor(shown, 0) if more else None)
        return Page(
            shown,
            self._cursor(shown, -1) if more else None,
            self._cursor(shown, 0) if after is not None else None,
        )

    def _ordered(self, items: QuerySet[Item], *, reverse: bool) -> QuerySet[Item]:
        return items.order_by(_order(self.column, reverse), _order(self.tie, reverse))

    @property
    def _may_be_empty(self) -> bool:
        """Whether rows without a value come after those with one; descending, such a column is one that all rows have."""
        return not self.column.startswith("-")

    def _beyond(self, cursor: list[Any], *, reverse: bool, and_empty: bool) -> Q:
        """What comes after the cursor; the first condition repeats what follows from it, for the index to start there."""
        value, tie = cursor
        name, tie_name = self.column.lstrip("-"), self.tie.lstrip("-")
        tie_further = Q(**{f"{tie_name}__{_further(self.tie, reverse)}": tie})
        if value is None:
            nulls = Q(**{f"{name}__isnull": True}) & tie_further
            return nulls if not reverse else nulls | Q(**{f"{name}__isnull": False})
        further = _further(self.column, reverse)
        beyond = Q(**{f"{name}__{further}e": value}) & (Q(**{f"{name}__{further}": value}) | tie_further)
        return beyond | Q(**{f"{name}__isnull": True}) if and_empty and self._may_be_empty and not reverse else beyond

    def _cursor(self, rows: list[Row], index: int) -> str | None:
        if not rows:
            return None
        row = rows[index]
        value = getattr(row, self.column.lstrip("-"))
        if isinstance(value, datetime):
            value = value.isoformat()
        text = json.dumps([value, getattr(row, self.tie.lstrip("-"))])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def read(self, text: str | None) -> Cursor:
        """The cursor that a link carries; None for none and for nonsense."""
        if not text:
            return None
        try:
            cursor = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            value, tie = cursor
            if isinstance(value, str):
                value = self._value(value)
        except (binascii.Error, ValueError, TypeError):
            return None
        return [value, tie] if self._fits(value) and isinstance(tie, int) and abs(tie) < 2**63 else None

    def _value(self, text: str) -> object:
        """What stands as text in the cursor."""
        return datetime.fromisoformat(text)

    def _fits(self, value: object) -> bool:
        if self.is_number:
            return isinstance(value, int) and abs(value) < 2**15
        return value is None or isinstance(value, datetime) and value.tzinfo is not None


def _order(column: str, reverse: bool) -> Any:
    descending = column.startswith("-") != reverse
    name = F(column.lstrip("-"))
    # NULLs stand last in an ascending order and first in its reverse: what PostgreSQL does by itself, and its indexes.
    return name.desc() if descending else name.asc()


def _further(column: str, reverse: bool) -> str:
    return "lt" if column.startswith("-") != reverse else "gt"
