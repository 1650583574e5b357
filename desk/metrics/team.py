"""The page of a team's agents: what each has now and did, by name, each figure with the tickets behind it."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.metrics.cards import FEW, cards
from desk.metrics.filters import Filters
from desk.metrics.time_cells import TimeCell, time_cell
from desk.metrics.views import REASON, framed
from desk.metrics.words import percent
from metrics.by_agent import OfAgent, by_agent
from metrics.keeping import as_of

CARDS = ("backlog", "first_response_time", "resolution_time", "csat")
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """`query`: of the lists behind the figures; empty where they are nobody's to open."""

    of: OfAgent
    query: str
    first: TimeCell
    resolution: TimeCell
    share: str
    per_day: str
    csat: str

    @property
    def name(self) -> str:
        return self.of.agent.display_name if self.of.agent else _("Colleagues of other teams")


@require_safe
@may_required(Permission.METRICS, REASON)
def team(request: DeskRequest) -> HttpResponse:
    """Per agent: load, what they did, how long it took, how it was rated."""
    asked, context = framed(request, "team")
    found = by_agent(asked, request.user)
    by_load = request.GET.get("sort") == "load"
    if by_load:
        found.sort(key=lambda line: (line.agent is None, -line.open))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context |= {
        "title": _("Team"),
        "as_of": as_of(asked.now),
        "cards": cards(CARDS, asked),
        "lines": [_line(of, context["filters"]) for of in page],
        "page": page,
        "by_load": by_load,
        "has_hours": any(of.hours is not None for of in found),
        "few": FEW,
    }
    return render(request, "metrics/team.html", context)


def _line(of: OfAgent, filters: Filters) -> Line:
    return Line(
        of=of,
        query=urlencode({**filters.given, "agent": of.agent.pk}) if of.agent else "",
        first=time_cell(of.first),
        resolution=time_cell(of.resolution),
        share=percent(of.share) if of.share is not None else "–",
        per_day=formats.number_format(round(of.per_day, 1), decimal_pos=1) if of.per_day is not None else "–",
        csat=percent(of.csat) if of.csat is not None else "–",
    )
