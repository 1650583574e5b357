"""The page of what helps before a person does, and the sessions behind it."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.keyset import Keyset
from desk.metrics.cards import card
from desk.metrics.series import Drill, over_time
from desk.metrics.views import REASON, framed
from knowledgebase.models import Article, HelpSession, SearchSession
from knowledgebase.offered import offered_between
from metrics import self_service as counted
from metrics.cuts import cut, cuts_given, words_of
from metrics.keeping import as_of
from metrics.questions import Inquiry
from tickets.models import Ticket

PAGE_SIZE = 50
_NEWEST = Keyset("-last_at", "-pk")
_MOST_READ = 5
COUNTED = "counted"
ENDS: dict[str, Any] = {
    "solved": gettext_lazy("Solved without a person"),
    "ticket": gettext_lazy("Ended in a ticket"),
    "silent": gettext_lazy("Ended silently"),
}


LISTED: dict[str, Any] = {COUNTED: gettext_lazy("Solved or in a ticket"), **ENDS}
# Of what an article was worth.
WORTH: dict[str, Any] = {
    "shown": gettext_lazy("Shown"),
    "read": gettext_lazy("Read"),
    "solved": gettext_lazy("Solved it"),
    "tickets": gettext_lazy("Ended in a ticket"),
}


SEARCHES: dict[str, Any] = {
    "all": gettext_lazy("Searches"),
    "vain": gettext_lazy("Found nothing"),
    "found": gettext_lazy("Found something"),
    "unopened": gettext_lazy("Opened nothing"),
}
_NEWEST_SEARCH = Keyset("-at", "-pk")


class SessionLine(NamedTuple):
    session: HelpSession
    read: list[str]
    ticket: Ticket | None  # None also where the reader does not see it


@require_safe
@may_required(Permission.METRICS, REASON)
def self_service(request: DeskRequest) -> HttpResponse:
    """Searches, deflection, what was looked for in vain, and what each article was worth."""
    asked, context = framed(request, "self_service")
    is_narrowed = context["filters"].is_narrowed
    asked = counted.whole(asked)
    searches = counted.searches(asked)
    context |= {
        "title": _("Self-service"),
        "as_of": as_of(asked.now),
        "is_narrowed": is_narrowed,
        "cards": [card(metric, asked) for metric in counted.FIGURES],
        "ends": [(end, name, counted.sessions(end, asked).count()) for end, name in ENDS.items()],
        "charts": [
            over_time(
                asked, "searches", _("Searches"), _("What found nothing is what nobody has written yet."), "at",
                (
                    (_("Searches"), searches, "muted", Drill("all", {}, "metrics:searches")),
                    (_("Found nothing"), searches.filter(found=0), "accent", Drill("vain", {}, "metrics:searches")),
                ),
            )
        ],
        "vain": counted.in_vain(asked),
        "offered": offered_between(asked.period.start, asked.period.end),
        "articles": counted.values_of_articles(asked, get_language() or "en"),
    }  # fmt: skip
    return render(request, "metrics/self_service.html", context)


@require_safe
@may_required(Permission.METRICS, REASON)
def sessions(request: DeskRequest, end: str) -> HttpResponse:
    """The very sessions that ended so: what was asked, what was read, what came of it."""
    if end not in LISTED:
        raise Http404
    asked, context = framed(request, "self_service")
    context |= {
        "title": LISTED[end],
        "as_of": as_of(asked.now),
        "which": end,
        "tabs": [(key, name, reverse("metrics:sessions", args=[key])) for key, name in LISTED.items()],
        "has_tickets": end in (COUNTED, "ticket"),
        **_session_page(request, counted.sessions(end, counted.whole(asked))),
    }
    return render(request, "metrics/sessions.html", context)


@require_safe
@may_required(Permission.METRICS, REASON)
def article_sessions(request: DeskRequest, pk: int, worth: str) -> HttpResponse:
    """The very sessions behind a number of what an article was worth."""
    if worth not in WORTH:
        raise Http404
    asked, context = framed(request, "self_service")
    article = get_object_or_404(Article, pk=pk)
    context |= {
        "title": counted.titles_of([pk], get_language() or "en").get(pk) or "–",
        "article": article,
        "as_of": as_of(asked.now),
        "which": worth,
        "tabs": [(key, name, reverse("metrics:article_sessions", args=[pk, key])) for key, name in WORTH.items()],
        "has_tickets": worth != "solved",
        **_session_page(request, counted.sessions_with(pk, worth, counted.whole(asked))),
    }
    return render(request, "metrics/sessions.html", context)


def _session_page(request: DeskRequest, found: "QuerySet[HelpSession]") -> dict[str, Any]:
    after, before = _NEWEST.read(request.GET.get("after", "")), _NEWEST.read(request.GET.get("before", ""))
    rows = list(_NEWEST.window(found, size=PAGE_SIZE, after=after, before=before))
    page = _NEWEST.page(rows, size=PAGE_SIZE, after=after, before=before)
    return {"count": found.count(), "page": page, "lines": lines_of(request, page.rows)}


@require_safe
@may_required(Permission.METRICS, REASON)
def searches(request: DeskRequest, which: str) -> HttpResponse:
    """The very searches behind the figures of the page."""
    if which not in SEARCHES:
        raise Http404
    asked, context = framed(request, "self_service")
    asked = counted.whole(asked)
    found, cuts = searches_asked(request, which, asked)
    after, before = (
        _NEWEST_SEARCH.read(request.GET.get("after", "")),
        _NEWEST_SEARCH.read(request.GET.get("before", "")),
    )
    rows = list(_NEWEST_SEARCH.window(found, size=PAGE_SIZE, after=after, before=before))
    page = _NEWEST_SEARCH.page(rows, size=PAGE_SIZE, after=after, before=before)
    titles = counted.titles_of([search.clicked_id for search in page.rows], get_language() or "en")
    context |= {
        "title": SEARCHES[which],
        "as_of": as_of(asked.now),
        "which": which,
        "searches": SEARCHES.items(),
        "count": found.count(),
        "cuts": words_of(cuts, asked),
        "page": page,
        "lines": [(search, titles.get(search.clicked_id or 0, "")) for search in page.rows],
    }
    return render(request, "metrics/searches.html", context)


def searches_asked(
    request: DeskRequest, which: str, asked: Inquiry
) -> tuple["QuerySet[SearchSession]", dict[str, Any]]:
    """As the address narrows them, and what it narrows them to."""
    cuts = cuts_given(request.GET.dict(), which)
    return cut(counted.searches(asked, which), "at", cuts, asked), cuts


def lines_of(request: DeskRequest, sessions: list[HelpSession]) -> list[SessionLine]:
    read = counted.read_in(sessions, get_language() or "en")
    tickets = Ticket.objects.visible_to(request.user).in_bulk([one.ticket_id for one in sessions if one.ticket_id])
    return [
        SessionLine(
            one, [title for _article, title in read.get(one.pk, [])][:_MOST_READ], tickets.get(one.ticket_id or 0)
        )
        for one in sessions
    ]
