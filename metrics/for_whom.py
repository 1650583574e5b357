"""For whom first responses got faster and for whom not: the median and the one before, of each team, channel, level …"""

from typing import Any, NamedTuple

from django.db.models import Count

from accounts.models import Team
from metrics import rows
from metrics.by_agent import Took
from metrics.figures import Percentile
from metrics.narrowing import BY_NAME
from metrics.questions import Inquiry

TEAM = "team"
WAYS = (TEAM, "channel", "level", "priority", "tier")


class Group(NamedTuple):
    """`key`: as an address carries it; None: of none, such as tickets without a team."""

    key: Any
    name: str
    took: Took


def for_whom(asked: Inquiry, by: str) -> list[Group]:
    """Those with the most responses first; two statements, whatever there is."""
    before = {key: median for key, _n, median in _medians(asked.before, by)}
    found = sorted(_medians(asked, by), key=lambda row: (-row[1], str(row[0])))
    names = _names(by, [key for key, _n, _median in found])
    return [Group(key, names.get(key, ""), Took(n, median, before.get(key))) for key, n, median in found]


def _medians(asked: Inquiry, by: str) -> list[tuple[Any, int, float]]:
    column = TEAM if by == TEAM else BY_NAME[by].column
    found = rows.first_responses(asked).order_by().values_list(column)
    return list(found.annotate(n=Count("*"), median=Percentile("seconds", 0.5)))


def _names(by: str, keys: list[Any]) -> dict[Any, str]:
    if by == TEAM:
        return dict(Team.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", "name"))
    return {value: str(label) for value, label in BY_NAME[by].choices}
