"""Weekday by weekday: how much is asked, how much is answered, and how long who asks then waits. For who plans shifts.

Who asks on a day that we are closed waits until we open: that is no lack of people. So days are judged by the wait in opening
hours, and shown with the whole.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from desk.metrics.series import Drill
from desk.metrics.words import time_taken
from metrics.questions import Inquiry
from metrics.waits import OfDay, Waits, by_weekday_asked, median_of
from metrics.weeks import in_order

# Whose customers wait half as long again as usual, in opening hours, is short of people.
SHORT = 1.5
FEWEST = 5


class Weekday(NamedTuple):
    """`asked` and `answered`: on such a day of the period, on average, of so many. `verdict` in words where it is short of
    people. The lists behind: `asked_by`, `answered_by`, and `waited_by` of who asked then.
    """

    name: str
    asked_n: int
    asked_by: Drill
    answered_n: int
    answered_by: Drill
    waited_by: Drill
    asked: str
    answered: str
    wait: str
    n: int
    verdict: str


_NOBODY = OfDay(0, 0.0, 0.0)


def weekdays(
    asked: Inquiry,
    opened: Mapping[tuple[int, int], int],
    answered: Mapping[tuple[int, int], int],
    waits: Waits,
    usual: float | None = None,
) -> list[Weekday]:
    """`opened` and `answered`: of each weekday and hour (`buckets.by_hour`). `waits`: of all who were answered. `usual`: their
    median in opening hours, in seconds, where it is known.
    """
    waited = by_weekday_asked(waits, asked.period)
    if usual is None:
        usual = median_of(waits.open_seconds)
    asked_on, answered_on = _of_days(opened), _of_days(answered)
    days = _days(asked)
    return [
        Weekday(
            name=str(WEEKDAYS[day]),
            asked_n=asked_on[day],
            asked_by=Drill("opened", {"weekday": day}),
            answered_n=answered_on[day],
            answered_by=Drill("first_response_time", {"weekday": day}),
            waited_by=Drill("first_response_time", {"asked_on": day}),
            asked=_average(asked_on[day], days[day]),
            answered=_average(answered_on[day], days[day]),
            wait=time_taken(waited[day].median) if day in waited else "–",
            n=waited.get(day, _NOBODY).n,
            verdict=_verdict(waited.get(day, _NOBODY), usual or 0.0),
        )
        for day in in_order(asked.period.first_weekday)
    ]


def _of_days(by_hour: Mapping[tuple[int, int], int]) -> Counter[int]:
    counted: Counter[int] = Counter()
    for (day, _hour), n in by_hour.items():
        counted[day] += n
    return counted


def _days(asked: Inquiry) -> list[int]:
    """How many of each weekday have begun in the period."""
    today = asked.now.astimezone(asked.period.zone).date()
    counted = [0] * 7
    for place in range(max((min(asked.period.last, today) - asked.period.first).days + 1, 0)):
        counted[(asked.period.first + timedelta(days=place)).weekday()] += 1
    return counted


def _average(number: int, days: int) -> str:
    return formats.number_format(round(number / days, 1), decimal_pos=1) if days else "–"


def _verdict(waited: OfDay, usual: float) -> str:
    if waited.n < FEWEST or not usual or waited.open < SHORT * usual:
        return ""
    return _("short of people: %(times)s times the usual wait") % {
        "times": formats.number_format(round(waited.open / usual, 1), decimal_pos=1)
    }
