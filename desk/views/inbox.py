"""Lists of tickets: the inbox and its views, and what a search finds."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from accounts.http import staff_required
from accounts.models import User
from desk.catalogue import View
from desk.columns import DENSITIES, columns_offered, heads_of, shown_in
from desk.http import DeskRequest, shared_by_tabs
from desk.keyset import Cursor, Keyset, Page
from desk.list_page import PAGE_SIZE, page_of, rows_of, with_lines
from desk.lists import CountedView, default_view, sidebar, sorts_of, unassigned_in_other_teams, views_for
from desk.templatetags.desk import nav_views
from desk.templatetags.notifications import bell_partial
from search.missing import said_of_missing
from search.queries import SearchPage, numbers_matching, search_tickets
from search.query import LONGEST_QUERY, parse
from search.saved_views import may_change
from search.spelling import mended
from search.suggestions import said_of_misread

# "Unassigned" of everybody, as somebody would search for it.
UNASSIGNED_SEARCH = "assignee:none status:unsolved"


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
    """What matches `q`; a number alone leads to its ticket. Where nothing does, what was perhaps meant is looked for instead."""
    typed = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    after = request.GET.get("after")
    found = search_tickets(request.user, typed, after=after, limit=PAGE_SIZE)
    if found.exact is not None:
        return HttpResponseRedirect(reverse("desk:ticket", args=[found.exact.number]))
    missing = [] if found.numbers else said_of_missing(found.query, request.user)
    misread = said_of_misread(found.query) + missing
    meant = None if found.numbers else _meant(request.user, typed, after)
    if meant:
        found = search_tickets(request.user, meant, after=after, limit=PAGE_SIZE)
    shown = shown_in(None, request.user)
    context = {"search": meant or typed, "nav_key": "search", "shown": shown, "heads": heads_of(shown, None, "")}
    context |= {"instead_of": typed if meant else "", "misread": misread}
    return _shown(request, {**context, **_found(request, found)}, None)


@require_safe
@staff_required
def nav(request: DeskRequest) -> HttpResponse:
    """The sidebar's views with their counts, and the bell, on every page of the desk."""
    counts = sidebar(request.user)
    response = HttpResponse(nav_views(counts, request.GET.get("current", "")) + bell_partial(request.user))
    return shared_by_tabs(request, response)


@require_safe
@staff_required
def unassigned_elsewhere(request: DeskRequest) -> HttpResponse:
    """What "Unassigned" does not show: tickets without an owner in the queues of other teams."""
    count = unassigned_in_other_teams(request.user)
    return render(request, "desk/_unassigned_elsewhere.html", {"count": count, "search": UNASSIGNED_SEARCH})


def _meant(person: User, typed: str, after: str | None) -> str | None:
    """Also on a further page; behind the last one of what was found there is nothing to mend."""
    if after and numbers_matching(person, typed, most=1):
        return None
    return mended(person, typed)


def _list(request: DeskRequest, chosen: View, counts: list[CountedView] | None) -> HttpResponse:
    if chosen.saved is not None and chosen.is_search:
        text, sort = chosen.saved.filter, ""
        found = search_tickets(request.user, text, after=request.GET.get("after"), limit=PAGE_SIZE)
        context = _found(request, found)
    else:
        context, sort = _sorted(request, chosen)
    shown = shown_in(chosen, request.user)
    context |= {"view": chosen, "nav_key": chosen.key, "shown": shown, "heads": heads_of(shown, chosen, sort)}
    if chosen.saved is not None:
        context["may_change"] = may_change(request.user, chosen.saved)
        if not context["page"].rows:
            context["misread"] = said_of_missing(parse(chosen.saved.filter), request.user)
    return _shown(request, context, counts)


def _sorted(request: DeskRequest, chosen: View) -> tuple[dict[str, Any], str]:
    sorts = sorts_of(chosen)
    sort = request.GET.get("sort", "")
    if sort not in sorts:
        sort = chosen.default_sort
    after, before = _cursors(request, sorts[sort][1])
    page = page_of(request.user, chosen, sort, after, before)
    context = {
        "page": with_lines(request.user, page, chosen),
        "sort": sort,
        "sorts": {key: name for key, (name, _keyset) in sorts.items()},
    }
    return context, sort


def _found(request: DeskRequest, found: SearchPage) -> dict[str, Any]:
    return {"page": Page(rows_of(request.user, found), next=found.next_cursor), "count_text": found.count_text}


def _shown(request: DeskRequest, context: dict[str, Any], counts: list[CountedView] | None) -> HttpResponse:
    """The list alone where only that was asked for, else the page around it."""
    if _is_part(request):
        return _with_count(render(request, "desk/_list.html", context), context.get("count_text", ""))
    counts = counts if counts is not None else sidebar(request.user)
    choices = {"list_columns": columns_offered(), "densities": DENSITIES}
    is_new_desk = request.user.is_admin and not any(entry.count for entry in counts)
    around = {"counts": counts, "is_new_desk": is_new_desk}
    return render(request, "desk/inbox.html", {**context, **choices, **around})


def _with_count(response: HttpResponse, count: str) -> HttpResponse:
    """Of a search: how many it finds stands above the list."""
    if count:
        response.write(format_html('<hx-partial hx-target="#found-count" hx-swap="textContent">{}</hx-partial>', count))
    return response


def _cursors(request: HttpRequest, keyset: Keyset) -> tuple[Cursor, Cursor]:
    return keyset.read(request.GET.get("after")), keyset.read(request.GET.get("before"))


def _is_part(request: DeskRequest) -> bool:
    """Whether only the list was asked for: htmx names its target as tag#id."""
    return bool(request.htmx) and request.headers.get("HX-Target", "").endswith("#inbox")
