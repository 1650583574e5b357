"""What the views of the settings share: lists that are searched, sorted and paged, and answers to forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.directory import Refusal
from desk.keyset import Page
from desk.settings.history import changes_of, latest_key, told
from tickets.errors import Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PAGE_SIZE = 50
MOST_SHOWN = 20
_LONGEST_SEARCH = 100
_LARGEST_PAGE = 10_000
REFUSED = (Refusal, Refused)
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's; `sort` is what a click on it asks for, empty where nothing can be sorted by it."""

    name: "_StrOrPromise"
    css: str = ""
    sort: str = ""
    is_sorted: str = ""  # "ascending" or "descending"


@dataclass(frozen=True, slots=True)
class Column:
    name: "_StrOrPromise"
    sort: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """A page of a list of settings, with what was asked for."""

    page: Page[Row]
    heads: list[Head]
    search: str
    is_archived: bool


def search_of(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST_SEARCH]


def listing(
    request: HttpRequest, found: QuerySet[Row], columns: Sequence[Column], sorts: Mapping[str, tuple[str, ...]]
) -> Listing[Row]:
    """`sorts`: name → columns of the order, the first one is usual; each can be turned round by a minus."""
    asked = request.GET.get("sort", "")
    name = asked.removeprefix("-")
    if name not in sorts:
        asked = name = next(iter(sorts))
    order = [_turned(column) if asked.startswith("-") else column for column in sorts[name]]
    heads = [
        Head(
            column.name,
            column.css,
            _next_sort(column.sort, asked),
            "" if column.sort != name else "descending" if asked.startswith("-") else "ascending",
        )
        for column in columns
    ]
    number = page_number(request)
    start = (number - 1) * PAGE_SIZE
    rows = list(found.order_by(*order)[start : start + PAGE_SIZE + 1])
    more = str(number + 1) if len(rows) > PAGE_SIZE else None
    page = Page(rows[:PAGE_SIZE], more, str(number - 1) if number > 1 else None)
    return Listing(page, heads, search_of(request), request.GET.get("archived") == "1")


def page_number(request: HttpRequest) -> int:
    """Of the pager's links; the first page for nonsense."""
    text = request.GET.get("after") or request.GET.get("before") or ""
    return min(max(int(text), 1), _LARGEST_PAGE) if text.isdecimal() and len(text) < 6 else 1


def history_context(kind: str, key: object) -> dict[str, Any]:
    """What a form shows beside it: the newest changes of this thing; and which one its reader has seen."""
    return {"history": told(changes_of(kind, key)[:MOST_SHOWN]), "history_seen": latest_key(kind, key)}


def somebody_was_quicker(request: HttpRequest, kind: str, key: object) -> bool:
    """Whether the thing was changed since this form was opened."""
    seen = request.POST.get("history_seen", "")
    return seen.isdecimal() and len(seen) < 18 and int(seen) < latest_key(kind, key)


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _next_sort(sort: str, asked: str) -> str:
    return f"-{sort}" if sort and asked == sort else sort
