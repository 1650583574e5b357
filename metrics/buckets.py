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
from django.db.models import Case, Count, DateTimeField, DurationField, F, Func, IntegerField, QuerySet, Value, When
from django.db.models.functions import ExtractIsoWeekDay, Mod

from metrics.period import Period, midnight
from metrics.weeks import week_start

_WEEK = 7
# Whatever began earlier than so long before the period is rare.
_WEEKS_BEFORE = 4
_HOUR, _QUARTER = timedelta(hours=1), timedelta(minutes=15)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


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
        super().__init__(Value(width, output_field=DurationField()), F(column), Value(_EPOCH))


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


def by_weekday(found: "QuerySet[Any]", when: str, period: Period) -> "QuerySet[Any]":
    """To be annotated: the weekday, from Monday, which is 0, of what mostly lies in the period or not long before."""
    monday = period.first - timedelta(days=period.first.weekday() + _WEEK * _WEEKS_BEFORE)
    days = [midnight(day, period.zone) for day in _days(monday, period.last)]
    earlier = When(**{f"{when}__lt": days[0]}, then=ExtractIsoWeekDay(when, tzinfo=period.zone) - 1)
    weekday = Case(earlier, default=Mod(_Between(when, days) - 1, _WEEK), output_field=IntegerField())
    return found.order_by().annotate(weekday=weekday).values_list("weekday")


def by_hour(found: "QuerySet[Any]", when: str, period: Period) -> Counter[tuple[int, int]]:
    """How many of each weekday, from Monday, which is 0, and hour of the zone; of instants in the period."""
    counted: Counter[tuple[int, int]] = Counter()
    binned = found.order_by().annotate(bin=_Bin(_width(period), when)).values_list("bin").annotate(n=Count("*"))
    for start, n in binned:
        local = start.astimezone(period.zone)
        counted[local.weekday(), local.hour] += n
    return counted


def _width(period: Period) -> timedelta:
    """What begins when an hour of the zone does: some are a half or a quarter of one away from the world's, or move by it."""
    zone = period.zone
    offsets = {midnight(day, zone).astimezone(zone).utcoffset() for day in _days(period.first, period.last)}
    offsets.add(period.end.astimezone(zone).utcoffset())
    return _HOUR if all(offset is not None and not offset % _HOUR for offset in offsets) else _QUARTER


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=day) for day in range((last - first).days + 1)]
