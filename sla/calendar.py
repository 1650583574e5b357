"""Business time: when a team is open, how long it was open between two instants, and when so much open time has passed.

Pure: a `Schedule` is built from plain data and knows no database. An instant is open when its local wall-clock time lies in
an interval of its local weekday (or in the tail of the day before, of one over midnight) and its local date is no holiday.
A repeated hour counts twice and a skipped one not at all, because instants are what is asked about, not clock faces.

Within, instants are whole numbers since 0001-01-01 UTC (seconds for bounds, microseconds for what callers ask), and open time
is kept year by year (UTC) with running sums, so that a span of years costs no more than a look at each. In the far past and
future, where no zone changes its rules and no holiday is known, there are only 14 years (by their first weekday and length),
each worked out once: thousands of them are no more than thousands of looks.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sla.calendar_data import DAY, Span, Weekly, hours_in
from sla.plain_words import gettext as _
from sla.public_holidays import public_holidays, years_known

YEARS_WITHOUT_HOURS = 5

_SECOND = 1_000_000  # in the microseconds that instants are counted in
_FIRST = datetime(1, 1, 1, tzinfo=UTC)
# No zone changed its clocks twice within 48 hours, ever (the closest are four days apart), so that looking at every second
# day finds each change.
_STEP = 2 * DAY
# The first change of any zone's clocks is of 1834, and the last that is listed rather than ruled, of 2087.
_BEFORE_CLOCKS_CHANGED, _BY_RULE = 1800, 2100
_LAST_YEAR = 9999


class NoOpenHours(Exception):
    """The calendar is never open within five years, so that nothing can ever be due."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence
            or _("The calendar has no open hours within %(years)s years. Give it opening hours first.")
            % {"years": YEARS_WITHOUT_HOURS}
        )


class BeyondTime(NoOpenHours, ValueError):
    """So much open time is not over before the year 10,000, after which a datetime cannot say when.

    To who asks for a deadline it is the same as no open hours: there is none.
    """

    def __init__(self) -> None:
        super().__init__(_("So much open time is not over before the year 10,000, the last that can be reckoned with."))


