"""When a clock's time is used up, by the hours that count."""

from datetime import datetime, timedelta

from sla.calendar import NoOpenHours, Schedule
from sla.counted import Counted
from sla.terms import Terms


def used(clock: Counted, schedule: Schedule | None) -> timedelta:
    """What the finished stretches took of the time."""
    return sum((_length(start, end, schedule) for start, end in clock.runs), timedelta(0))


def due_after(clock: Counted, seconds: int, schedule: Schedule | None) -> datetime | None:
    """When so much is used up, if it goes on running; None when the calendar never opens again."""
    if clock.since is None:
        return None
    left = max(timedelta(seconds=seconds) - used(clock, schedule), timedelta(0))
    if schedule is None:
        return clock.since + left
    try:
        return schedule.add_open_time(clock.since, left)
    except NoOpenHours:
        return None


def warning_after(clock: Counted, terms: Terms, schedule: Schedule | None) -> datetime | None:
    """When the next warning that was not given comes."""
    if clock.warned >= len(terms.warn) or clock.seconds is None or clock.due is None:
        return None
    part = clock.seconds * terms.warn[clock.warned].percent // 100
    return due_after(clock, part, schedule)


def warnings_given(number: int, before: Terms, now: Terms) -> int:
    """How many of the warnings that are promised now count as given, after so many of those before.

    What was told at some percent is not told again at it or below, and what comes later still is told.
    """
    given = before.warn[:number]
    return sum(warning.percent <= given[-1].percent for warning in now.warn) if given else 0


def _length(start: datetime, end: datetime, schedule: Schedule | None) -> timedelta:
    return end - start if schedule is None else schedule.open_time_between(start, end)
