"""Rebuilding a ticket from its events, and where the two disagree."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import DEFAULT_BRAND
from tickets.events import QUIET, EventKind, snapshot
from tickets.models import Event, TagRename, Ticket

# Columns that came later, as they stood in tickets opened before.
_CAME_LATER: dict[str, Any] = {
    "satisfaction": None,
    "is_avoidable": None,
    "tasks_open": 0,
    "tasks_total": 0,
    "minutes_spent": 0,
    "fields": {},
    "sentiment": "neutral",
    "brand_id": DEFAULT_BRAND,
}


@dataclass(slots=True)
class State:
    """A ticket as the log tells it: tracked columns in their stored form (ids, codes, ISO times), tags, and its newest change."""

    columns: dict[str, Any] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    at: datetime | None = None


def state_at(events: Iterable[Event]) -> State:
    """The state after the last of `events`, which are in their order and begin with the opening."""
    state = State()
    for event in events:
        apply(state, event)
    return state


def contradictions(
    ticket: Ticket, events: Iterable[Event], renames: Iterable[TagRename] | None = None
) -> Iterator[str]:
    """Where the log disagrees with itself or with the ticket's columns (tags: those prefetched or read now).

    `renames`: of tags, in their order; read now when None.
    """
    state = State()
    names = _Names(TagRename.objects.all() if renames is None else renames)
    seq = 0
    for event in events:
        seq += 1
        if event.seq != seq:
            yield f"#{ticket.pk}: event {event.seq} stands in the place of event {seq}"
        if (event.kind == EventKind.OPENED) != (seq == 1):
            yield f"#{ticket.pk}: event {event.seq} is {event.kind}"
        for column, (before, _after) in event.changes.items():
            if state.columns.get(column) != before:
                yield f"#{ticket.pk}: event {event.seq} changes {column} from {before!r}, not {state.columns.get(column)!r}"
        state.tags = names.at(event.at, state.tags)
        apply(state, event)
    state.tags = names.at(None, state.tags)
    if state.at is not None and state.at != ticket.updated_at:
        yield f"#{ticket.pk}: updated_at is {ticket.updated_at}, its newest news is of {state.at}"
    if seq != ticket.event_seq:
        yield f"#{ticket.pk}: {seq} events, but event_seq is {ticket.event_seq}"
    for column, value in snapshot(ticket).items():
        if state.columns.get(column) != value:
            yield f"#{ticket.pk}: {column} is {value!r}, its events say {state.columns.get(column)!r}"
    tags = {tag.name for tag in ticket.tags.all()}
    if tags != state.tags:
        yield f"#{ticket.pk}: tagged {sorted(tags)}, its events say {sorted(state.tags)}"


class _Names:
    """What tags are called as time goes on."""

    def __init__(self, renames: Iterable[TagRename]) -> None:
        self.left = list(renames)

    def at(self, moment: datetime | None, tags: set[str]) -> set[str]:
        """The tags under their names of this moment, None: of now. Moments come in their order."""
        while self.left and (moment is None or self.left[0].at <= moment):
            rename = self.left.pop(0)
            if rename.old in tags:
                tags = tags - {rename.old} | {rename.new}
        return tags


def apply(state: State, event: Event) -> None:
    """Bring the state to what it is after the event, the next one of its ticket."""
    if event.kind not in QUIET:
        state.at = event.at
    if event.kind == EventKind.OPENED:
        state.columns = {**_CAME_LATER, **event.data["snapshot"]}
        state.tags = set(event.data.get("tags", ()))
    for column, (_before, after) in event.changes.items():
        state.columns[column] = after
    state.tags = (state.tags | set(event.data.get("added", ()))) - set(event.data.get("removed", ()))
