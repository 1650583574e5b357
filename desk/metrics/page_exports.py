"""What stands on single pages of figures, as files: each agent, areas and their quotes, sessions, articles, comments, issues."""

from collections.abc import Callable
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.metrics.comments import found_comments, read_wanted
from desk.metrics.emerging import cards_for
from desk.metrics.files import refusing_unknown_filters
from desk.metrics.self_service import LISTED, SEARCHES, WORTH, lines_of, searches_asked
from desk.metrics.tables import Column, Kind, Table, as_file
from desk.metrics.views import REASON, framed
from desk.metrics.voice import QUOTES, WHOM, area_asked, concerned_by, quotes_of, way_asked, whom_asked, words_of
from desk.metrics.words import worded
from helpdesk import clock
from knowledgebase.models import HelpSession
from metrics import self_service as counted
from metrics.actions.emerging import tickets_of
from metrics.by_agent import by_agent
from metrics.keeping import as_of
from metrics.models import EmergingIssue
from metrics.questions import Inquiry
from metrics.voice import areas, newest_quotes
from tickets.ratings import SurveyKind

MOST_QUOTES = 2_000
MOST_ROWS = 100_000
_BITE = 2_000  # sessions that are held at once
Build = Callable[[DeskRequest, Inquiry], Table]


@require_safe
@may_required(Permission.METRICS, REASON)
@refusing_unknown_filters
def export_page(request: DeskRequest, form: str, page: str) -> HttpResponse:
    """`page`: one of `_TABLES`; with the filters of its address."""
    asked, context = framed(request, page)
    return as_file(_TABLES[page](request, asked), form, context["filters"], as_of(asked.now))


@require_safe
@may_required(Permission.METRICS, REASON)
@refusing_unknown_filters
def export_sessions(request: DeskRequest, form: str, end: str) -> HttpResponse:
    """The sessions that ended so: what was asked, what was read, which ticket came of it."""
    if end not in LISTED:
        raise Http404
    asked, context = framed(request, "self_service")
    table = _sessions(request, f"sessions-{end}", LISTED[end], counted.sessions(end, counted.whole(asked)))
    return as_file(table, form, context["filters"], as_of(asked.now))


@require_safe
@may_required(Permission.METRICS, REASON)
@refusing_unknown_filters
def export_article_sessions(request: DeskRequest, form: str, pk: int, worth: str) -> HttpResponse:
    """Those behind a number of what an article was worth."""
    if worth not in WORTH:
        raise Http404
    asked, context = framed(request, "self_service")
    found = counted.sessions_with(pk, worth, counted.whole(asked))
    table = _sessions(request, f"article-{pk}-{worth}", WORTH[worth], found)
    return as_file(table, form, context["filters"], as_of(asked.now))


@require_safe
@may_required(Permission.METRICS, REASON)
@refusing_unknown_filters
def export_searches(request: DeskRequest, form: str, which: str) -> HttpResponse:
    """The searches of a list: what was typed, how much was found, what was opened."""
    if which not in SEARCHES:
        raise Http404
    asked, context = framed(request, "self_service")
    found, _cuts = searches_asked(request, which, counted.whole(asked))
    searches = list(found.order_by("-at", "-pk")[:MOST_ROWS])
    titles = counted.titles_of([search.clicked_id for search in searches], get_language() or "en")
    columns = [
        Column("at", _("Searched at"), Kind.TIME, 20), Column("query", _("Searched for"), width=60),
        Column("language", _("Language")), Column("found", _("Found"), Kind.NUMBER),
        Column("opened", pgettext("an article", "Opened"), width=60),
    ]  # fmt: skip
    rows = ([one.at, one.query, one.language, one.found, titles.get(one.clicked_id or 0, "")] for one in searches)
    table = Table(f"searches-{which}", SEARCHES[which], columns, rows)
    return as_file(table, form, context["filters"], as_of(asked.now))


def _sessions(request: DeskRequest, name: str, title: Any, sessions: "QuerySet[HelpSession]") -> Table:
    columns = [
        Column("ended", _("Last at"), Kind.TIME, 20),
        Column("question", _("What was asked"), width=60),
        Column("read", _("Articles that were read"), width=60),
        Column("ticket", _("Ticket"), Kind.NUMBER, 10),
    ]
    found = sessions[:MOST_ROWS].iterator(_BITE)
    bites = iter(lambda: list(islice(found, _BITE)), [])
    lines = (line for bite in bites for line in lines_of(request, bite))
    rows = ([line.session.last_at, line.session.question, " · ".join(line.read),
             line.ticket.pk if line.ticket else None] for line in lines)  # fmt: skip
    return Table(name, title, columns, rows)


