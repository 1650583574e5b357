"""For what a customer waits, as the log tells it.

Each thing said and not yet answered is a wait of its own, so that it can go to another ticket with its message and come
back. `Ticket.waiting_since` is the oldest of them.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Protocol

from tickets.events import EventKind

# Of a wait (the key of its message, or "ticket.seq" where a customer reopened without words) → its time in ISO form.
Waits = dict[str, str]


class Happening(Protocol):
    """What is needed of an event."""

    @property
    def ticket_id(self) -> int: ...
    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def data(self) -> dict[str, Any]: ...
    @property
    def changes(self) -> dict[str, list[Any]]: ...


def waits_of(events: Iterable[Happening], *, taken_back: Collection[int] = ()) -> Waits:
    """What nobody has answered after the last of `events`, which begin with the opening.

    A solving that was taken back ended nothing; `taken_back` are the seqs of those of which no event tells yet.
    """
    events = list(events)
    ended_nothing = {
        *taken_back,
        *(seq for event in events if event.kind == EventKind.UNSOLVED for seq in event.data["solved"]),
    }
    waits: Waits = {}
    for event in events:
        follow(waits, event, ends=ends_waits(event) and event.seq not in ended_nothing)
    return waits


def follow(waits: Waits, event: Happening, *, ends: bool) -> None:
    """Bring the waits to what they are after the event; `ends`: whether it ends those before it."""
    if ends:
        waits.clear()
    elif begun := _begun(event):
        waits[begun] = event.at.isoformat()
    for gone in event.data.get("waits_gone", ()):
        waits.pop(gone, None)
    waits |= event.data.get("waits_here", {})


def oldest(waits: Waits) -> datetime | None:
    return min(map(datetime.fromisoformat, waits.values()), default=None)


def ends_waits(event: Happening) -> bool:
    """With a human reply, with solving and with closing (design.md section 11, "Response")."""
    if event.kind == EventKind.REPLIED:
        return bool(event.data.get("human"))
    return event.kind in (EventKind.SOLVED, EventKind.CLOSED)


def _begun(event: Happening) -> str | None:
    """The wait that begins with this event; what a ticket was split off with stands in its `waits_here`."""
    if event.kind == EventKind.OPENED:
        is_asked = not event.data.get("by_staff") and "split_from" not in event.data
        return str(event.data["message"]) if is_asked else None
    if event.kind == EventKind.RECEIVED:
        return None if event.data.get("thanks") else str(event.data["message"])
    if event.kind == EventKind.REOPENED and "waiting_since" in event.changes:
        return f"{event.ticket_id}.{event.seq}"
    return None
