"""Why a promise was broken: where its time went. A pure function of the log; no database here.

Of the time that counted until the deadline, each second is put down to what held the ticket then, and the reason is what took
most of it. Of two alike, the one that stands first in `Reason`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from sla.calendar import Schedule
from sla.counted import Counted
from sla.deadlines import Happening
from tickets.models import Status

_NOTHING = timedelta(0)
_COLUMNS = ("status", "team_id", "level", "assignee_id")


class Reason(models.TextChoices):
    UNTAKEN = "untaken", _("Nobody had taken it")
    ELSEWHERE = "elsewhere", _("It had gone to another team or level")
    AGENT = "agent", _("Its agent had it and did not answer")
    CUSTOMER = "customer", _("It waited for the customer")
    OTHERS = "others", _("It waited for somebody else")
    CLOSED = "closed", _("We were closed")


MEANINGS = {
    Reason.UNTAKEN: _("Most of the time no agent was assigned."),
    Reason.ELSEWHERE: _("Most of the time it lay with another team or level than where the clock began."),
    Reason.AGENT: _("Most of the time it was assigned, and nothing came."),
    Reason.CUSTOMER: _("Most of the time it was waiting on the customer, which this policy counts."),
    Reason.OTHERS: _("Most of the time it was on hold, which this policy counts."),
    Reason.CLOSED: _("Most of the time lay outside opening hours, which this policy counts."),
}


class Hours(Protocol):
    """Opening hours by the version of a calendar, and the version of the default calendar that held at a time."""

    def schedule(self, calendar: int) -> Schedule: ...

    def default_calendar(self, at: datetime) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the ticket stood from then on."""

    since: datetime
    columns: dict[str, Any]

    @property
    def place(self) -> tuple[Any, Any]:
        return self.columns["team_id"], self.columns["level"]


def standings(events: Iterable[Happening]) -> list[Standing]:
    """One after the other, by its log."""
    found: list[Standing] = []
    for event in events:
        snapshot = event.data.get("snapshot")
        if snapshot is not None:
            found.append(Standing(event.at, {name: snapshot.get(name) for name in _COLUMNS}))
            continue
        changes = event.data.get("changes", {})
        changed = {name: changes[name][1] for name in _COLUMNS if name in changes}
        if changed and found:
            found.append(Standing(event.at, {**found[-1].columns, **changed}))
    return found


def reason_of(clock: Counted, where: Sequence[Standing], hours: Hours, *, in_business_time: bool) -> Reason:
    """Of a clock that was broken."""
    taken = taken_by(clock, where, hours, in_business_time=in_business_time)
    return max(Reason, key=lambda reason: taken.get(reason, _NOTHING))


def taken_by(
    clock: Counted, where: Sequence[Standing], hours: Hours, *, in_business_time: bool
) -> dict[Reason, timedelta]:
    """What took how much of the time until the deadline."""
    taken: dict[Reason, timedelta] = {}
    calendar = clock.calendar or hours.default_calendar(clock.started)
    schedule = hours.schedule(calendar) if calendar is not None else None
    began = _at(where, clock.started).place if where else None
    for start, end, standing in _stretches(clock, where):
        reason = _held_by(standing, began)
        spent = opened = end - start
        if schedule is not None:
            opened = schedule.open_time_between(start, end)
        if not in_business_time and spent > opened:
            taken[Reason.CLOSED] = taken.get(Reason.CLOSED, _NOTHING) + spent - opened
        taken[reason] = taken.get(reason, _NOTHING) + opened
    return taken


def _stretches(clock: Counted, where: Sequence[Standing]) -> Iterator[tuple[datetime, datetime, Standing]]:
    """What was counted until the deadline, cut where the ticket changed hands."""
    until = clock.due
    if until is None or not where:
        return
    for start, end in [*clock.runs, *([(clock.since, until)] if clock.since else [])]:
        end = min(end, until)
        cuts = [standing.since for standing in where if start < standing.since < end]
        for since, to in zip([start, *cuts], [*cuts, end], strict=True):
            if since < to:
                yield since, to, _at(where, since)


def _at(where: Sequence[Standing], moment: datetime) -> Standing:
    place = bisect_right(where, moment, key=lambda standing: standing.since)
    return where[max(place - 1, 0)]


def _held_by(standing: Standing, began: tuple[Any, Any] | None) -> Reason:
    status = standing.columns["status"]
    if status == Status.PENDING:
        return Reason.CUSTOMER
    if status == Status.ON_HOLD:
        return Reason.OTHERS
    if standing.place != began:
        return Reason.ELSEWHERE
    return Reason.AGENT if standing.columns["assignee_id"] else Reason.UNTAKEN
