"""Lists of tickets: the inbox and its views, and what a search finds."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import staff_required
from desk.http import DeskRequest
from desk.keyset import Cursor, Keyset, Page
from desk.lists import (
    PAGE_SIZE,
    CountedView,
    View,
    default_view,
    page_of,
    rows_of,
    sidebar,
    sorts_of,
    views_for,
)
from desk.templatetags.desk import nav_views
from search.queries import search_tickets
from tickets.models import Ticket


@require_safe
@staff_required
def start(request: DeskRequest) -> HttpResponse:
    """The view in which there is something to do."""
    counts = sidebar(request.user)
    return _list(request, default_view(counts), counts)


@require_safe
@staff_required
def view(request: DeskRequest, key: str) -> HttpResponse:
    counts = None if _is_part(request) else sidebar(request.user)
    views = views_for(request.user) if counts is None else [entry.view for entry in counts]
    chosen = next((view for view in views if view.key == key), None)
    if chosen is None:
        raise Http404
    return _list(request, chosen, counts)


@require_safe
@staff_required
def search(request: DeskRequest) -> HttpResponse:
    """What matches `q`; a number alone leads to its ticket."""
    text = request.GET.get("q", "").strip()[:200]
    found = search_tickets(request.user, text, after=request.GET.get("after"), limit=PAGE_SIZE)
    if found.exact is not None:
        return HttpResponseRedirect(reverse("desk:ticket", args=[found.exact.number]))
    context = {
        "page": Page(rows_of(request.user, found), next=found.next_cursor),
        "search": text,
        "count_text": found.count_text,
        "nav_key": "search",
    }
    if _is_part(request):
        return render(request, "desk/_list.html", context)
    return render(request, "desk/inbox.html", {**context, "counts": sidebar(request.user)})


@require_safe
@staff_required
def nav(request: DeskRequest) -> HttpResponse:
    """The sidebar's views with their counts, on every page of the desk."""
    counts = sidebar(request.user)
    return HttpResponse(nav_views(counts, request.GET.get("current", "")))


def _list(request: DeskRequest, chosen: View, counts: list[CountedView] | None) -> HttpResponse:
    sorts = sorts_of(chosen)
    sort = request.GET.get("sort", "")
    if sort not in sorts:
        sort = chosen.default_sort
    keyset = sorts[sort][1]
    tickets = chosen.pick(Ticket.objects.visible_to(request.user))
    context = {
        "view": chosen,
        "nav_key": chosen.key,
        "page": page_of(request.user, tickets, keyset, *_cursors(request, keyset)),
        "sort": sort,
        "sorts": {key: name for key, (name, _keyset) in sorts.items()},
        "is_first_page": not request.GET.get("after") and not request.GET.get("before"),
    }
    if _is_part(request) or counts is None:
        return render(request, "desk/_list.html", context)
    return render(request, "desk/inbox.html", {**context, "counts": counts})


def _cursors(request: HttpRequest, keyset: Keyset) -> tuple[Cursor, Cursor]:
    return keyset.read(request.GET.get("after")), keyset.read(request.GET.get("before"))


def _is_part(request: DeskRequest) -> bool:
    """Whether only the list was asked for: htmx names its target as tag#id."""
    return bool(request.htmx) and request.headers.get("HX-Target", "").endswith("#inbox")
