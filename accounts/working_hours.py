"""When somebody of ours works: intervals for each weekday, by the clock of their own zone.

Written as seven texts such as "09:00-12:00, 13:00-17:00", Monday first. No text at all means no hours of their own: always.
"""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

WEEKDAYS = 7
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_INTERVAL = re.compile(rf"{_TIME}\s*[-–—]\s*{_TIME}")
_MIDNIGHT = 24 * 60
# [start, end) in minutes of the local day.
Interval = tuple[int, int]


def normal_hours(week: Sequence[str]) -> list[str]:
    """The week as it is stored; empty when no day has hours. Raises ValueError with a sentence."""
    if len(week) not in (0, WEEKDAYS):
        raise ValueError(_("Name the hours of seven days, from Monday to Sunday; leave a day off empty."))
    days = [written(intervals_of(day)) for day in week]
    return days if any(days) else []


def intervals_of(day: str) -> list[Interval]:
    """What a day's text says, in order. Raises ValueError with a sentence."""
    found = sorted(_interval(part.strip()) for part in re.split(r"[,;]", day) if part.strip())
    for (_start, end), (start, _end) in zip(found, found[1:], strict=False):
        if start < end:
            raise ValueError(_("These hours overlap: %(hours)s. Write each time once.") % {"hours": day.strip()})
    return found


def written(intervals: Sequence[Interval]) -> str:
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in intervals)


def is_working(week: Sequence[str], zone: tzinfo, moment: datetime) -> bool:
    """Whether the aware `moment` lies in the hours; always where there are none."""
    if not week:
        return True
    local = moment.astimezone(zone)
    minute = local.hour * 60 + local.minute
    return any(start <= minute < end for start, end in intervals_of(week[local.weekday()]))


def next_start(week: Sequence[str], zone: tzinfo, moment: datetime) -> datetime | None:
    """When work begins next, `moment` itself while it goes on; None where no day has hours."""
    if is_working(week, zone, moment):
        return moment
    local = moment.astimezone(zone)
    for days in range(WEEKDAYS + 1):
        day = local.date() + timedelta(days=days)
        for start, _end in intervals_of(week[day.weekday()]):
            begin = datetime.combine(day, time(start // 60, start % 60), zone)
            if begin > moment:
                return begin
    return None


def _interval(text: str) -> Interval:
    match = _INTERVAL.fullmatch(text)
    if match is None:
        raise ValueError(_("“%(text)s” are no hours. Write them like 09:00-17:00.") % {"text": text[:30]})
    start, end = _minute(match[1], match[2], text), _minute(match[3], match[4], text)
    if end <= start:
        raise ValueError(
            _("“%(text)s” ends before it begins. Write a night as two: until 24:00, and from 00:00 on the next day.")
            % {"text": text}
        )
    return start, end


def _minute(hour: str, minute: str | None, text: str) -> int:
    minutes = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or minutes > _MIDNIGHT:
        raise ValueError(_("“%(text)s” is no time of a day. Write hours like 09:00-17:00.") % {"text": text})
    return minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
