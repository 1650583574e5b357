"""When the time of a time-based rule has come: by the clock, or by the opening hours of a calendar."""

from datetime import datetime, timedelta

from routing.kinds import When
from sla.book import BOOK
from sla.calendar import Schedule
from sla.models import Calendar

# Opening hours of a year may be few; what lies further back than this came due long ago.
FURTHEST = timedelta(days=3 * 366)


def latest_moment(when: When, now: datetime) -> datetime | None:
    """The last moment from which so much time has gone by until `now`; None when there is none, or no such calendar."""
    if when.calendar is None:
        return now - (when.after or timedelta(0))
    schedule = _schedule(when.calendar)
    return _latest(schedule, _seconds(when, schedule), now) if schedule else None


def _seconds(when: When, schedule: Schedule) -> int:
    if when.working_days is not None:
        return when.working_days * schedule.working_day
    return int((when.after or timedelta(0)).total_seconds())


def _schedule(calendar: int) -> Schedule | None:
    version = Calendar.objects.filter(pk=calendar, archived_at=None).values_list("current", flat=True).first()
    return BOOK.schedule(version) if version else None


def _latest(schedule: Schedule, seconds: int, now: datetime) -> datetime | None:
    """By halving, to the second: the further back a moment, the more time was open since."""
    early, late = now - FURTHEST, now
    if schedule.business_seconds_between(early, now) < seconds or not seconds:
        return None
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if schedule.business_seconds_between(middle, now) >= seconds:
            early = middle
        else:
            late = middle
    return early
