"""Deadlines after any history of pauses, edits and changes of the clocks, against a walk minute by minute."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sla.calendar import Schedule
from sla.deadlines import SETTLES_AFTER, Standing, standing_of
from sla.keeping import kept, read
from sla.terms import Target, Terms
from tests.sla.oracle import Oracle

BERLIN = {
    "time_zone": "Europe/Berlin",
    "weekly": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": ["2026-10-28"],
}
NIGHT = {
    "time_zone": "Australia/Lord_Howe",
    "weekly": {day: [["21:00", "05:30"]] for day in ("mon", "wed", "fri", "sat")},
    "holidays": [],
}
ALWAYS = {
    "time_zone": "UTC",
    "weekly": {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
}
CALENDARS = {1: BERLIN, 2: NIGHT, 3: ALWAYS}
# The clocks change in Berlin on October 25.
START = datetime(2026, 10, 22, 12, 0, tzinfo=UTC)
RUNNING = ("new", "open")


def policy(minutes: dict[int, int]) -> Terms:
    seconds = {str(priority): 60 * length for priority, length in minutes.items()}
    return Terms.parse(
        {
            "targets": {"resolution": {"business": True, "seconds": seconds}},
            "warn": [{"percent": 50, "tell": []}],
        }
    )


POLICIES = {1: policy({1: 600, 2: 300, 3: 200, 4: 61}), 2: policy({1: 900, 2: 450, 3: 100, 4: 30})}


class Book:
    def terms(self, policy: int) -> Terms:
        return POLICIES[policy]

    def schedule(self, calendar: int) -> Schedule:
        return Schedule.parse(CALENDARS[calendar])


@dataclass
class Happened:
    kind: str
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)


def opening() -> Happened:
    snapshot = {"status": "open", "priority": 2, "level": 1, "waiting_since": None, "channel": "email"}
    return Happened(
        "ticket.opened",
        START,
        {"snapshot": snapshot | {"opened_at": START.isoformat()}, "sla": {"policy": 1, "calendar": 1}},
    )  # noqa: E501


acts = st.one_of(
    st.sampled_from(("open", "pending", "on_hold", "solved")).map(lambda status: ("status", status)),
    st.integers(1, 4).map(lambda priority: ("priority", priority)),
    st.tuples(st.sampled_from((1, 2)), st.sampled_from((1, 2, 3))).map(lambda versions: ("edit", versions)),
)
histories = st.lists(st.tuples(st.integers(1, 900), acts), max_size=7)


def events_of(history) -> list[Happened]:
    events, at = [opening()], START
    for minutes, (what, value) in history:
        at += timedelta(minutes=minutes)
        if what == "edit":
            events.append(Happened("sla.set", at, {"policy": value[0], "calendar": value[1]}))
        else:
            kind = "ticket.solved" if value == "solved" else "ticket.changed"
            events.append(Happened(kind, at, {"changes": {what: [None, value]}}))
    return events


@dataclass
class Told:
    """What a walk through all minutes says."""

    is_breached: bool = False
    due: datetime | None = None
    ended: bool = False


def walk(events: list[Happened]) -> Told:
    told, status, priority, versions = Told(), "open", 2, (1, 1)
    stretches: list[list[datetime | None]] = [[START, None]]
    solved_at: datetime | None = None
    told.due = _due(stretches, priority, versions)
    for event in events[1:]:
        runs = stretches[-1][1] is None
        if not told.is_breached and not told.ended and runs and told.due < event.at:
            told.is_breached = True
        if solved_at is not None and event.at >= solved_at + SETTLES_AFTER:
            told.ended = True
        changes = event.data.get("changes", {})
        status = changes.get("status", [None, status])[1]
        solved_at = (solved_at or event.at) if status == "solved" else None
        priority = changes.get("priority", [None, priority])[1]
        versions = (event.data["policy"], event.data["calendar"]) if event.kind == "sla.set" else versions
        if status in RUNNING and not runs:
            stretches.append([event.at, None])
        elif status not in RUNNING and runs:
            stretches[-1][1] = event.at
        if not told.is_breached and not told.ended:
            told.due = _due(stretches, priority, versions)
    return told


def _due(stretches, priority: int, versions: tuple[int, int]) -> datetime | None:
    """The first minute at which enough others were counted; None while it stands still."""
    oracle = Oracle(CALENDARS[versions[1]])
    left = POLICIES[versions[0]].goals[Target.RESOLUTION].seconds[priority] // 60
    for start, end in stretches:
        at = start
        while (end is None or at < end) and (left > 0 or end is not None):
            left -= oracle.is_open(at)
            at += timedelta(minutes=1)
        if end is None:
            return at
    return None


@settings(max_examples=60, deadline=None)
@given(history=histories)
def test_after_any_history_solving_is_due_when_a_walk_through_all_minutes_says(history):
    events = events_of(history)
    told = walk(events)

    standing, clocks = standing_of(events, Book())

    clock = clocks[Target.RESOLUTION, 1]
    assert clock.is_breached == told.is_breached
    assert (clock.ended is not None) == told.ended
    if not told.ended and not told.is_breached:
        assert standing.next_due == told.due


@settings(max_examples=60, deadline=None)
@given(history=histories)
def test_going_on_from_what_was_kept_is_going_through_the_log_again(history):
    events = events_of(history)
    standing = Standing()
    for event in events:
        standing.advance(event, Book())
        standing = read(kept(standing))

    assert kept(standing) == kept(standing_of(events, Book())[0])
