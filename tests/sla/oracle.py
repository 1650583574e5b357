"""Business time told by brute force: every second of a span is asked whether it is open. Nothing of ours is used.

The definition is that of design.md section 11, written down as naively as it reads.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _seconds(clock_face: str) -> int:
    hours, minutes = clock_face.split(":")
    return int(hours) * 3600 + int(minutes) * 60


class Oracle:
    def __init__(self, data: Mapping[str, Any], *, more_holidays: frozenset[date] = frozenset()) -> None:
        self.zone = ZoneInfo(data["time_zone"])
        self.weekly = data.get("weekly", {})
        self.holidays = {date.fromisoformat(day) for day in data.get("holidays", ())} | more_holidays

    def is_open(self, instant: datetime) -> bool:
        local = instant.astimezone(self.zone)
        if local.date() in self.holidays:
            return False
        second = local.hour * 3600 + local.minute * 60 + local.second
        for start, end in self.weekly.get(NAMES[local.weekday()], ()):
            start, end = _seconds(start), _seconds(end)
            if start <= second and (second < end or end < start):
                return True
        for start, end in self.weekly.get(NAMES[(local.weekday() - 1) % 7], ()):
            if _seconds(end) < _seconds(start) and second < _seconds(end):
                return True
        return False

    def seconds_between(self, start: datetime, end: datetime, step: int = 1) -> int:
        """`start` and `end` on whole seconds; a step above one only where everything happens on its multiples."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        count, instant = 0, start
        while instant < end:
            count += step if self.is_open(instant) else 0
            instant += timedelta(seconds=step)
        return count

    def add(self, start: datetime, seconds: int, step: int = 1) -> datetime:
        instant = start.astimezone(UTC)
        while seconds > 0:
            seconds -= step if self.is_open(instant) else 0
            instant += timedelta(seconds=step)
        return instant
