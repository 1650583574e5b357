"""Who works when in a week, by the clock of whoever looks. Pure: hours and zones in, half hours of the week out."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from accounts.working_hours import WEEKDAYS, intervals_of
from sla.calendar import Schedule

HALF_HOUR = timedelta(minutes=30)
SLOTS_OF_A_DAY = 48
SLOTS = WEEKDAYS * SLOTS_OF_A_DAY

Slots = frozenset[int]


@lru_cache(maxsize=4)
def middles(monday: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The middle of each half hour of the week, Monday first: who is there then is counted as there."""
    first = datetime.combine(monday, time(0, 15))
    return tuple((first + HALF_HOUR * slot).replace(tzinfo=zone) for slot in range(SLOTS))


@lru_cache(maxsize=2000)
def slots_of_hours(week: tuple[str, ...], of: ZoneInfo, monday: date, zone: ZoneInfo) -> Slots:
    """Those of somebody's own hours, which are written by the clock of their own zone."""
    days = [intervals_of(day) for day in week]
    found = set()
    for slot, moment in enumerate(middles(monday, zone)):
        local = moment.astimezone(of)
        minute = local.hour * 60 + local.minute
        if any(start <= minute < end for start, end in days[local.weekday()]):
            found.add(slot)
    return frozenset(found)


def slots_of_calendar(hours: dict[str, object], monday: date, zone: ZoneInfo) -> Slots:
    """Those of a calendar in an ordinary week: a holiday in this one says nothing of the others."""
    schedule = Schedule.parse({"time_zone": hours["time_zone"], "weekly": hours.get("weekly", {})})
    return frozenset(slot for slot, moment in enumerate(middles(monday, zone)) if schedule.is_open(moment))
