"""What a manager of an organization reads about its requests: the figures of the catalogue, in customers' words.

The definitions are those of everybody (metrics/catalogue.py); only which of them, and how they are told, is of this page.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Organization
from metrics import rows
from metrics.catalogue import CATALOGUE
from metrics.computing import AGE_NAMES
from metrics.figures import Figure
from metrics.period import Period
from metrics.questions import Inquiry

# Key → months that begin with it, and its words.
PERIODS = {
    "month": (1, gettext_lazy("This month")),
    "quarter": (3, gettext_lazy("The last 3 months")),
    "year": (12, gettext_lazy("The last 12 months")),
    "2_years": (24, gettext_lazy("The last 24 months")),
}
USUAL = "year"
_AGES = {
    "day": gettext_lazy("Less than a day"),
    "3_days": gettext_lazy("1 to 3 days"),
    "week": gettext_lazy("3 to 7 days"),
    "month": gettext_lazy("7 to 30 days"),
    "older": gettext_lazy("30 days and more"),
}
assert list(_AGES) == list(AGE_NAMES)  # noqa: S101  # the same ages, in words that customers read
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Card:
    """A figure with what it means, and `of` how many it is."""

    key: str
    name: str
    about: str
    value: str
    of: str
    number: float | None


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    numbers: Sequence[float | None]
    tone: str = "accent"


@dataclass(frozen=True, slots=True)
class Chart:
    """For templates/portal/reports/_chart.html: `kind` is lines, bars or rows."""

    key: str
    title: str
    about: str
    kind: str
    head: str
    labels: Sequence[str]
    series: Sequence[Series]

    @property
    def lines(self) -> list[tuple[str, list[float | None]]]:
        return [(label, [one.numbers[place] for one in self.series]) for place, label in enumerate(self.labels)]

    @property
    def is_empty(self) -> bool:
        return not any(number for one in self.series for number in one.numbers)


def asked_about(organization: Organization, *, period: str, today: date, zone: ZoneInfo, now: "object") -> Inquiry:
    """From the first day of the month in which the period begins to today."""
    months = PERIODS[period][0]
    first = today.replace(day=1)
    for _month in range(months - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return Inquiry(Period(first, today, zone), now, only={"organization": organization.pk})  # type: ignore[arg-type]


def cards(asked: Inquiry) -> list[Card]:
    opened, solved = rows.opened(asked).count(), rows.solved(asked).count()
    first, resolution, csat = (_figure(key, asked) for key in ("first_response_time", "resolution_time", "csat"))
    return [
        Card("opened", _("Requests asked"), _("Requests that were opened in this time."), _number(opened), "", opened),
        Card(
            "solved", _("Requests solved"), _("Requests that were solved in this time, each once."), _number(solved), "",
            solved,
        ),
        Card(
            "first_response_time", _("Time to the first answer"),
            _("From the request to the first answer of a person. Half of the answers came within it."),
            _time(first.value), _of(first.n, ngettext("%(n)s answer", "%(n)s answers", first.n)), first.value,
        ),
        Card(
            "resolution_time", _("Time until solved"),
            _("From the request to the last time it was solved. Half of the requests took no longer."),
            _time(resolution.value), _of(resolution.n, ngettext("%(n)s request", "%(n)s requests", resolution.n)),
            resolution.value,
        ),
        Card(
            "csat", _("Rating"), _("How many of the ratings that your people gave were 4 or 5 of 5."),
            _share(csat.value), _of(csat.n, ngettext("%(n)s rating", "%(n)s ratings", csat.n)), csat.value,
        ),
    ]  # fmt: skip


def per_month(asked: Inquiry) -> Chart:
    months = _months(asked.period)
    opened = _counted(asked, rows.opened(asked), "opened_at")
    solved = _counted(asked, rows.solved(asked), "at")
    return Chart(
        key="months",
        title=_("Per month"),
        about=_("How many requests were asked and solved in each month."),
        kind="bars",
        head=_("Month"),
        labels=[formats.date_format(month, "YEAR_MONTH_FORMAT") for month in months],
        series=[
            Series(_("Asked"), [opened[month] for month in months], "muted"),
            Series(_("Solved"), [solved[month] for month in months]),
        ],
    )


def open_by_age(asked: Inquiry) -> Chart:
    by_age = {part.key: part.n for part in _figure("backlog", asked).parts if part.by == "age"}
    return Chart(
        key="ages",
        title=_("Open now, by age"),
        about=_("Requests that are not solved, by how long ago they were asked."),
        kind="rows",
        head=_("Age"),
        labels=[str(name) for name in _AGES.values()],
        series=[Series(_("Requests"), [by_age.get(key, 0) for key in _AGES])],
    )


def _figure(key: str, asked: Inquiry) -> Figure:
    return next(metric for metric in CATALOGUE if metric.key == key).compute(asked)


def _months(period: Period) -> list[date]:
    months = [period.first.replace(day=1)]
    while (following := (months[-1] + timedelta(days=32)).replace(day=1)) <= period.last:
        months.append(following)
    return months


def _counted(asked: Inquiry, found, column: str) -> Counter[date]:
    month = TruncMonth(column, tzinfo=asked.period.zone)
    counted = found.order_by().annotate(month=month).values_list("month").annotate(n=Count("*"))
    return Counter({at.date(): n for at, n in counted})


def _number(number: int) -> str:
    return formats.number_format(number, use_l10n=True, force_grouping=True)


def _of(n: int, words: str) -> str:
    return words % {"n": _number(n)} if n else ""


def _share(rate: float | None) -> str:
    return "–" if rate is None else _("%(number)s %%") % {"number": _number(round(100 * rate))}


def _time(seconds: float | None) -> str:
    """The two greatest parts of it."""
    if seconds is None:
        return "–"
    minutes = max(1, round(seconds / _MINUTE))
    if seconds >= _DAY:
        days, hours = divmod(round(seconds / _HOUR), 24)
        return _("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    if seconds >= _HOUR:
        hours, left = divmod(minutes, 60)
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": left}
    return _("%(minutes)s min") % {"minutes": minutes}
