"""Weekday by weekday: how much is asked, how much is answered, and how long who asks then waits. For who plans shifts.

Who asks on a day that we are closed waits until we open: that is no lack of people. So days are judged by the wait in opening
hours, and shown with the whole.
"""

from datetime import timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce, ExtractIsoWeekDay
from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from desk.metrics.words import time_taken
from metrics import rows
from metrics.figures import Percentile
from metrics.questions import Inquiry
from metrics.weeks import in_order

# Whose customers wait half as long again as usual, in opening hours, is short of people.
SHORT = 1.5
FEWEST = 5


class Weekday(NamedTuple):
    """`asked` and `answered`: on such a day of the period, on average. `verdict` in words where it is short of people."""

    name: str
    asked: str
    answered: str
    wait: str
    n: int
    verdict: str


def weekdays(asked: Inquiry) -> list[Weekday]:
    zone, first = asked.period.zone, rows.first_responses(asked)
    opened = dict(_by_day(rows.opened(asked), "opened_at", zone).annotate(n=Count("*")))
    given = dict(_by_day(first, "answered_at", zone).annotate(n=Count("*")))
    waits = _by_day(first, "started_at", zone).annotate(n=Count("*"), median=Percentile("seconds", 0.5))
    waited = {day: (n, median) for day, n, median in waits}
    open_waits, usual = _in_opening_hours(asked, zone)
    days = _days(asked)
    return [
        Weekday(
            name=str(WEEKDAYS[day]),
            asked=_average(opened.get(day + 1, 0), days[day]),
            answered=_average(given.get(day + 1, 0), days[day]),
            wait=time_taken(waited[day + 1][1]) if day + 1 in waited else "–",
            n=waited.get(day + 1, (0, 0))[0],
            verdict=_verdict(*open_waits.get(day + 1, (0, 0.0)), usual or 0.0),
        )
        for day in in_order(asked.period.first_weekday)
    ]


def _in_opening_hours(asked: Inquiry, zone: ZoneInfo) -> tuple[dict[int, tuple[int, float]], float | None]:
    """By weekday from Monday, which is 1: how many first responses and their median wait; and that of all. In seconds.

    Who has no calendar is always open.
    """
    judged = rows.first_responses(asked).annotate(open_wait=Coalesce("business_seconds", "seconds"))
    median = Percentile("open_wait", 0.5)
    waits = _by_day(judged, "started_at", zone).annotate(n=Count("*"), median=median)
    return {day: (n, wait) for day, n, wait in waits}, judged.aggregate(median=median)["median"]


def _by_day(found: "QuerySet[Any]", when: str, zone: ZoneInfo) -> "QuerySet[Any]":
    return found.order_by().annotate(day=ExtractIsoWeekDay(when, tzinfo=zone)).values_list("day")


def _days(asked: Inquiry) -> list[int]:
    """How many of each weekday have begun in the period."""
    today = asked.now.astimezone(asked.period.zone).date()
    counted = [0] * 7
    for place in range(max((min(asked.period.last, today) - asked.period.first).days + 1, 0)):
        counted[(asked.period.first + timedelta(days=place)).weekday()] += 1
    return counted


def _average(number: int, days: int) -> str:
    return formats.number_format(round(number / days, 1), decimal_pos=1) if days else "–"


def _verdict(n: int, median: float, usual: float) -> str:
    if n < FEWEST or not usual or median < SHORT * usual:
        return ""
    return _("short of people: %(times)s times the usual wait") % {
        "times": formats.number_format(round(median / usual, 1), decimal_pos=1)
    }
