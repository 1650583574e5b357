"""When a clock's time is used up, by the hours that count."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sla.calendar import NoOpenHours, Schedule
from sla.counted import Counted
from sla.terms import Terms


class Missed(NamedTuple):
    """What time brought and nobody has told yet: the n-th warning from 0 on, or (None) the breach."""

    moment: datetime
    clock: Counted
    warning: int | None = None


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
    return _warning_moment(clock, clock.warned, terms, schedule)


def missed_of(clock: Counted, terms: Terms, schedule: Schedule | None) -> list[Missed]:
    """All that is still to be told of a clock that is overdue, in its order."""
    warnings = range(clock.warned, len(terms.warn))
    moments = ((_warning_moment(clock, warning, terms, schedule), warning) for warning in warnings)
    missed = [Missed(moment, clock, warning) for moment, warning in moments if moment is not None]
    return [*missed, Missed(clock.due, clock)] if clock.due is not None else []


def warnings_given(number: int, before: Terms, now: Terms) -> int:
    """How many of the warnings that are promised now count as given, after so many of those before.

    What was told at some percent is not told again at it or below, and what comes later still is told.
    """
    given = before.warn[:number]
    return sum(warning.percent <= given[-1].percent for warning in now.warn) if given else 0


def _warning_moment(clock: Counted, warning: int, terms: Terms, schedule: Schedule | None) -> datetime | None:
    if warning >= len(terms.warn) or clock.seconds is None or clock.due is None:
        return None
    return due_after(clock, clock.seconds * terms.warn[warning].percent // 100, schedule)


def _length(start: datetime, end: datetime, schedule: Schedule | None) -> timedelta:
    return end - start if schedule is None else schedule.open_time_between(start, end)
