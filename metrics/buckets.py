"""Rows by the days, weeks, weekdays and hours of a zone, without asking PostgreSQL for the local time of each.

To tell a row's local time takes longer than to read the row. When days begin is known before: PostgreSQL finds between which two
of these instants a row lies. Of hours it counts those of the world, and each is told in the zone's time once.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateTimeField, DurationField, F, Func, IntegerField, QuerySet, Value

from metrics.period import Period, midnight
from metrics.weeks import week_start

_WEEK = 7
_HOUR, _QUARTER = timedelta(hours=1), timedelta(minutes=15)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class _Between(Func):
    """Which of these instants, counted from 1, is the last at or before the column; 0: it lies before all."""

    function = "width_bucket"
    output_field = IntegerField()

    def __init__(self, column: str, instants: Iterable[datetime]) -> None:
        super().__init__(F(column), Value([*instants], output_field=ArrayField(DateTimeField())))


class _Bin(Func):
    """The beginning of the hour, or of the quarter of one."""

    function = "date_bin"
    output_field = DateTimeField()

    def __init__(self, width: timedelta, column: str) -> None:
        super().__init__(Value(width, output_field=DurationField()), F(column), Value(EPOCH))


def is_by_day(period: Period) -> bool:
    return period.days <= period.most_days


def steps_of(period: Period) -> list[date]:
    """The days of the period, or the first days of its weeks, of which the first may begin before it."""
    if is_by_day(period):
        return _days(period.first, period.last)
    first = week_start(period.first, period.first_weekday)
    return [first + timedelta(days=_WEEK * week) for week in range((period.last - first).days // _WEEK + 1)]


def by_step(found: "QuerySet[Any]", when: str, steps: Sequence[date], zone: ZoneInfo) -> "QuerySet[Any]":
    """To be annotated: which of these days, counted from 1, was the last to begin."""
    between = _Between(when, (midnight(step, zone) for step in steps))
    return found.order_by().annotate(step=between).values_list("step")


def by_hour(found: "QuerySet[Any]", when: str, period: Period) -> Counter[tuple[int, int]]:
    """How many of each weekday, from Monday, which is 0, and hour of the zone; of instants in the period."""
    binned = found.order_by().annotate(bin=_Bin(hour_width(period), when)).values_list("bin").annotate(n=Count("*"))
    return in_local_hours(binned, period)


def in_local_hours(binned: Iterable[tuple[datetime, int]], period: Period) -> Counter[tuple[int, int]]:
    """The same of how many there were from each of these instants on, `hour_width` apart."""
    counted: Counter[tuple[int, int]] = Counter()
    for start, n in binned:
        local = start.astimezone(period.zone)
        counted[local.weekday(), local.hour] += n
    return counted


def hour_width(period: Period) -> timedelta:
    """What begins when an hour of the zone does: some are a half or a quarter of one away from the world's, or move by it."""
    zone = period.zone
    offsets = {midnight(day, zone).astimezone(zone).utcoffset() for day in _days(period.first, period.last)}
    offsets.add(period.end.astimezone(zone).utcoffset())
    return _HOUR if all(offset is not None and not offset % _HOUR for offset in offsets) else _QUARTER


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=day) for day in range((last - first).days + 1)]
