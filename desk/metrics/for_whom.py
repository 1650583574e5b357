"""On the page of responsiveness: for whom first responses got faster, and for whom not."""

from typing import Any, NamedTuple

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.http import DeskRequest
from desk.metrics.filters import Filters
from desk.metrics.time_cells import TimeCell, time_cell
from metrics.for_whom import TEAM, WAYS, Group, for_whom
from metrics.narrowing import BY_NAME
from metrics.questions import Inquiry

NOBODYS = {TEAM: gettext_lazy("No team"), "tier": gettext_lazy("No organization")}


class Line(NamedTuple):
    """`query`: of the list behind it; empty where no filter finds it."""

    name: str
    query: str
    first: TimeCell


def told_for_whom(request: DeskRequest, asked: Inquiry, filters: Filters) -> dict[str, Any]:
    by = request.GET.get("for", TEAM)
    by = by if by in WAYS else TEAM
    return {
        "ways": [(way, _("Team") if way == TEAM else BY_NAME[way].label) for way in WAYS],
        "by": by,
        "groups": [_line(group, by, filters) for group in for_whom(asked, by)],
    }


def _line(group: Group, by: str, filters: Filters) -> Line:
    nameless = group.key is None
    query = "" if nameless else urlencode({**filters.given, by: group.key})
    return Line(str(NOBODYS.get(by, "–")) if nameless else group.name, query, time_cell(group.took))
