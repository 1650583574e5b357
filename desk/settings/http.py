"""What the views of the settings share: lists that are searched, sorted and paged, and answers to forms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from accounts.directory import Refusal
from accounts.http import AgentRequest
from desk.keyset import Page
from desk.settings.history import changes_of, latest_key, told
from desk.settings.naming import warn_of_users
from tickets.errors import Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PAGE_SIZE = 50
MOST_SHOWN = 20
_LONGEST_SEARCH = 100
# "what": one of several lists in the same place, each with words of its own when it is empty.
_NARROWS_NOTHING = ("q", "sort", "after", "before", "archived", "what")
_LARGEST_PAGE = 10_000
REFUSED = (Refusal, Refused, PermissionDenied)
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
    is_narrowed: bool = False  # by a choice above the list


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
    narrowed = any(value for name, value in request.GET.items() if name not in _NARROWS_NOTHING)
    return Listing(page, heads, search_of(request), archived_asked(request), narrowed)


def page_number(request: HttpRequest) -> int:
    """Of the pager's links; the first page for nonsense."""
    text = request.GET.get("after") or request.GET.get("before") or ""
    return min(max(int(text), 1), _LARGEST_PAGE) if text.isdecimal() and len(text) < 6 else 1


def archived_asked(request: HttpRequest) -> bool:
    return request.GET.get("archived") == "1"


def history_context(kind: str, thing: Model | None) -> dict[str, Any]:
    """What a form shows beside it: the newest changes of this thing; and which one its reader has seen."""
    if thing is None:
        return {}
    return {"history": told(changes_of(kind, thing.pk)[:MOST_SHOWN]), "history_seen": latest_key(kind, thing.pk)}


def refuse_late(request: HttpRequest, form: Form, kind: str, thing: Model | None) -> bool:
    """Whether nobody changed the thing since this form was opened; else the form says who did."""
    seen = request.POST.get("history_seen", "")
    if thing is None or not seen.isdecimal() or len(seen) > 17:
        return True
    newer = changes_of(kind, thing.pk).filter(pk__gt=int(seen)).first()
    if newer is None:
        return True
    form.add_error(
        None,
        _("%(who)s changed this while you were writing; it stands on the side. Save again to put your words over it.")
        % {"who": newer.who},
    )
    return False


def row_of(rows: QuerySet[Row], pk: int) -> Row:
    """The one with this key. Raises Http404."""
    row = rows.filter(pk=pk).first() if pk < 2**63 else None
    if row is None:
        raise Http404
    return row


def edited(
    request: HttpRequest,
    form: Form,
    save: Callable[[], object],
    *,
    kind: str,
    thing: Model | None,
    to: str,
    refused_at: str | None = None,
) -> HttpResponse | None:
    """The way on after `save` was called; None when the form is to be shown, with what is wrong and every word typed.

    `refused_at`: the field beside which the verb's refusal stands, None above all of them.
    """
    if request.method != "POST" or not form.is_valid() or not refuse_late(request, form, kind, thing):
        return None
    try:
        save()
    except REFUSED as refusal:
        form.add_error(refused_at, str(refusal))
        return None
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(to)


def is_bringing_back(request: AgentRequest) -> bool:
    return bool(request.POST.get("undo") or request.GET.get("undo"))


def archive_or_bring_back(
    request: AgentRequest,
    thing: Model,
    *,
    archive: Callable[..., object],
    bring_back: Callable[..., object],
    to: str,
    refused_to: str = "",
    named_as: tuple[str, object] | None = None,
) -> HttpResponse:
    """Put it away, which the page `to` then offers to undo; `undo=1` brings it back. A refusal is read at `refused_to`.

    `named_as`: how rules and policies name it (desk/settings/naming.py), so that it is said which of them still do.
    """
    undo = is_bringing_back(request)
    try:
        (bring_back if undo else archive)(thing, actor=request.user)
    except REFUSED as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(refused_to or to)
    if undo:
        messages.success(request, _("“%(name)s” is back.") % {"name": thing})
    else:
        messages.success(request, _("“%(name)s” is archived.") % {"name": thing}, extra_tags=f"{request.path}?undo=1")
        if named_as is not None:
            warn_of_users(request, *named_as)
    return HttpResponseRedirect(to)


def status_of(form: Form) -> int:
    return 422 if form.errors else 200


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _next_sort(sort: str, asked: str) -> str:
    return f"-{sort}" if sort and asked == sort else sort