@require_safe
@may_required(Permission.METRICS, REASON)
@refusing_unknown_filters
def export_issue(request: DeskRequest, form: str, pk: int) -> HttpResponse:
    """The tickets of an emerging issue that the reader sees."""
    issue = get_object_or_404(EmergingIssue, pk=pk)
    _asked, context = framed(request, "emerging")
    found = tickets_of(issue, request.user).select_related("requester__organization", "team").order_by("-opened_at")
    columns = [
        Column("ticket", _("Ticket"), Kind.NUMBER, 10), Column("subject", _("Subject"), width=60),
        Column("requester", _("Requester"), width=26), Column("organization", _("Organization"), width=26),
        Column("team", _("Team"), width=20), Column("opened", _("Opened"), Kind.TIME, 20),
    ]  # fmt: skip
    rows = ([ticket.pk, ticket.subject, ticket.requester.display_name, ticket.requester.organization, ticket.team,
             ticket.opened_at] for ticket in found[:MOST_ROWS])  # fmt: skip
    return as_file(Table("emerging-issue", _("Tickets"), columns, rows), form, context["filters"], clock.now())


def _team(request: DeskRequest, asked: Inquiry) -> Table:
    columns = [
        Column("agent", _("Agent"), width=28), Column("not_solved", _("Has now"), Kind.NUMBER),
        Column("solved", _("Solved"), Kind.NUMBER), Column("solved_share", _("Of theirs"), Kind.SHARE),
        Column("solved_per_working_day", _("A working day"), Kind.DECIMAL),
        Column("first_responses", _("First responses"), Kind.NUMBER),
        Column("first_response_seconds", _("First response, in seconds"), Kind.NUMBER, 24),
        Column("first_response_seconds_before", _("First response before, in seconds"), Kind.NUMBER, 30),
        Column("resolution_seconds", _("Resolution, in seconds"), Kind.NUMBER, 24),
        Column("resolution_seconds_before", _("Resolution before, in seconds"), Kind.NUMBER, 30),
        Column("ratings", _("Ratings"), Kind.NUMBER), Column("csat", _("Satisfied"), Kind.SHARE),
    ]  # fmt: skip
    rows = (
        [
            of.agent.display_name if of.agent else _("Colleagues of other teams"), of.open, of.solved, of.share,
            of.per_day, of.first.n, of.first.median, of.first.before, of.resolution.median, of.resolution.before,
            of.ratings, of.csat,
        ]
        for of in by_agent(asked, request.user)
    )  # fmt: skip
    return Table("team", _("Team"), columns, rows)


def _voice(request: DeskRequest, asked: Inquiry) -> Table:
    """The areas with the quotes of the page; with `area`, the words of all its tickets."""
    _ways, by = way_asked(request)
    if area := area_asked(request):
        whom = whom_asked(request)
        return _concerned(asked, by, area, whom) if whom else _quotes(request, asked, by, area)
    columns = [
        Column("area", _("Area"), width=40), Column("tickets", _("Tickets"), Kind.NUMBER),
        Column("tickets_before", _("Tickets before"), Kind.NUMBER, 16), Column("customers", _("Customers"), Kind.NUMBER),
        Column("organizations", _("Organizations"), Kind.NUMBER, 16),
        *(Column(f"quote_{number}", _("In their words"), width=80) for number in range(1, QUOTES + 1)),
    ]  # fmt: skip
    found = areas(asked, by)
    quoted = newest_quotes(asked, by, found, request.user, QUOTES)
    rows = ([one.name, one.tickets, one.before, one.customers, one.organizations,
             *words_of(quoted.get(one.key, []))] for one in found)  # fmt: skip
    return Table("voice", _("Voice of the customer"), columns, rows)


def _quotes(request: DeskRequest, asked: Inquiry, by: str, area: str) -> Table:
    columns = [
        Column("area", _("Area"), width=30), Column("ticket", _("Ticket"), Kind.NUMBER, 10),
        Column("opened", _("Opened"), Kind.TIME, 20), Column("organization", _("Organization"), width=26),
        Column("tier", _("Tier"), width=12), Column("quote", _("In their words"), width=80),
    ]  # fmt: skip
    found = quotes_of(request, asked, by, area, MOST_QUOTES)
    rows = (
        [
            area, quote.ticket.pk, quote.ticket.opened_at, quote.ticket.organization,
            quote.ticket.organization.tier if quote.ticket.organization else None, quote.words,
        ]
        for quote in found
    )  # fmt: skip
    return Table("voice", _("Quotes"), columns, rows)


