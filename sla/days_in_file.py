"""The whole days of a calendar file (iCalendar), with their names. Pure: bytes in, days out."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

LONGEST_NAME = 80
LONGEST_DAYS = 366  # of one event
# What repeats is written out from the year before this one on.
YEARS_AHEAD = 5
_REPEATS = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_PARTS = ("FREQ", "INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO", "WKST",
          "BYEASTER")  # fmt: skip
# With these Outlook says that a day is whole whose hours it writes in UTC.
_ALL_DAY = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT")
# Some programs end lines with a carriage return alone.
_LINE_END = re.compile(rb"\r\n?")
# Lines are folded by octets, also in the middle of a character.
_FOLD = re.compile(rb"\n[ \t]")
# After 400 years the same days stand on the same weekdays again. So a rule may be worked out near the end of all years,
# where one that never comes true (the 30th of February) is found to in a moment; not Easter, which has another cycle.
_CYCLE, _CYCLES = 400, 19


class NoCalendarFile(ValueError):
    """It is something else."""


def days_in_file(content: bytes, *, today: date, zone: tzinfo = UTC) -> dict[str, str]:
    """ISO dates with names; those of events that cannot be read, were cancelled or have hours are left out.

    `zone`: where the days are days, for programs that write whole ones by their hours in UTC. Raises NoCalendarFile.
    """
    from icalendar import Calendar  # for whoever brings a file

    try:
        calendars = Calendar.from_ical(_text(content), multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, KeyError, AttributeError, TypeError, IndexError):
        raise NoCalendarFile from None
    if not calendars:
        raise NoCalendarFile
    told_apart = _told_apart(events, zone)
    found: dict[str, str] = {}
    for event in events:
        try:
            found |= dict(_days_of(event, today, zone, told_apart))
        except (ValueError, KeyError, AttributeError, TypeError, OverflowError):
            continue  # one that says no day says nothing about the others
    return found


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16").encode()
    content = _FOLD.sub(b"", _LINE_END.sub(b"\n", content.removeprefix(b"\xef\xbb\xbf")))
    try:
        return content.decode()
    except UnicodeDecodeError:  # of a program that is older than the standard
        return content.decode("cp1252", "replace")


def _told_apart(events: list[Any], zone: tzinfo) -> Mapping[str, Set[date]]:
    """By the name of what repeats: those of its days that have an event of their own, moved or cancelled."""
    found: defaultdict[str, set[date]] = defaultdict(set)
    for event in events:
        moment = getattr(event.get("RECURRENCE-ID"), "dt", None)
        if moment is not None:
            found[str(event.get("UID", ""))].add(_day(moment, zone))
    return found


def _days_of(event: Any, today: date, zone: tzinfo, told_apart: Mapping[str, Set[date]]) -> Iterator[tuple[str, str]]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start, length = _whole_days(event, zone)
    name = " ".join(str(event.get("SUMMARY", "")).split())[:LONGEST_NAME]
    is_one_of_many = "RECURRENCE-ID" in event
    elsewhere = frozenset() if is_one_of_many else told_apart.get(str(event.get("UID", "")), frozenset())
    for first in _beginnings(event, start, today, zone, elsewhere):
        for number in range(min(length, LONGEST_DAYS)):
            yield (first + timedelta(days=number)).isoformat(), name


def _whole_days(event: Any, zone: tzinfo) -> tuple[date, int]:
    """The first day and how many; none for what begins or ends within a day."""
    start = event["DTSTART"].dt
    length = event["DURATION"].dt if "DURATION" in event else timedelta(days=1)
    end = event["DTEND"].dt if "DTEND" in event else start + length
    if not isinstance(start, datetime):
        return start, (end - start).days
    # Some programs write whole days from midnight to midnight of wherever one is.
    is_said = any(str(event.get(name, "")).upper() == "TRUE" for name in _ALL_DAY)
    is_whole = "DTEND" in event and (is_said or _local(start, zone).time() == _local(end, zone).time() == time())
    first = _day(start, zone)
    return first, (_day(end, zone) - first).days if is_whole else 0


def _beginnings(event: Any, start: date, today: date, zone: tzinfo, elsewhere: Set[date]) -> Iterator[date]:
    """The day itself, or each on which it comes again within the years looked at."""
    left_out = elsewhere | {_day(one.dt, zone) for listed in _listed(event.get("EXDATE")) for one in listed.dts}
    besides = [_day(one.dt, zone) for listed in _listed(event.get("RDATE")) for one in listed.dts]
    rule = _repeating(event, zone)
    for day in (*(_by_rule(rule, start, today) if rule else [start]), *besides):
        if day not in left_out:
            yield day


def _by_rule(rule: str, start: date, today: date) -> Iterator[date]:
    from dateutil.rrule import rrulestr

    first, last = date(today.year - 1, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)
    cycles = _cycles(rule)
    for moment in rrulestr(rule, dtstart=datetime.combine(_moved(start, cycles), time())):
        day = _moved(moment.date(), -cycles)
        if day > last:
            return
        if day >= first:
            yield day


def _cycles(rule: str) -> int:
    return 0 if "BYEASTER" in rule else _CYCLES


def _moved(day: date, cycles: int) -> date:
    return day.replace(year=day.year + cycles * _CYCLE)


def _repeating(event: Any, zone: tzinfo) -> str:
    """Its rule as far as it is one of days: nothing in it makes more than one a day, nor goes on for ever without any."""
    if "RRULE" not in event or isinstance(event["RRULE"], list):
        return ""
    given = dict(part.split("=", 1) for part in event["RRULE"].to_ical().decode().upper().split(";") if "=" in part)
    is_other_calendar = given.get("RSCALE", "GREGORIAN") != "GREGORIAN"
    if given.get("FREQ") not in _REPEATS or given.get("INTERVAL", "1").strip("0") == "" or is_other_calendar:
        return ""
    parts = [f"{name}={given[name]}" for name in _PARTS if name in given]
    rule = ";".join(parts)
    if until := given.get("UNTIL"):
        last = _day(event["RRULE"]["UNTIL"][0], zone) if _is_utc(event["DTSTART"].dt) else date.fromisoformat(until[:8])
        year = min(last.year + _cycles(rule) * _CYCLE, MAXYEAR)
        rule += f";UNTIL={year:04}{last:%m%d}"
    return rule


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _day(moment: date, zone: tzinfo) -> date:
    """The one that a moment in UTC stands for begins at the midnight next to it, perhaps that of another zone."""
    if not isinstance(moment, datetime):
        return moment
    return (_local(moment, zone) + timedelta(hours=12)).date() if _is_utc(moment) else moment.date()


def _local(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None) if _is_utc(moment) else moment


def _is_utc(moment: date) -> bool:
    return isinstance(moment, datetime) and str(moment.tzinfo or "") == "UTC"
