"""What the plain data of a calendar say, or a sentence for what they cannot mean.

Pure, as `sla.calendar` is, which reckons with what is read here.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sla.plain_words import gettext as _
from sla.public_holidays import is_region

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = ("time_zone", "weekly", "holidays", "holiday_region")
DAY = 24 * 3600  # in seconds

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REGION = re.compile(r"[A-Z]{2,3}(-.+)?")

Span = tuple[int, int]
Weekly = tuple[tuple[Span, ...], ...]


class Hours(NamedTuple):
    """A calendar's data, read."""

    time_zone: ZoneInfo
    # For each day from Monday: [start, end) in seconds of the local day; an end beyond 24 h runs into the next day.
    weekly: Weekly
    holidays: frozenset[date]
    holiday_region: str


def hours_in(data: Mapping[str, Any]) -> Hours:
    """Raises ValueError with a sentence that says what is wrong and where."""
    if not isinstance(data, Mapping):
        raise ValueError(_("A calendar is an object with a time zone and weekly hours."))
    for key in data:
        if key not in KEYS:
            raise ValueError(_("A calendar has no “%(key)s”, only %(keys)s.") % {"key": key, "keys": ", ".join(KEYS)})
    return Hours(
        time_zone=_zone(data.get("time_zone")),
        weekly=_week(data.get("weekly")),
        holidays=frozenset(_date(one) for one in _listed(data.get("holidays"), "holidays")),
        holiday_region=_region(data.get("holiday_region")),
    )


def plain_hours(data: Mapping[str, Any]) -> dict[str, Any]:
    """Such data as they are kept: days as texts, and nothing where a key has no value. What `hours_in` takes is expected."""
    kept = {key: value for key, value in data.items() if value is not None}
    kept["weekly"] = {day: given for day, given in kept.get("weekly", {}).items() if given is not None}
    if "holidays" in kept:
        kept["holidays"] = [_date(one).isoformat() for one in kept["holidays"]]
    return kept


def _zone(name: object) -> ZoneInfo:
    if not isinstance(name, str) or not name:
        raise ValueError(_("Say in which time zone the hours are, such as “Europe/Berlin”."))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            _("There is no time zone “%(name)s”. Names are such as “Europe/Berlin”.") % {"name": name}
        ) from None


def _week(weekly: object) -> Weekly:
    if weekly is None:  # as YAML reads a key without a value
        weekly = {}
    if not isinstance(weekly, Mapping):
        raise ValueError(_("Weekly hours are lists of intervals for the days mon, tue, … sun."))
    for day in weekly:
        if day not in DAYS:
            raise ValueError(
                _("There is no day “%(day)s”. The days are %(days)s.") % {"day": day, "days": ", ".join(DAYS)}
            )
    return tuple(tuple(_interval(day, given) for given in _listed(weekly.get(day), day)) for day in DAYS)


def _listed(given: object, where: str) -> Sequence[object]:
    """Nothing at all is an empty list, as YAML reads a key without a value."""
    if given is None:
        return ()
    if isinstance(given, str | bytes) or not isinstance(given, Sequence):
        raise ValueError(_("“%(where)s” is a list.") % {"where": where})
    return given


def _interval(day: str, given: object) -> Span:
    if isinstance(given, str | bytes) or not isinstance(given, Sequence) or len(given) != 2:
        raise ValueError(
            _("An interval has a start and an end, such as “09:00” and “17:30”; on %(day)s there is another.")
            % {"day": day}
        )
    start, end = (_time(day, time) for time in given)
    if start == end:
        raise ValueError(
            _("On %(day)s, an interval starts and ends at %(time)s. For a whole day, write 00:00 to 24:00.")
            % {"day": day, "time": given[0]}
        )
    if (start, end) == (DAY, 0):
        raise ValueError(
            _("On %(day)s, an interval starts at 24:00 and ends at 00:00, which is the same moment.") % {"day": day}
        )
    # One that starts at 24:00 ends before it starts, as one at 23:59 does: its hours are those after midnight.
    return (start, end) if start < end else (start, end + DAY)


def _time(day: str, given: object) -> int:
    match = _TIME.fullmatch(given) if isinstance(given, str) else None
    if match is None:
        # YAML reads 17:00 without quotation marks as the number 1020, which nobody wrote.
        sentence = _("“%(given)s” on %(day)s is no time. Times are from 00:00 to 24:00.")
        if isinstance(given, int):
            sentence = _("“%(given)s” on %(day)s is no time. Times are from 00:00 to 24:00, in quotation marks.")
        raise ValueError(sentence % {"given": given, "day": day})
    return int(match[1]) * 3600 + int(match[2]) * 60 if match[1] else DAY


def _date(given: object) -> date:
    if isinstance(given, date) and not isinstance(given, datetime):  # as YAML reads it
        return given
    try:
        if not isinstance(given, str) or _DATE.fullmatch(given) is None:
            raise ValueError
        return date.fromisoformat(given)
    except ValueError:
        raise ValueError(_("“%(given)s” is no date. Dates are such as “2026-12-25”.") % {"given": given}) from None


def _region(given: object) -> str:
    if given is None or given == "":
        return ""
    # The library would also take the names of its own modules for countries.
    if not isinstance(given, str) or _REGION.fullmatch(given) is None or not is_region(given):
        raise ValueError(
            _("There are no holidays known of “%(region)s”. Regions are such as “DE” or “DE-BY”.") % {"region": given}
        )
    return given
