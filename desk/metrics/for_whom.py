"""On the page of responsiveness: for whom first responses got faster, and for whom not."""

from typing import Any, NamedTuple

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from desk.http import DeskRequest
from desk.metrics.filters import Filters
from desk.metrics.time_cells import TimeCell, time_cell
from metrics.cuts import NOBODYS
from metrics.for_whom import TEAM, WAYS, Group, for_whom
from metrics.narrowing import BY_NAME
from metrics.questions import Inquiry


class Line(NamedTuple):
    """`query`: of the list behind it."""

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
    query = urlencode({**filters.given, **({"none": by} if nameless else {by: group.key})})
    return Line(str(NOBODYS.get(by, "–")) if nameless else group.name, query, time_cell(group.took))
