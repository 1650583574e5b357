"""When a report mail is due, and which days it is about: pure arithmetic on local days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from metrics.models.dashboard import Rhythm
from metrics.period import Period


@dataclass(frozen=True, slots=True)
class Timing:
    """`weekday` (1 is Monday) matters weekly, `day` monthly: in a shorter month its last day is meant."""

    rhythm: str
    at: time
    zone: ZoneInfo
    weekday: int = 1
    day: int = 1

    def next_after(self, moment: datetime) -> datetime:
        """The first due instant later than `moment`, in UTC. A time that clocks skip comes an hour later, one that they
        repeat once: the first time.
        """
        day = moment.astimezone(self.zone).date() - timedelta(days=1)
        while True:
            if self._is_due_on(day) and (due := self._instant(day)) > moment:
                return due
            day += timedelta(days=1)

    def period_of(self, due: datetime) -> Period:
        """What the mail of this instant is about: the day before, the seven days before, or the month before."""
        day = due.astimezone(self.zone).date()
        before = day - timedelta(days=1)
        if self.rhythm == Rhythm.DAILY:
            return Period(before, before, self.zone)
        if self.rhythm == Rhythm.WEEKLY:
            return Period(day - timedelta(days=7), before, self.zone)
        last = day.replace(day=1) - timedelta(days=1)
        return Period(last.replace(day=1), last, self.zone)

    def _is_due_on(self, day: date) -> bool:
        if self.rhythm == Rhythm.DAILY:
            return True
        if self.rhythm == Rhythm.WEEKLY:
            return day.isoweekday() == self.weekday
        return day.day == min(self.day, monthrange(day.year, day.month)[1])

    def _instant(self, day: date) -> datetime:
        return datetime.combine(day, self.at, self.zone).astimezone(UTC)
