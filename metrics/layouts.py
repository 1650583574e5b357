"""Which figures and charts there are to be put together, and what each page shows of them: for dashboards and report mails.

How a chart is drawn stands above, in desk/metrics/charts.py; a figure is one of the catalogue.
"""

from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from metrics.catalogue import METRICS
from metrics.narrowing import BY_NAME

CHARTS: dict[str, Any] = {
    "flow": _("Opened and solved"),
    "forecast": _("Forecast of the next two weeks"),
    "first": _("First response time over time"),
    "spread": _("How long first responses took"),
    "channel": _("Opened by channel"),
    "tag": _("Opened by tag"),
    "organization": _("Opened by organization"),
    "backlog-age": _("Backlog by age"),
    "backlog-level": _("Backlog by level"),
    "backlog-team": _("Backlog by team"),
    "moves": _("Between levels"),
}
OVERVIEW = "overview"
# Key of the page → its name and what it shows, in its order.
PAGES: dict[str, tuple[Any, tuple[str, ...]]] = {
    OVERVIEW: (
        _("Overview"),
        ("first_response_time", "resolution_time", "fcr", "sla_attainment", "csat", "backlog", "reopen_rate",
         "escalation_rate", "flow"),
    ),
    "responsiveness": (
        _("Responsiveness"),
        ("first_response_time", "first_response_business_time", "next_response_time", "resolution_time",
         "requester_wait_time", "first", "spread"),
    ),
    "quality": (_("Quality"), ("csat", "csat_response_rate", "nps", "ces", "fcr", "reopen_rate")),
    "levels": (_("Levels"), ("escalation_rate", "fcr", "moves")),
    "sla": (_("SLA"), ("sla_attainment",)),
    "volume": (
        _("Volume and backlog"),
        ("backlog", "flow", "forecast", "channel", "tag", "organization", "backlog-age", "backlog-level", "backlog-team"),
    ),
    "comments": (_("Comments"), ("csat", "csat_response_rate", "nps", "ces")),
    "self_service": (_("Self-service"), ("deflection",)),
    "team": (_("Team"), ("backlog", "first_response_time", "resolution_time", "csat")),
}  # fmt: skip
ITEMS: dict[str, Any] = {**{key: metric.name for key, metric in METRICS.items()}, **CHARTS}
_NAMES = ("period", "from", "to", "team", *BY_NAME)


def items_of_page(page: str) -> tuple[str, ...]:
    """A page that shows other things than figures begins with those of the overview."""
    return PAGES.get(page, PAGES[OVERVIEW])[1]


def filters_kept(given: dict[str, str], *, without_period: bool = False) -> str:
    """What narrows figures, of all that stands in an address, as an address has it."""
    names = _NAMES[3:] if without_period else _NAMES
    if given.get("period", "days") not in ("days", ""):  # the days that a form sends along with a named period
        names = tuple(name for name in names if name not in ("from", "to"))
    return urlencode({name: value for name in names if (value := given.get(name, "").strip())})