def _concerned(asked: Inquiry, by: str, area: str, whom: str) -> Table:
    columns = [
        Column("area", _("Area"), width=30), Column("name", _("Name"), width=40),
        Column("about", _("Organization") if whom == "customers" else _("Tier"), width=26),
        Column("tickets", _("Tickets"), Kind.NUMBER),
    ]  # fmt: skip
    rows = ([area, *line] for line in concerned_by(asked, by, area, whom, MOST_ROWS))
    return Table(f"voice-{whom}", WHOM[whom], columns, rows)


def _self_service(request: DeskRequest, asked: Inquiry) -> Table:
    """The figures of the page."""
    columns = [
        Column("key", _("Key"), width=22), Column("name", _("Figure"), width=32), Column("value", _("Value"), Kind.DECIMAL),
        Column("in_words", _("In words")), Column("unit", _("Unit")), Column("n", _("Counted from"), Kind.NUMBER),
        Column("definition", _("What it means"), width=70),
    ]  # fmt: skip
    found = ((metric, metric.compute(counted.whole(asked))) for metric in counted.FIGURES)
    rows = (
        [metric.key, str(metric.name), figure.value, worded(figure.value, metric.unit), metric.unit.value, figure.n,
         str(metric.definition)]
        for metric, figure in found
    )  # fmt: skip
    return Table("self-service", _("Self-service"), columns, rows)


def _articles(request: DeskRequest, asked: Inquiry) -> Table:
    """What each article was worth."""
    columns = [
        Column("article", _("Article"), width=60), Column("shown", _("Shown"), Kind.NUMBER),
        Column("read", _("Read"), Kind.NUMBER), Column("solved", _("Solved it"), Kind.NUMBER),
        Column("tickets", _("Ended in a ticket"), Kind.NUMBER, 18),
    ]  # fmt: skip
    found = counted.values_of_articles(counted.whole(asked), get_language() or "en", most=MOST_ROWS)
    rows = ([one.title, one.shown, one.read, one.solved, one.tickets] for one in found)
    return Table("articles", _("What each article was worth"), columns, rows)


def _searches(request: DeskRequest, asked: Inquiry) -> Table:
    """What was looked for in vain."""
    columns = [
        Column("query", _("Searched for"), width=60), Column("language", _("Language")),
        Column("searches", _("Searches"), Kind.NUMBER),
    ]  # fmt: skip
    return Table("searches", _("Found nothing"), columns, counted.in_vain(counted.whole(asked), most=MOST_ROWS))


def _comments(request: DeskRequest, asked: Inquiry) -> Table:
    columns = [
        Column("at", _("Rated"), Kind.TIME, 20), Column("survey", _("Survey"), width=18),
        Column("score", _("Rating"), Kind.NUMBER), Column("comment", _("In their words"), width=80),
        Column("ticket", _("Ticket"), Kind.NUMBER, 10), Column("subject", _("Subject"), width=60),
        Column("customer", _("Customer"), width=26), Column("team", _("Team"), width=20),
        Column("agent", _("Agent"), width=24),
    ]  # fmt: skip
    found = found_comments(request.user, asked, read_wanted(request.GET)).order_by("-answered_at", "-pk")[:MOST_ROWS]
    rows = (
        [
            one.answered_at, str(SurveyKind(one.kind).label), one.score, one.comment, one.ticket_id, one.ticket.subject,
            one.person.display_name, one.team, one.agent.display_name if one.agent else None,
        ]
        for one in found
    )  # fmt: skip
    return Table("comments", _("Comments"), columns, rows)


def _emerging(request: DeskRequest, asked: Inquiry) -> Table:
    columns = [
        Column("words", _("In common"), width=40), Column("tickets", _("Tickets this week"), Kind.NUMBER, 18),
        Column("before", _("In a usual week"), Kind.DECIMAL, 16), Column("customers", _("Customers"), Kind.NUMBER),
        Column("first", _("First"), Kind.TIME, 20), Column("newest", _("Newest"), Kind.TIME, 20),
        Column("problem", _("Problem"), Kind.NUMBER),
    ]  # fmt: skip
    rows = (
        [" · ".join(card.issue.words), card.number, card.issue.before, card.people, card.first, card.newest,
         card.issue.problem_id]
        for card in cards_for(request, clock.now())
    )  # fmt: skip
    return Table("emerging", _("Emerging issues"), columns, rows)


_TABLES: dict[str, Build] = {
    "team": _team,
    "voice": _voice,
    "self_service": _self_service,
    "articles": _articles,
    "searches": _searches,
    "comments": _comments,
    "emerging": _emerging,
}
