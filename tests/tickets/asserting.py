"""What the tests of all verbs look at."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms.models import model_to_dict

from outbox.models import OutboundEmail
from tickets.events import EventKind
from tickets.models import (
    Draft,
    Escalation,
    Event,
    Link,
    Mention,
    Message,
    Participant,
    Question,
    Reminder,
    Task,
    Ticket,
)

_TABLES = (
    Ticket, Message, Event, Participant, Escalation, Link, Draft, Mention, OutboundEmail, Question, Task, Reminder,
)  # fmt: skip


def _state() -> dict:
    counts = {model: model.objects.count() for model in _TABLES}
    tickets = {ticket.pk: model_to_dict(ticket) | {"updated_at": ticket.updated_at} for ticket in Ticket.objects.all()}
    return counts | tickets


@contextmanager
def nothing_happened() -> Iterator[None]:
    """What runs inside leaves every ticket and every row about tickets as it was."""
    before = _state()
    yield
    assert _state() == before


def last_event(ticket: Ticket) -> Event:
    return Event.objects.filter(ticket=ticket).latest("seq")


def kinds_of(ticket: Ticket) -> list[EventKind]:
    return [EventKind(kind) for kind in ticket.events.order_by("seq").values_list("kind", flat=True)]


def assert_log_agrees(ticket: Ticket) -> None:
    """The events, replayed, give the ticket's columns; their seqs have no gap."""
    from tickets.events import snapshot

    events = list(ticket.events.order_by("seq"))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    state = dict(events[0].data["snapshot"])
    for event in events[1:]:
        for column, (before, after) in event.changes.items():
            assert state[column] == before, (event, column)
            state[column] = after
    ticket.refresh_from_db()
    assert state == snapshot(ticket)
    assert ticket.event_seq == len(events)
