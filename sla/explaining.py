"""Why a deadline is when it is: all of a clock's time, stretch by stretch, each with its reason. Told from the log."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from helpdesk import clock
from sla.book import BOOK
from sla.calendar import Schedule
from sla.counted import Counted
from sla.deadlines import Happening, standing_of
from sla.due import used
from sla.models import CalendarVersion, PolicyVersion
from sla.public_holidays import public_holidays
from sla.terms import Target
from tickets.events import EventKind
from tickets.models import Status, Ticket

# More than a year of working days; a picture of more says nothing.
MOST_SEGMENTS = 400


class SegmentKind(StrEnum):
    COUNTED = "counted"
    PAUSED = "paused"
    CLOSED = "closed"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Segment:
    start: datetime
    end: datetime
    kind: SegmentKind
    reason: str

    @property
    def length(self) -> timedelta:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Change:
    """Another promise, or the same one edited: from then on it counted for all of the clock's time."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Of one clock. `segments` reach to its end, to its deadline, or (overdue or standing still) to now."""

    clock: Counted
    policy: str
    calendar: str  # empty: calendar time
    zone: str
    used: timedelta  # so far
    segments: tuple[Segment, ...]
    changes: tuple[Change, ...]
    now: datetime

    @property
    def due(self) -> datetime | None:
        """None while it stands still, or if it did so when it ended."""
        return self.clock.deadline

    @property
    def is_cut(self) -> bool:
        """Whether there are more segments than these."""
        return len(self.segments) >= MOST_SEGMENTS

    @property
    def promised(self) -> tuple[Segment, ...]:
        """The segments up to the deadline."""
        due = self.due
        if due is None:
            return self.segments
        return tuple(replace(one, end=min(one.end, due)) for one in self.segments if one.start < due)

    @property
    def late(self) -> timedelta | None:
        """How much was counted after the deadline; None where nothing came after it."""
        due = self.due
        if due is None or not self.segments or self.segments[-1].end <= due:
            return None
        counted = (one for one in self.segments if one.kind == SegmentKind.COUNTED and one.end > due)
        return sum((one.end - max(one.start, due) for one in counted), timedelta(0))

    def shares(self) -> Iterator[tuple[Segment, float]]:
        """Each segment up to the deadline with its share of them all, in percent."""
        whole = sum((segment.length for segment in self.promised), timedelta(0)) or timedelta(seconds=1)
        for segment in self.promised:
            yield segment, round(100 * (segment.length / whole), 2)


def explain(ticket: Ticket) -> list[Explanation]:
    """Every clock of the ticket, those that run first, then the newest."""
    events = list(ticket.events.order_by("seq"))
    _standing, clocks = standing_of(events, BOOK)
    now = clock.now()
    statuses = list(_statuses(events))
    policies = _names_of_policies(clocks.values())
    calendars = _versions(clocks.values())
    changes = [event for event in events if event.kind == EventKind.SLA_SET]
    told = [_explained(counted, statuses, changes, policies, calendars, now) for counted in clocks.values()]
    return sorted(told, key=lambda each: (not each.clock.is_open, -each.clock.started.timestamp(), each.clock.target))


def _explained(
    counted: Counted,
    statuses: Sequence[tuple[datetime, str]],
    changes: Sequence[Happening],
    policies: dict[int, str],
    calendars: dict[int, CalendarVersion],
    now: datetime,
) -> Explanation:
    policy = counted.policy or 0
    by_business = BOOK.terms(policy).counts_business_time(counted.target)
    version = calendars.get(counted.calendar or 0) if by_business else None
    schedule = BOOK.schedule(version.pk) if version is not None else None
    running = replace(
        counted, runs=[*counted.runs, *([(counted.since, now)] if counted.since and now > counted.since else [])]
    )
    return Explanation(
        clock=counted,
        policy=policies.get(policy, ""),
        calendar=version.calendar.name if version is not None else "",
        zone=schedule.time_zone.key if schedule is not None else "",
        used=used(running, schedule),
        segments=tuple(_joined(_segments(counted, statuses, schedule, version, now)))[:MOST_SEGMENTS],
        changes=tuple(_changes(counted, changes)),
        now=now,
    )


def _changes(counted: Counted, events: Iterable[Happening]) -> Iterator[Change]:
    """While it was open: what was missed or ended is never computed anew."""
    until = counted.ended
    if counted.is_breached and counted.due is not None:
        until = min(until or counted.due, counted.due)
    for event in events:
        if event.at <= counted.started or until is not None and event.at > until:
            continue
        names = {"policy": event.data.get("name") or ""}
        if not names["policy"]:
            reason = _("No policy promised anything any more")
        elif event.data.get("edited") and not event.data.get("another"):
            reason = _("“%(policy)s” or its calendar was edited, and counts since then for all of this time") % names
        else:
            reason = _("“%(policy)s” came to hold, and counts since then for all of this time") % names
        yield Change(event.at, reason)


