"""How long a ticket was held at each level, and how often it went back and forth: computed from its events, stored nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tickets.events import EventKind
from tickets.models import Event, Status, Ticket
from tickets.waiting import Happening

_FINISHED = (Status.SOLVED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Stay:
    """One stretch at a level; `until` is None while it lasts."""

    level: int
    since: datetime
    until: datetime | None = None

    def seconds(self, now: datetime) -> int:
        """Whole seconds on the clock on the wall; business time is for those who know calendars."""
        return max(0, int(((self.until or now) - self.since).total_seconds()))


def stays_of(events: Iterable[Event]) -> list[Stay]:
    """The stays at levels, in their order, from all events of a ticket.

    A stay begins when the ticket comes to the level (not when somebody accepts it) and ends when it leaves it or is solved;
    what is reopened begins another one.
    """
    stays: list[Stay] = []
    columns: dict[str, Any] = {}
    for event in events:
        before = _place(columns)
        if event.kind == EventKind.OPENED:
            columns = {name: event.data["snapshot"][name] for name in ("level", "status")}
        for name in columns.keys() & event.changes.keys():
            columns[name] = event.changes[name][1]
        after = _place(columns)
        if after == before:
            continue
        if before is not None:
            stays[-1] = Stay(stays[-1].level, stays[-1].since, event.at)
        if after is not None:
            stays.append(Stay(after, event.at))
    return stays


def moves_on(ticket: Ticket) -> list[Event]:
    """Of a ticket's events those that matter here: one statement."""
    moves = ticket.events.filter(data__changes__has_any_keys=["level", "status"])
    return list((ticket.events.filter(kind=EventKind.OPENED) | moves).order_by("seq"))


def stays_on(ticket: Ticket) -> list[Stay]:
    return stays_of(moves_on(ticket))


def held_seconds(stays: Iterable[Stay], now: datetime) -> dict[int, int]:
    """By level: all its stays together."""
    held: dict[int, int] = {}
    for stay in stays:
        held[stay.level] = held.get(stay.level, 0) + stay.seconds(now)
    return held


def ping_pongs(events: Iterable[Happening]) -> int:
    """How often the ticket turned around between levels: up and down again is once.

    An escalation that was taken back before anybody accepted it was none.
    """
    levels: list[int] = []
    for event in events:
        if event.kind == EventKind.OPENED:
            levels = [event.data["snapshot"]["level"]]
        elif "level" in event.changes:
            before, after = event.changes["level"]
            if event.kind == EventKind.ESCALATION_WITHDRAWN and levels[-2:] == [after, before]:
                levels.pop()
            else:
                levels.append(after)
    steps = [after - before for before, after in zip(levels, levels[1:], strict=False)]
    return sum(before * after < 0 for before, after in zip(steps, steps[1:], strict=False))


def _place(columns: dict[str, Any]) -> int | None:
    """The level that holds the ticket; None while nobody does."""
    return None if not columns or columns["status"] in _FINISHED else columns["level"]
