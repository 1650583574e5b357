"""The wallboard: the queue of this moment for a screen on the wall, which asks for itself anew."""

from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.metrics.files import refusing_unknown_filters
from desk.metrics.filters import Filters, read_filters, teams_for
from desk.metrics.tables import Column, Kind, Table, as_file
from desk.metrics.views import REASON, around
from desk.metrics.words import time_taken
from helpdesk import clock
from metrics.questions import scope_for
from metrics.wallboard import SOLVED_TODAY, Waiting, board_for, listed
from tickets.models.ticket import TicketQuerySet

# Whoever waits longer is shown in the colour of a warning.
LONG = timedelta(hours=4)
MOST_LISTED = 200
MOST_EXPORTED = 100_000
NUMBERS: dict[str, Any] = {
    "queue": gettext_lazy("In the queue"),
    "overdue": gettext_lazy("Overdue"),
    "at_risk": gettext_lazy("SLA at risk"),
    "waiting": gettext_lazy("Waiting for us"),
    "unfinished": gettext_lazy("Not solved"),
    SOLVED_TODAY: gettext_lazy("Solved today"),
}


class WaitLine(NamedTuple):
    of: Waiting
    wait: str
    is_long: bool


@require_safe
@may_required(Permission.METRICS, REASON)
def wallboard(request: DeskRequest) -> HttpResponse:
    """The whole page; for htmx, which asks every 3 s, the board alone."""
    filters = read_filters(request.GET, request.user, clock.now())
    context = {**_board(request, filters), "team": filters.team}
    if request.htmx:
        return render(request, "metrics/_board.html", context)
    return render(request, "metrics/wallboard.html", {**context, "teams": teams_for(request.user), "filters": filters})


@require_safe
@may_required(Permission.METRICS, REASON)
def wallboard_tickets(request: DeskRequest, number: str) -> HttpResponse:
    """The very tickets that a number of the board counts at this moment."""
    filters, found = _behind(request, number)
    tickets = found.select_related("requester", "team", "assignee")
    context = {
        **around(request, filters, "wallboard"),
        "title": NUMBERS[number],
        "as_of": clock.now(),
        "number": number,
        "tabs": NUMBERS.items(),
        "count": found.count(),
        "tickets": tickets[:MOST_LISTED],
        "most": MOST_LISTED,
    }
    return render(request, "metrics/wallboard_tickets.html", context)


@require_safe
@may_required(Permission.METRICS, REASON)
@refusing_unknown_filters
def export_wallboard_tickets(request: DeskRequest, form: str, number: str) -> HttpResponse:
    filters, found = _behind(request, number)
    columns = [
        Column("ticket", _("Ticket"), Kind.NUMBER, 10), Column("subject", _("Subject"), width=60),
        Column("requester", _("Requester"), width=26), Column("team", _("Team"), width=20),
        Column("assignee", _("Whose"), width=26), Column("waiting_since", _("Waits since"), Kind.TIME, 20),
        Column("due", _("Due"), Kind.TIME, 20), Column("solved", _("Solved"), Kind.TIME, 20),
    ]  # fmt: skip
    rows = (
        [one.pk, one.subject, one.requester.display_name, one.team, one.assignee, one.waiting_since, one.next_due_at,
         one.solved_at]
        for one in found.select_related("requester", "team", "assignee")[:MOST_EXPORTED]
    )  # fmt: skip
    return as_file(Table(f"wallboard-{number}", NUMBERS[number], columns, rows), form, filters, clock.now())


def _behind(request: DeskRequest, number: str) -> tuple[Filters, TicketQuerySet]:
    """Of the teams that the board shows."""
    if number not in NUMBERS:
        raise Http404
    filters = read_filters(request.GET, request.user, clock.now())
    return filters, listed(number, scope_for(request.user, filters.team), _midnight(), request.user)


def _midnight() -> datetime:
    zone = timezone.get_current_timezone()
    return datetime.combine(timezone.localtime(clock.now(), zone).date(), time(), zone)


def _board(request: DeskRequest, filters: Filters) -> dict[str, Any]:
    board = board_for(scope_for(request.user, filters.team), _midnight())
    return {
        "query": urlencode({"team": filters.team.pk}) if filters.team else "",
        "board": board,
        "longest": [
            WaitLine(one, time_taken((board.at - one.since).total_seconds()), board.at - one.since > LONG)
            for one in board.longest
        ],
        "further_agents": board.online - len(board.agents),
    }