def _segments(
    counted: Counted,
    statuses: Sequence[tuple[datetime, str]],
    schedule: Schedule | None,
    version: CalendarVersion | None,
    now: datetime,
) -> Iterator[Segment]:
    """The stretches that were counted, by the calendar; between them it stood still."""
    until = counted.ended or max(now, counted.due or now)
    at = counted.started
    for start, end in [*counted.runs, *([(counted.since, until)] if counted.since else [])]:
        yield from _standing_still(counted, at, start, statuses)
        yield from _running(start, end, schedule, version)
        at = end
    yield from _standing_still(counted, at, until, statuses)


def _standing_still(
    counted: Counted, start: datetime, end: datetime, statuses: Sequence[tuple[datetime, str]]
) -> Iterator[Segment]:
    """By the status that the ticket had, which may have changed meanwhile."""
    if counted.target == Target.ACCEPTANCE:
        yield Segment(start, end, SegmentKind.PAUSED, _("The clock stands still: the escalation did not wait"))
        return
    changes = [at for at, _status in statuses if start < at < end]
    for since, until in zip([start, *changes], [*changes, end], strict=True):
        if since < until:
            status = next((status for at, status in reversed(statuses) if at <= since), Status.NEW)
            reason = _("The clock stands still: %(status)s") % {"status": Status(status).label}
            yield Segment(since, until, SegmentKind.PAUSED, reason)


def _running(
    start: datetime, end: datetime, schedule: Schedule | None, version: CalendarVersion | None
) -> Iterator[Segment]:
    if schedule is None or version is None:
        yield Segment(start, end, SegmentKind.COUNTED, _("Counted around the clock"))
        return
    at = start
    for opens, closes in schedule.open_spans(start, end):
        yield from _closed(at, opens, schedule, version)
        is_even = _offset(opens, schedule) == _offset(closes, schedule)
        reason = _("Counted: open") if is_even else _("Counted: open, while the clocks were changed")
        yield Segment(opens, closes, SegmentKind.COUNTED, reason)
        at = closes
    yield from _closed(at, end, schedule, version)


def _offset(moment: datetime, schedule: Schedule) -> timedelta | None:
    return moment.astimezone(schedule.time_zone).utcoffset()


def _closed(start: datetime, end: datetime, schedule: Schedule, version: CalendarVersion) -> Iterator[Segment]:
    """Day by day, because a holiday is one."""
    at = start
    while at < end:
        day = at.astimezone(schedule.time_zone).date()
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), schedule.time_zone)
        until = min(end, max(midnight.astimezone(start.tzinfo), at + timedelta(minutes=1)))
        if schedule.is_holiday(day):
            name = _name_of(day, schedule, version)
            yield Segment(
                at, until, SegmentKind.HOLIDAY, _("Holiday: %(name)s") % {"name": name} if name else _("Holiday")
            )
        else:
            yield Segment(at, until, SegmentKind.CLOSED, _("Closed"))
        at = until


def _joined(segments: Iterator[Segment]) -> Iterator[Segment]:
    """Neighbours for the same reason are one; nothing without length."""
    last: Segment | None = None
    for segment in segments:
        if segment.start >= segment.end:
            continue
        if last is not None and (last.end, last.kind, last.reason) == (segment.start, segment.kind, segment.reason):
            last = replace(last, end=segment.end)
            continue
        if last is not None:
            yield last
        last = segment
    if last is not None:
        yield last


def _name_of(day: date, schedule: Schedule, version: CalendarVersion) -> str:
    own = version.day_names.get(day.isoformat(), "")
    return str(own or public_holidays(schedule.holiday_region, day.year).get(day, ""))


def _statuses(events: Sequence[Happening]) -> Iterator[tuple[datetime, str]]:
    for event in events:
        if "snapshot" in event.data:
            yield event.at, event.data["snapshot"]["status"]
        elif "status" in event.data.get("changes", {}):
            yield event.at, event.data["changes"]["status"][1]


def _names_of_policies(clocks: Iterable[Counted]) -> dict[int, str]:
    keys = {counted.policy for counted in clocks if counted.policy is not None}
    return dict(PolicyVersion.objects.filter(pk__in=keys).values_list("pk", "policy__name"))


def _versions(clocks: Iterable[Counted]) -> dict[int, CalendarVersion]:
    keys = {counted.calendar for counted in clocks if counted.calendar is not None}
    return {version.pk: version for version in CalendarVersion.objects.filter(pk__in=keys).select_related("calendar")}
