"""Figures over time and by kind, for charts and the tables behind them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.utils import formats
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from desk.metrics.words import time_taken
from metrics import rows
from metrics.buckets import by_step, is_by_day, steps_of
from metrics.period import Period
from metrics.questions import Inquiry
from metrics.weeks import in_order

MOST_BARS = 10


class Drill(NamedTuple):
    """The list behind a number: the key of a figure, and what the rows behind it are narrowed and cut to. `route`: of lists of
    other things than tickets, whose key it then is.
    """

    key: str
    given: Mapping[str, Any]
    route: str = "metrics:tickets"


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers for the chart, words for the table, and the lists behind; one of each for every label (no list: none has one).
    `tone`: the colour of a meaning.
    """

    name: str
    numbers: Sequence[float | None]
    words: Sequence[str]
    tone: str = "accent"
    behind: Sequence[Drill | None] = ()


class Point(NamedTuple):
    number: float | None
    words: str
    behind: Drill | None


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind`: lines, bars (beside one another) or rows (lying). `unit`: how its axis counts. `note`: for pages only."""

    key: str
    title: str
    about: str
    kind: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = "number"
    head: str = ""
    note: str = ""

    @property
    def lines(self) -> list[tuple[str, list[Point]]]:
        """Of the table: label, then each series."""
        return [(label, [_point(series, place) for series in self.series]) for place, label in enumerate(self.labels)]

    @property
    def is_empty(self) -> bool:
        return not any(number for series in self.series for number in series.numbers)


def _point(series: Series, place: int) -> Point:
    """There is something behind a number only."""
    number = series.numbers[place]
    behind = series.behind[place] if series.behind and number else None
    return Point(number, series.words[place], behind)


@dataclass(frozen=True, slots=True)
class Cell:
    number: int
    heat: int  # percent of the busiest hour
    words: str
    behind: Drill


def coming_and_going(asked: Inquiry) -> Chart:
    steps = steps_of(asked.period)
    opened = _numbers(rows.opened(asked), "opened_at", steps, asked.period)
    solved = _numbers(rows.solved(asked), "at", steps, asked.period)
    about = _("Where more are opened than solved, the backlog grows.")
    lines = [(_("Opened"), opened, "muted", Drill("opened", {})), (_("Solved"), solved, "accent", Drill("solved", {}))]
    return _lines("flow", _("Opened and solved"), about, asked, lines)


def over_time(
    asked: Inquiry,
    key: str,
    title: str,
    about: str,
    when: str,
    found: "Iterable[tuple[str, QuerySet[Any], str, Drill | None]]",
) -> Chart:
    """How many there were on each day or in each week: name, rows and tone of each line, and the list behind all of it."""
    steps = steps_of(asked.period)
    lines = [(name, _numbers(rows_of, when, steps, asked.period), tone, drill) for name, rows_of, tone, drill in found]
    return _lines(key, title, about, asked, lines)


def _lines(
    key: str, title: str, about: str, asked: Inquiry, lines: Iterable[tuple[str, list[float], str, Drill | None]]
) -> Chart:
    return Chart(
        key=key,
        title=title,
        about=about,
        kind="lines",
        labels=_step_names(asked.period),
        series=[
            Series(name, numbers, [str(number) for number in numbers], tone, of_each_step(drill, asked.period))
            for name, numbers, tone, drill in lines
        ],
        head=_("Day") if is_by_day(asked.period) else _("Week from"),
    )


def of_each_step(drill: Drill | None, period: Period) -> list[Drill | None]:
    """What of a list lies behind each day or week."""
    return [drill and drill._replace(given={**drill.given, "step": step.isoformat()}) for step in steps_of(period)]


def times_over_time(asked: Inquiry, key: str, title: str, medians: Sequence[float | None], behind: str) -> Chart:
    """The median of each day or week. `behind`: key of the figure whose rows these are."""
    return Chart(
        key=key,
        title=title,
        about=_("The median of each day.") if is_by_day(asked.period) else _("The median of each week."),
        kind="lines",
        labels=_step_names(asked.period),
        series=[
            Series(
                _("Median"),
                medians,
                [_time(number) for number in medians],
                behind=of_each_step(Drill(behind, {}), asked.period),
            )
        ],
        unit="seconds",
        head=_("Day") if is_by_day(asked.period) else _("Week from"),
    )


def bars(
    key: str,
    title: str,
    about: str,
    head: str,
    found: Sequence[tuple[str, float, Drill]],
    name: str,
    word: Callable[[float], str] = str,
    unit: str = "number",
) -> Chart:
    """Lying bars, each with its name, how long it is and the list behind it."""
    numbers = [number for _label, number, _drill in found]
    return Chart(
        key=key,
        title=title,
        about=about,
        kind="rows",
        labels=[label for label, _number, _drill in found],
        series=[Series(name, numbers, [word(number) for number in numbers], behind=[drill for *_bar, drill in found])],
        unit=unit,
        head=head,
    )


def heat(counted: Mapping[tuple[int, int], int], first_weekday: int, behind: str) -> list[tuple[str, str, list[Cell]]]:
    """Of each weekday its hours, by how much happened in them (`buckets.by_hour`). `behind`: key of the figure counted."""
    most = max(counted.values(), default=0)
    return [
        (
            str(WEEKDAYS[day]),
            str(WEEKDAYS_ABBR[day]),
            [
                Cell(
                    number,
                    round(100 * number / most) if most else 0,
                    _hour_words(day, hour, number),
                    Drill(behind, {"weekday": day, "hour": hour}),
                )
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


def _step_names(period: Period) -> list[str]:
    """The first week may have begun before the period: it is called by the first of its days that is counted."""
    return [formats.date_format(max(step, period.first), "MONTH_DAY_FORMAT") for step in steps_of(period)]


def _numbers(found: "QuerySet[Any]", when: str, steps: Sequence[date], period: Period) -> list[float]:
    counted = dict(by_step(found, when, steps, period.zone).annotate(number=Count("*")))
    return [counted.get(place, 0) for place in range(1, len(steps) + 1)]


def _time(seconds: float | None) -> str:
    return "–" if seconds is None else time_taken(seconds)
