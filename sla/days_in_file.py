"""The whole days of a calendar file (iCalendar), with their names. Pure: bytes in, days out."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

LONGEST_NAME = 80
LONGEST_DAYS = 366  # of one event
# What repeats is written out from the year before this one on.
YEARS_AHEAD = 5
_REPEATS = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_PARTS = ("FREQ", "INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO", "WKST")


class NoCalendarFile(ValueError):
    """It is something else."""


def days_in_file(content: bytes, *, today: date) -> dict[str, str]:
    """ISO dates with names; those of events that cannot be read, were cancelled or have hours are left out.

    Raises NoCalendarFile.
    """
    from icalendar import Calendar  # for whoever brings a file

    try:
        events = Calendar.from_ical(content.removeprefix(b"\xef\xbb\xbf")).walk("VEVENT")
    except (ValueError, KeyError, AttributeError, TypeError, IndexError):
        raise NoCalendarFile from None
    found: dict[str, str] = {}
    for event in events:
        try:
            found |= dict(_days_of(event, today))
        except (ValueError, KeyError, AttributeError, TypeError, OverflowError):
            continue  # one that says no day says nothing about the others
    return found


def _days_of(event: Any, today: date) -> Iterator[tuple[str, str]]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start, length = _whole_days(event)
    name = " ".join(str(event.get("SUMMARY", "")).split())[:LONGEST_NAME]
    for first in _beginnings(event, start, today):
        for number in range(min(length, LONGEST_DAYS)):
            yield (first + timedelta(days=number)).isoformat(), name


def _whole_days(event: Any) -> tuple[date, int]:
    """The first day and how many; none for what begins or ends within a day."""
    start = event["DTSTART"].dt
    length = event["DURATION"].dt if "DURATION" in event else timedelta(days=1)
    end = event["DTEND"].dt if "DTEND" in event else start + length
    if isinstance(start, datetime):
        # Some programs write whole days from midnight to midnight of wherever one is.
        is_whole = start.time() == end.time() == time() and str(start.tzinfo or "") != "UTC" and "DTEND" in event
        first = start.date()
        return first, (end.date() - first).days if is_whole else 0
    return start, (end - start).days


def _beginnings(event: Any, start: date, today: date) -> Iterator[date]:
    """The day itself, or each on which it comes again within the years looked at."""
    rule = _repeating(event)
    if not rule:
        yield start
        return
    from dateutil.rrule import rrulestr

    left_out = {_day(one.dt) for listed in _listed(event.get("EXDATE")) for one in listed.dts}
    first, last = date(today.year - 1, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)
    for moment in rrulestr(rule, dtstart=datetime.combine(start, time())):
        day = moment.date()
        if day > last:
            return
        if day >= first and day not in left_out:
            yield day


def _repeating(event: Any) -> str:
    """Its rule as far as it is one of days: nothing in it makes more than one a day, nor goes on for ever without any."""
    if "RRULE" not in event:
        return ""
    given = dict(part.split("=", 1) for part in event["RRULE"].to_ical().decode().upper().split(";") if "=" in part)
    if given.get("FREQ") not in _REPEATS or given.get("INTERVAL", "1").strip("0") == "":
        return ""
    parts = [f"{name}={given[name]}" for name in _PARTS if name in given]
    if "UNTIL" in given:
        parts.append(f"UNTIL={given['UNTIL'][:8]}")
    return ";".join(parts)


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
