"""Working hours as a form: seven days, each on or off, with as many intervals as are wanted.

Fields of day N: `hours_N_on`, `hours_N_from` and `hours_N_to` (once for each interval). Adding, removing and copying are done
here and not in the browser, so that they need no script: the page comes back with everything that was typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.working_hours import WEEKDAYS, intervals_of, written

USUAL = ("09:00", "17:00")
MOST_INTERVALS = 6
_WORKDAYS = range(5)
_MIDNIGHT = "00:00"
_WANTED = re.compile(r"(add|copy|remove)-([0-6])(?:-(\d))?")


@dataclass(slots=True)
class Day:
    number: int
    name: str | Promise
    is_on: bool
    # From and until, as they were typed; an end of 00:00 is midnight.
    intervals: list[tuple[str, str]]
    error: str = field(default="")

    @property
    def may_grow(self) -> bool:
        return len(self.intervals) < MOST_INTERVALS


class WeekForm:
    """What is stored, or, where the form names hours, what was typed."""

    def __init__(self, stored: Sequence[str], data: QueryDict | None = None) -> None:
        self.is_named = data is not None and any(name.startswith("hours_") for name in data)
        if data is not None and self.is_named:
            self.days = [_typed(number, data) for number in range(WEEKDAYS)]
        else:
            self.days = [_kept(number, text) for number, text in enumerate(stored or [""] * WEEKDAYS)]

    def change(self, wanted: str) -> None:
        """ "add-0" gives Monday another interval, "remove-0-1" takes its second away, "copy-0" copies it to the workdays."""
        match = _WANTED.fullmatch(wanted)
        if match is None:
            return
        day = self.days[int(match[2])]
        if match[1] == "add" and day.may_grow:
            day.is_on, day.intervals = True, [*day.intervals, ("", "")]
        elif match[1] == "remove":
            place = int(match[3] or 0)
            day.intervals = [one for at, one in enumerate(day.intervals) if at != place] or [USUAL]
        elif match[1] == "copy":
            for other in _WORKDAYS:
                self.days[other].is_on, self.days[other].intervals = day.is_on, list(day.intervals)

    def hours(self) -> list[str] | None:
        """The week as it is stored (accounts/working_hours.py); None when a day has an error, which it then says."""
        texts = [_text_of(day) for day in self.days]
        if any(day.error for day in self.days):
            return None
        return texts if any(texts) else []


def _typed(number: int, data: QueryDict) -> Day:
    starts, ends = data.getlist(f"hours_{number}_from"), data.getlist(f"hours_{number}_to")
    intervals = [(start.strip()[:5], end.strip()[:5]) for start, end in zip(starts, ends, strict=False)][
        :MOST_INTERVALS
    ]
    return Day(number, WEEKDAY_NAMES[number], bool(data.get(f"hours_{number}_on")), intervals or [USUAL])


def _kept(number: int, text: str) -> Day:
    intervals = [tuple(part.split("-")) for part in written(intervals_of(text)).split(", ") if part]
    shown = [(start, _MIDNIGHT if end == "24:00" else end) for start, end in intervals]
    return Day(number, WEEKDAY_NAMES[number], bool(shown), shown or [USUAL])


def _text_of(day: Day) -> str:
    """The day as it is stored; what is wrong is said on it."""
    if not day.is_on:
        return ""
    given = [one for one in day.intervals if any(one)]
    try:
        if not given or not all(all(one) for one in given):
            raise ValueError(_("Say from when until when, or switch the day off."))
        return written(
            intervals_of(", ".join(f"{start}-{'24:00' if end == _MIDNIGHT else end}" for start, end in given))
        )
    except ValueError as problem:
        day.error = str(problem)
        return ""
