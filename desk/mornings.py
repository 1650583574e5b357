"""When a person's day begins: what "tomorrow", "next Monday" and "in three hours" mean to them in every menu."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from accounts.working_hours import intervals_of

USUAL = time(9)
_MONDAY = 0


def tomorrow(here: datetime, week: Sequence[str]) -> datetime:
    return _morning(here, 1, week)


def next_monday(here: datetime, week: Sequence[str]) -> datetime:
    return _morning(here, (_MONDAY - here.weekday() - 1) % 7 + 1, week)


def in_hours(here: datetime, hours: int) -> datetime:
    """So many hours from now, also in the night in which the clocks are changed: adding to a local time moves its hands only."""
    return (here.astimezone(UTC) + timedelta(hours=hours)).astimezone(here.tzinfo)


def _morning(here: datetime, days: int, week: Sequence[str]) -> datetime:
    """When the hours of that day begin, else at nine; by that day's clock, whether or not the clocks are changed before."""
    day = here.date() + timedelta(days=days)
    hours = intervals_of(week[day.weekday()]) if week else []
    begins = time(*divmod(hours[0][0], 60)) if hours else USUAL
    return datetime.combine(day, begins, here.tzinfo)
