"""The one door: what makes a function a verb.

The outermost verb opens the transaction, runs, and drains the queue of events that it and the verbs inside it recorded,
first in first out, each to every listener before the next event starts. A listener that changes a ticket calls a verb, whose
event joins the end of the queue. Whatever fails, fails as a whole.
"""

import functools
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Model
from psycopg2.errors import DeadlockDetected

from helpdesk import clock
from helpdesk.faults import fault_point
from helpdesk.insert import insert_all
from helpdesk.revisions import DESK, revision_now
from tickets.errors import TooManyEvents

if TYPE_CHECKING:
    from tickets.models import Event, Message, Ticket

MOST_EVENTS = 50

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Passage:
    """One way through the door: the locks taken, the events still to tell, the time it happens."""

    locked: dict[int, "Ticket"] = field(default_factory=dict)
    first_messages: dict[int, int] = field(default_factory=dict)  # of the tickets opened here
    said: dict[int, "Message"] = field(default_factory=dict)  # written here, so that no listener has to read them again
    queue: deque["Event"] = field(default_factory=deque)
    events: int = 0
    news: list[Any] = field(default_factory=list)  # for tickets/live.py, told after commit
    last_rows: list[Model] = field(default_factory=list)  # of listeners: nobody reads them before the commit
    last_acts: dict[str, Callable[[], None]] = field(default_factory=dict)  # of listeners too, one for each name
    derived: dict[int, set[str]] = field(default_factory=dict)  # columns of locked tickets that wait to be saved
    bulk: int | None = None  # the key of the bulk act that this is a part of; its events name it
    rule: int | None = None  # the key of the rule that acts now; its events name it
    because: dict[str, Any] | None = None  # why a machine of ours does what it does now; its events say so
    revision: int = 0  # of the rules, as the newest event found it (helpdesk/revisions.py)
    desk_revision: int | None = None  # the same of mails' texts and general settings; None before the first event
    mails: dict[int, Any] = field(default_factory=dict)  # by message: the mail it came by; its row names it later
    kept: dict[str, Any] = field(default_factory=dict)  # what listeners remember until the commit
    undoes: tuple[int, list[int]] | None = None  # a ticket, and the events of it that are being taken back
    _now: datetime | None = None

    def now(self) -> datetime:
        """The database's time, not earlier than the newest lock of this passage."""
        if self._now is None:
            self._now = clock.now()
        return self._now

    def next_act(self) -> None:
        """Tell what was recorded so far; what follows is an act of its own, though it stands or falls with the first."""
        _drain(self)
        self.events = 0

    def next_moment(self) -> None:
        """The same, and the time goes on; for loaders of the past, who act out years in one passage."""
        self.next_act()
        self._now = None

    def note_lock(self, ticket: "Ticket") -> None:
        self.locked[ticket.pk] = ticket
        self._now = None

    def note_opening(self, ticket: "Ticket", first_message: int) -> None:
        """A row just inserted is ours without a lock: nothing came before it, and its event has its own time."""
        self.locked[ticket.pk] = ticket
        self.first_messages[ticket.pk] = first_message

    def note_event(self, event: "Event") -> None:
        self.events += 1
        if self.events > MOST_EVENTS:
            raise TooManyEvents
        self.queue.append(event)


_passage: ContextVar[Passage | None] = ContextVar("passage", default=None)


def current_passage() -> Passage:
    """The passage we are in. Raises RuntimeError outside a verb: tickets change nowhere else."""
    passage = _passage.get()
    if passage is None:
        raise RuntimeError("Tickets are changed by verbs only: decorate the function with @verb.")
    return passage


def desk_revision() -> int:
    """Of mails' texts and general settings: what the newest event of this passage found, else asked for."""
    passage = _passage.get()
    found = passage.desk_revision if passage is not None else None
    return revision_now(DESK) if found is None else found


@contextmanager
def one_passage() -> Iterator[Passage]:
    """Several verbs as one act: one transaction, events told at its end."""
    outer = _passage.get()
    if outer is not None:
        yield outer
        return
    passage = Passage()
    token = _passage.set(passage)
    try:
        with transaction.atomic():
            # First of all that happens after the commit: before any nudge.
            transaction.on_commit(functools.partial(fault_point, "after_commit"))
            yield passage
            _drain(passage)
            _write_last_rows(passage)
            _save_derived(passage)
            fault_point("before_commit")
    finally:
        _passage.reset(token)


@contextmanager
def undone_when_it_fails() -> Iterator[None]:
    """A part of an act that may fail alone: what it raises goes on, but database, tickets at hand and queue are as before."""
    passage = current_passage()
    queue, events, rows, kept = list(passage.queue), passage.events, len(passage.last_rows), dict(passage.kept)
    tickets = {
        number: (ticket, dict(ticket.__dict__), dict(ticket._state.fields_cache))
        for number, ticket in passage.locked.items()
    }
    try:
        with transaction.atomic():
            yield
    except BaseException:
        passage.queue, passage.events, passage.kept = deque(queue), events, kept
        del passage.last_rows[rows:]
        passage.locked = {number: ticket for number, (ticket, _columns, _related) in tickets.items()}
        for ticket, columns, related in tickets.values():
            ticket.__dict__.clear()
            ticket.__dict__.update(columns)
            ticket._state.fields_cache = related
        raise


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` a verb: it changes tickets, alone or inside another verb; a deadlock is tried once more."""

    @functools.wraps(function)
    def through_the_door(*args: P.args, **kwargs: P.kwargs) -> R:
        def act() -> R:
            with one_passage():
                return function(*args, **kwargs)

        may_retry = _passage.get() is None and not transaction.get_connection().in_atomic_block
        try:
            return act()
        except OperationalError as error:
            if may_retry and isinstance(error.__cause__, DeadlockDetected):
                return act()
            raise

    return through_the_door


def _drain(passage: Passage) -> None:
    while passage.queue:
        event = passage.queue.popleft()
        for listener in _listeners(tuple(settings.TICKET_LISTENERS)):
            listener(event)


def _write_last_rows(passage: Passage) -> None:
    """One statement for each model, however many events there were."""
    for act in passage.last_acts.values():
        act()
    rows: dict[type[Model], list[Model]] = {}
    for row in passage.last_rows:
        rows.setdefault(type(row), []).append(row)
    for alike in rows.values():
        insert_all(alike)


def _save_derived(passage: Passage) -> None:
    for key, columns in passage.derived.items():
        passage.locked[key].save(update_fields=columns)


@functools.cache
def _listeners(names: tuple[str, ...]) -> tuple[Callable[["Event"], None], ...]:
    """`on_event` of each listed module, in the order that settings give."""
    return tuple(import_module(name).on_event for name in names)
