"""Figures over time and by kind, for charts and the tables behind them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import formats
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from desk.metrics.words import time_taken
from metrics import rows
from metrics.buckets import by_step
from metrics.figures import Percentile
from metrics.period import Period
from metrics.questions import Inquiry
from metrics.weeks import in_order, week_start

# Longer periods are drawn by weeks.
MOST_DAYS = 92
MOST_BARS = 10


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers for the chart, words for the table; one of each for every label. `tone`: the colour of a meaning."""

    name: str
    numbers: Sequence[float | None]
    words: Sequence[str]
    tone: str = "accent"


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind`: lines, bars (beside one another) or rows (lying). `unit`: how its axis counts."""

    key: str
    title: str
    about: str
    kind: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = "number"
    head: str = ""

    @property
    def lines(self) -> list[tuple[str, list[tuple[float | None, str]]]]:
        """Of the table: label, then number and words of each series."""
        return [
            (label, [(series.numbers[place], series.words[place]) for series in self.series])
            for place, label in enumerate(self.labels)
        ]

    @property
    def is_empty(self) -> bool:
        return not any(number for series in self.series for number in series.numbers)


@dataclass(frozen=True, slots=True)
class Cell:
    number: int
    heat: int  # percent of the busiest hour
    words: str


def coming_and_going(asked: Inquiry) -> Chart:
    steps = _steps(asked.period)
    opened = _numbers(rows.opened(asked), "opened_at", steps, asked.period)
    solved = _numbers(rows.solved(asked), "at", steps, asked.period)
    about = _("Where more are opened than solved, the backlog grows.")
    lines = [(_("Opened"), opened, "muted"), (_("Solved"), solved, "accent")]
    return _lines("flow", _("Opened and solved"), about, asked, lines)


def over_time(
    asked: Inquiry, key: str, title: str, about: str, when: str, found: "Iterable[tuple[str, QuerySet[Any], str]]"
) -> Chart:
    """How many there were on each day or in each week: name, rows and tone of each line."""
    steps = _steps(asked.period)
    lines = [(name, _numbers(rows_of, when, steps, asked.period), tone) for name, rows_of, tone in found]
    return _lines(key, title, about, asked, lines)


def _lines(key: str, title: str, about: str, asked: Inquiry, lines: Iterable[tuple[str, list[float], str]]) -> Chart:
    return Chart(
        key=key,
        title=title,
        about=about,
        kind="lines",
        labels=[_step_name(step) for step in _steps(asked.period)],
        series=[Series(name, numbers, [str(number) for number in numbers], tone) for name, numbers, tone in lines],
        head=_("Day") if _is_by_day(asked.period) else _("Week from"),
    )


def times_over_time(asked: Inquiry, key: str, title: str, found: "QuerySet[Any]", when: str, column: str) -> Chart:
    """The median of each day or week."""
    steps = _steps(asked.period)
    medians = _medians(found, when, column, steps, asked.period)
    return Chart(
        key=key,
        title=title,
        about=_("The median of each day.") if _is_by_day(asked.period) else _("The median of each week."),
        kind="lines",
        labels=[_step_name(step) for step in steps],
        series=[Series(_("Median"), medians, [_time(number) for number in medians])],
        unit="seconds",
        head=_("Day") if _is_by_day(asked.period) else _("Week from"),
    )


def bars(
    key: str,
    title: str,
    about: str,
    head: str,
    found: Sequence[tuple[str, float]],
    name: str,
    word: Callable[[float], str] = str,
    unit: str = "number",
) -> Chart:
    """Lying bars, each with its name."""
    return Chart(
        key=key,
        title=title,
        about=about,
        kind="rows",
        labels=[label for label, _number in found],
        series=[Series(name, [number for _label, number in found], [word(number) for _label, number in found])],
        unit=unit,
        head=head,
    )


def heat(counted: Mapping[tuple[int, int], int], first_weekday: int) -> list[tuple[str, str, list[Cell]]]:
    """Of each weekday its hours, by how much happened in them (`buckets.by_hour`)."""
    most = max(counted.values(), default=0)
    return [
        (
            str(WEEKDAYS[day]),
            str(WEEKDAYS_ABBR[day]),
            [
                Cell(number, round(100 * number / most) if most else 0, _hour_words(day, hour, number))
                for hour in range(24)
                for number in (counted.get((day, hour), 0),)
            ],
        )
        for day in in_order(first_weekday)
    ]


def _hour_words(day: int, hour: int, number: int) -> str:
    return _("%(day)s, %(hour)s:00: %(number)s") % {"day": WEEKDAYS[day], "hour": hour, "number": number}


def of_each_day(found: "QuerySet[Any]", when: str, period: Period) -> list[float]:
    """How many of each day of the period."""
    return _numbers(found, when, [period.first + timedelta(days=day) for day in range(period.days)], period)


def _is_by_day(period: Period) -> bool:
    return period.days <= MOST_DAYS


def _steps(period: Period) -> list[date]:
    if _is_by_day(period):
        return [period.first + timedelta(days=day) for day in range(period.days)]
    first = week_start(period.first, period.first_weekday)
    return [first + timedelta(days=7 * week) for week in range((period.last - first).days // 7 + 1)]


def _step_name(step: date) -> str:
    return formats.date_format(step, "MONTH_DAY_FORMAT")


def _numbers(found: "QuerySet[Any]", when: str, steps: Sequence[date], period: Period) -> list[float]:
    counted = dict(by_step(found, when, steps, period.zone).annotate(number=Count("*")))
    return [counted.get(place, 0) for place in range(1, len(steps) + 1)]


def _medians(
    found: "QuerySet[Any]", when: str, column: str, steps: Sequence[date], period: Period
) -> list[float | None]:
    medians = dict(by_step(found, when, steps, period.zone).annotate(median=Percentile(column, 0.5)))
    return [medians.get(place) for place in range(1, len(steps) + 1)]


def _time(seconds: float | None) -> str:
    return "–" if seconds is None else time_taken(seconds)
