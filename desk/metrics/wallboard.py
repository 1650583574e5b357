"""The wallboard: the queue of this moment for a screen on the wall, which asks for itself anew."""

from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.metrics.filters import Filters, read_filters, teams_for
from desk.metrics.views import REASON
from desk.metrics.words import time_taken
from helpdesk import clock
from metrics.questions import scope_for
from metrics.wallboard import Waiting, board_for

# Whoever waits longer is shown in the colour of a warning.
LONG = timedelta(hours=4)


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


def _board(request: DeskRequest, filters: Filters) -> dict[str, Any]:
    zone = timezone.get_current_timezone()
    today = timezone.localtime(clock.now(), zone).date()
    board = board_for(scope_for(request.user, filters.team), datetime.combine(today, time(), zone))
    return {
        "board": board,
        "longest": [
            WaitLine(one, time_taken((board.at - one.since).total_seconds()), board.at - one.since > LONG)
            for one in board.longest
        ],
        "further_agents": board.online - len(board.agents),
    }