@dataclass(frozen=True, slots=True)
class Opened:
    """The open spans of a year in order, none touching the next, and how many seconds of them lie before each.

    The bounds are seconds of the year, so that years that are alike share theirs.
    """

    begins: int  # the year, in seconds
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sums: tuple[int, ...]  # open seconds up to the end of each span

    @property
    def seconds(self) -> int:
        return self.sums[-1] if self.sums else 0

    def until(self, instant: int) -> int:
        """Open microseconds of the year before the instant (in microseconds)."""
        within = instant - self.begins * _SECOND
        place = bisect_right(self.starts, within // _SECOND)
        if place == 0:
            return 0
        before = self.sums[place - 1] - (self.ends[place - 1] - self.starts[place - 1])
        return before * _SECOND + min(within, self.ends[place - 1] * _SECOND) - self.starts[place - 1] * _SECOND

    def reaching(self, microseconds: int) -> int:
        """The first instant before which so much of the year was open (more than nothing, at most all of it)."""
        place = bisect_left(self.sums, -(-microseconds // _SECOND))
        return (self.begins + self.ends[place]) * _SECOND - (self.sums[place] * _SECOND - microseconds)

    def after(self, instant: int) -> Iterator[Span]:
        """The spans that end after the instant (in microseconds), in seconds since ever."""
        for place in range(bisect_right(self.ends, instant // _SECOND - self.begins), len(self.ends)):
            yield self.begins + self.starts[place], self.begins + self.ends[place]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Opening hours of a week in a time zone, and the days on which they do not hold."""

    time_zone: ZoneInfo
    # For each day from Monday: [start, end) in seconds of the local day; an end beyond 24 h runs into the next day.
    weekly: Weekly
    holidays: frozenset[date] = frozenset()
    holiday_region: str = ""
    # Worked out when first asked for; two threads may do the same work, and find the same.
    _years: dict[int, Opened] = field(default_factory=dict, compare=False, repr=False)
    _alike: dict[tuple[bool, int, bool], Opened] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> "Schedule":
        """From plain data, such as

            {"time_zone": "Europe/Berlin", "holidays": ["2026-12-31"], "holiday_region": "DE-BY",
             "weekly": {"mon": [["09:00", "12:30"], ["13:30", "18:00"]], "fri": [["22:00", "06:00"]], "sun": []}}

        An interval that ends before it starts runs over midnight; days that are missing are closed. Raises ValueError with a
        sentence that says what is wrong and where.
        """
        given = hours_in(data)
        return cls(given.time_zone, given.weekly, given.holidays, given.holiday_region)

    def business_seconds_between(self, start: datetime, end: datetime) -> int:
        """Open time in whole seconds (what is left over is dropped); 0 if `end` is not after `start`.

        Raises ValueError for naive datetimes.
        """
        return self.open_time_between(start, end) // timedelta(seconds=1)

    def add_business_seconds(self, start: datetime, seconds: int) -> datetime:
        """The first instant from `start` on before which so many seconds were open, in UTC.

        Raises ValueError for a naive datetime, negative seconds, or more of them than are left until the year 10,000
        (BeyondTime), and NoOpenHours when five years go by without any.
        """
        try:
            wanted = timedelta(seconds=seconds)
        except OverflowError:  # more than Python can count, or than its calendar has
            wanted = timedelta.max if seconds > 0 else timedelta.min
        return self.add_open_time(start, wanted)

    def open_time_between(self, start: datetime, end: datetime) -> timedelta:
        """As `business_seconds_between`, with nothing dropped: for sums over several spans."""
        first, last = _instant(start), _instant(end)
        if last <= first:
            return timedelta(0)
        from_year, to_year = _year_of(first), _year_of(last)
        total = self._year(to_year).until(last) - self._year(from_year).until(first)
        total += sum(self._year(year).seconds for year in range(from_year, to_year)) * _SECOND
        return timedelta(microseconds=total)

    def add_open_time(self, start: datetime, wanted: timedelta) -> datetime:
        """As `add_business_seconds`, also for parts of seconds."""
        first = _instant(start)
        if wanted < timedelta(0):
            raise ValueError("Business time is added, never taken away: the seconds must not be negative.")
        if not wanted:
            return _moment(first)

        year = _year_of(first)
        to_reach = wanted // timedelta(microseconds=1) + self._year(year).until(first)
        last_open = first
        while year <= _LAST_YEAR:
            opened = self._year(year)
            last_open = self._refuse_long_closure(opened, year, last_open)
            if to_reach <= opened.seconds * _SECOND:
                return _moment(opened.reaching(to_reach))
            to_reach -= opened.seconds * _SECOND
            year += 1
        raise BeyondTime

    def open_spans(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open stretches between two instants, in UTC and in order. Raises ValueError for naive datetimes."""
        first, last = _instant(start), _instant(end)
        for year in range(_year_of(first), _year_of(last) + 1) if first < last else ():
            for starts, ends in self._year(year).after(first):
                if starts * _SECOND >= last:
                    return
                yield _moment(max(first, starts * _SECOND)), _moment(min(last, ends * _SECOND))

    @property
    def working_day(self) -> int:
        """How many seconds a day with opening hours is open, on the average of the week; 0 when none is."""
        open_days = [sum(closes - opens for opens, closes in day) for day in self.weekly if day]
        return sum(open_days) // len(open_days) if open_days else 0

    def is_open(self, moment: datetime) -> bool:
        """Raises ValueError for a naive datetime."""
        instant = _instant(moment)
        span = next(self._year(_year_of(instant)).after(instant), None)
        return span is not None and span[0] * _SECOND <= instant

    def is_holiday(self, day: date) -> bool:
        """Whether the local date is one of the calendar's own days or a public holiday of its region."""
        return day in self.holidays or day.toordinal() in _public_holidays(self.holiday_region, day.year)

    def _refuse_long_closure(self, opened: Opened, year: int, last_open: int) -> int:
        """The last instant known to be open (or where the search began), after looking at one more year."""
        span = next(opened.after(last_open), None)
        if span is not None:
            if span[0] * _SECOND > _years_later(last_open):
                raise NoOpenHours
            return (opened.begins + opened.ends[-1]) * _SECOND
        if _beginning_of(year + 1) * _SECOND > _years_later(last_open):
            raise NoOpenHours
        return last_open

    def _year(self, year: int) -> Opened:
        opened = self._years.get(year)
        if opened is not None:
            return opened
        first, last = _years_of_their_own(self.holidays, self.holiday_region)
        if first < year < last or not 1 < year < _LAST_YEAR:
            opened = self._years[year] = self._worked_out(year)
            return opened
        begins = _beginning_of(year)
        kind = (year < last, begins // DAY % 7, _beginning_of(year + 1) - begins > 365 * DAY)
        alike = self._alike.get(kind)
        if alike is None:
            alike = self._alike[kind] = self._worked_out(year)
        return Opened(begins, alike.starts, alike.ends, alike.sums)

    def _worked_out(self, year: int) -> Opened:
        return _opened(self._spans(_beginning_of(year), _beginning_of(year + 1)), _beginning_of(year))

    def _spans(self, start: int, end: int) -> Iterator[Span]:
        """Open spans between two instants in seconds, in order; neighbours may touch."""
        for since, until, offset in _offsets(self.time_zone, start, end):
            for day in range((since + offset) // DAY, (until - 1 + offset) // DAY + 1):
                for opens, closes in self._hours_of(day):
                    first = max(since, day * DAY + opens - offset)
                    last = min(until, day * DAY + closes - offset)
                    if first < last:
                        yield first, last

    def _hours_of(self, day: int) -> list[Span]:
        """Of a local date (days since 0001-01-01), in seconds of that date: its own hours and the tail of the day before."""
        if self._is_closed_on(day):
            return []
        today, yesterday = self.weekly[day % 7], self.weekly[(day - 1) % 7]  # 0001-01-01 was a Monday
        tails = [(0, closes - DAY) for _, closes in yesterday if closes > DAY]
        return _united([*tails, *((opens, min(closes, DAY)) for opens, closes in today)])

    def _is_closed_on(self, day: int) -> bool:
        ordinal = day + 1
        if not self.holidays and not self.holiday_region:
            return False
        if not 1 <= ordinal <= date.max.toordinal():
            return False
        return self.is_holiday(date.fromordinal(ordinal))


def _opened(spans: Iterator[Span], begins: int) -> Opened:
    united = _united(spans)
    sums, total = [], 0
    for start, end in united:
        total += end - start
        sums.append(total)
    starts, ends = (tuple(span[side] - begins for span in united) for side in (0, 1))
    return Opened(begins, starts, ends, tuple(sums))


def _united(spans: "Iterator[Span] | Sequence[Span]") -> list[Span]:
    """In order, what overlaps or touches as one."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _offsets(zone: ZoneInfo, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Stretches of UTC seconds with one offset each, in order: (since, until, seconds east of UTC)."""
    since, offset, here = start, _offset_at(zone, start), start
    while here < end:
        there = min(here + _STEP, end)
        next_offset = _offset_at(zone, there)
        if next_offset != offset:
            changed = _change_between(zone, here, there, offset)
            yield since, changed, offset
            since, offset = changed, next_offset
        here = there
    if since < end:
        yield since, end, offset


def _change_between(zone: ZoneInfo, here: int, there: int, offset: int) -> int:
    """The first second at which the offset is another."""
    while there - here > 1:
        middle = (here + there) // 2
        if _offset_at(zone, middle) == offset:
            here = middle
        else:
            there = middle
    return there


def _offset_at(zone: ZoneInfo, second: int) -> int:
    # The first and last days that Python knows have no local time everywhere; nothing changes there.
    within = min(max(second, DAY), _beginning_of(9999) + 363 * DAY)
    local = (_FIRST + timedelta(seconds=within)).astimezone(zone)
    offset = local.utcoffset()
    return 0 if offset is None else offset // timedelta(seconds=1)


def _instant(moment: datetime) -> int:
    """Microseconds since 0001-01-01 UTC."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("Business time needs datetimes with a time zone.")
    return (moment.replace(tzinfo=None) - _FIRST.replace(tzinfo=None) - offset) // timedelta(microseconds=1)


def _moment(instant: int) -> datetime:
    return _FIRST + timedelta(microseconds=instant)


def _year_of(instant: int) -> int:
    # One day of the year before the first or after the last may be asked about, by its local time.
    days = min(max(instant // (DAY * _SECOND), 0), date.max.toordinal() - 1)
    return date.fromordinal(days + 1).year


@lru_cache(maxsize=512)
def _beginning_of(year: int) -> int:
    """Its first second in UTC."""
    return (date(year, 1, 1).toordinal() - 1) * DAY if year <= _LAST_YEAR else date.max.toordinal() * DAY


def _years_later(instant: int) -> int:
    moment = _moment(instant)
    year = moment.year + YEARS_WITHOUT_HOURS
    if year > _LAST_YEAR:
        return _beginning_of(10_000) * _SECOND
    is_leap_day = (moment.month, moment.day) == (2, 29)
    return _instant(moment.replace(year=year, day=28 if is_leap_day else moment.day))


@lru_cache(maxsize=256)
def _years_of_their_own(holidays: frozenset[date], region: str) -> tuple[int, int]:
    """The years between which one may be like no other, for its days off or for the clocks of its zone."""
    days = [day.year for day in holidays]
    first, last = years_known(region) if region else (_BEFORE_CLOCKS_CHANGED, _BY_RULE)
    # In UTC, a day off may be one of the neighbouring year.
    return min([_BEFORE_CLOCKS_CHANGED, first, *days]) - 2, max([_BY_RULE, last, *days]) + 2


@lru_cache(maxsize=1024)
def _public_holidays(region: str, year: int) -> frozenset[int]:
    """The ordinals of the region's days off in a local year."""
    return frozenset(day.toordinal() for day in public_holidays(region, year))
