"""Periods of days in a time zone, and the instants at which they begin and end."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from metrics.weeks import week_start

MOST_DAYS = 92
_FIRST = datetime(1, 1, 2, tzinfo=UTC)
_LAST = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; as instants [start, end). Weeks begin on `first_weekday` (0: Monday).

    More than `most_days` are shown by weeks, where something is shown over time.
    """

    first: date
    last: date
    zone: ZoneInfo
    first_weekday: int = 0
    most_days: int = MOST_DAYS

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period does not end before it begins.")

    @property
    def start(self) -> datetime:
        return midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        return midnight(self.last + timedelta(days=1), self.zone) if self.last < date.max else _LAST

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """As many days, just before; where days begin, as many as there are."""
        last = max(self.first.toordinal() - 1, 1)
        first = max(self.first.toordinal() - self.days, 1)
        return Period(date.fromordinal(first), date.fromordinal(last), self.zone, self.first_weekday, self.most_days)


def days_of(choice: str, today: date, first_weekday: int) -> tuple[date, date]:
    """First and last day of a named period: `30d` (days until today), this or the last `week` or `month`."""
    this_week = week_start(today, first_weekday)
    this_month = today.replace(day=1)
    if choice == "week":
        return this_week, today
    if choice == "last_week":
        return this_week - timedelta(days=7), this_week - timedelta(days=1)
    if choice == "month":
        return this_month, today
    if choice == "last_month":
        last = this_month - timedelta(days=1)
        return last.replace(day=1), last
    return today - timedelta(days=int(choice.removesuffix("d")) - 1), today


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins there; where clocks skip midnight, with the hour after it."""
    if not _FIRST.date() < day < _LAST.date():
        return _FIRST if day <= _FIRST.date() else _LAST
    return datetime.combine(day, time(), zone).astimezone(UTC)
