"""The first responses of a period, read once for all pictures of them.

The database would read and sort the same rows for each picture; as columns they are cut into days, weekdays and spans in a
fraction of that. The figures themselves it counts (metrics/figures.py): medians here lie where `percentile_cont` has them.
"""

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from typing import NamedTuple

from django.db.models.functions import Coalesce

from helpdesk.columns import Sent, read_columns
from metrics import rows
from metrics.buckets import EPOCH, hour_width, in_local_hours, steps_of
from metrics.period import Period, midnight
from metrics.questions import Inquiry

_MICROSECOND = timedelta(microseconds=1)
_SENT = (Sent.INSTANT, Sent.INSTANT, Sent.INTEGER, Sent.INTEGER)
_DAYS = 7


class Waits(NamedTuple):
    """Of each response when it was given and when its customer began to wait (microseconds since 2000, UTC), and how long that
    was in seconds: in all, and in opening hours (who has no calendar is always open).
    """

    answered: "array[int]"
    started: "array[int]"
    seconds: "array[int]"
    open_seconds: "array[int]"


class OfDay(NamedTuple):
    """First responses to what was asked on such a day: how many, the median wait, and that in opening hours. In seconds."""

    n: int
    median: float
    open: float


def first_waits(asked: Inquiry) -> Waits:
    found = rows.first_responses(asked).order_by().annotate(open_wait=Coalesce("business_seconds", "seconds"))
    return Waits(*read_columns(found.values_list("answered_at", "started_at", "seconds", "open_wait"), _SENT))


def median_of(numbers: Sequence[int]) -> float | None:
    """Between the two in the middle where there are two; None of nothing."""
    return float(median(numbers)) if numbers else None


def medians_by_step(waits: Waits, period: Period) -> list[float | None]:
    """Of each day or week of the period, by when responses were given."""
    steps = [midnight(step, period.zone) for step in steps_of(period)]
    by_step = _by_place(_between(waits.answered, steps), waits.seconds)
    return [median_of(by_step[place]) for place in range(1, len(steps) + 1)]


def number_by_span(waits: Waits, ends: Sequence[int]) -> list[int]:
    """How many took so long: less than the first end, from it to less than the second …, from the last one on."""
    found = Counter(map(partial(bisect_right, ends), waits.seconds))
    return [found[place] for place in range(len(ends) + 1)]


def by_hour_given(waits: Waits, period: Period) -> Counter[tuple[int, int]]:
    """How many were given on each weekday, from Monday, which is 0, in each hour of the zone."""
    width = hour_width(period)
    microseconds = width // _MICROSECOND
    bins = Counter(answered // microseconds for answered in waits.answered)
    return in_local_hours(((EPOCH + place * width, n) for place, n in bins.items()), period)


def by_weekday_asked(waits: Waits, period: Period) -> dict[int, OfDay]:
    """By the weekday of the zone, from Monday, which is 0, on which the customer began to wait."""
    if not waits.started:
        return {}
    first = _instant(min(waits.started)).astimezone(period.zone).date()
    monday = first - timedelta(days=first.weekday())
    days = [midnight(monday + timedelta(days=day), period.zone) for day in range((period.last - monday).days + 1)]
    weekdays = [(place - 1) % _DAYS for place in _between(waits.started, days)]
    seconds, in_opening_hours = _by_place(weekdays, waits.seconds), _by_place(weekdays, waits.open_seconds)
    return {
        day: OfDay(len(seconds[day]), float(median(seconds[day])), float(median(in_opening_hours[day])))
        for day in range(_DAYS)
        if day in seconds
    }


def _between(instants: Iterable[int], begins: Sequence[datetime]) -> Iterator[int]:
    """Which of these, counted from 1, is the last at or before each instant; 0: it lies before all."""
    return map(partial(bisect_right, [(begin - EPOCH) // _MICROSECOND for begin in begins]), instants)


def _by_place(places: Iterable[int], numbers: Iterable[int]) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for place, number in zip(places, numbers, strict=True):
        found[place].append(number)
    return found


def _instant(microseconds: int) -> datetime:
    return EPOCH.astimezone(UTC) + timedelta(microseconds=microseconds)
