"""What came to a ticket after the event that a page shows last, so that an act or a live refresh draws only this.

None where more than an addition at the end may have changed: then the page is drawn anew. Answers may overlap or overtake
each other; the page (behaviors/conversation.js) keeps each entry once.
"""

from dataclasses import dataclass

from accounts.models import User
from desk.conversation import (
    SIDE,
    SPOKEN,
    Changes,
    Entry,
    Looks,
    is_told_by_message,
    names_for,
    shown_messages,
    woven,
)
from desk.deliveries import Delivery, deliveries_of
from helpdesk.prepared import Prepared
from tickets.actions.relations import PARTICIPATIONS
from tickets.events import EventKind
from tickets.models import Event, Message, Ticket

MOST_EVENTS = 50
_OF_CLOCKS = {EventKind.SLA_SET, EventKind.SLA_WARNED, EventKind.SLA_BREACHED}
# They add to the end of the conversation, and else change head, properties, tags and tasks only. All others also change what
# stands above it or beside it: a word in a side conversation changes how the earlier ones of it look.
_ADDING = (SPOKEN - SIDE) | {
    EventKind.ASSIGNED,
    EventKind.STATUS_CHANGED,
    EventKind.SOLVED,
    EventKind.REOPENED,
    EventKind.UNSOLVED,
    EventKind.PRIORITY_CHANGED,
    EventKind.KIND_CHANGED,
    EventKind.BRAND_CHANGED,
    EventKind.SUBJECT_CHANGED,
    EventKind.TAGGED,
    EventKind.FORM_SET,
    EventKind.FIELDS_SET,
    EventKind.PARTICIPANT_ADDED,
    EventKind.PARTICIPANT_REMOVED,
    EventKind.MACRO_APPLIED,
    EventKind.TASK_ADDED,
    EventKind.TASK_CHANGED,
    EventKind.TASK_DONE,
    EventKind.TASK_UNDONE,
    EventKind.TASK_REMOVED,
    EventKind.TASKS_ORDERED,
    EventKind.TOLD,
    EventKind.RULE_STOPPED,
    EventKind.SURVEY_SENT,
    EventKind.RATED,
    *_OF_CLOCKS,
}
_PROPERTIES = {"status", "priority", "kind", "level", "team_id", "assignee_id", "sentiment", "satisfaction"}

_newest_events = Prepared(lambda ticket: Event.objects.filter(ticket=ticket).order_by("-seq")[:MOST_EVENTS])
_messages_from = Prepared(
    lambda ticket, first: Message.objects.filter(ticket=ticket, pk__gte=first).select_related("author").order_by("pk")
)


@dataclass(frozen=True, slots=True)
class News:
    """`deliveries` are those of the older messages: a mail goes out, or comes back, without an event."""

    entries: list[Entry]
    deliveries: dict[int, list[Delivery]]
    touches_properties: bool
    touches_tags: bool
    touches_tasks: bool
    touches_form: bool
    touches_participants: bool


def news_since(ticket: Ticket, person: User, seq: int | None, *, remote: frozenset[int]) -> News | None:
    """After the event `seq`, up to the ticket's own `event_seq`."""
    if seq is None:
        return None
    events = [event for event in reversed(_newest_events(ticket.pk)) if event.seq <= ticket.event_seq]
    new = [event for event in events if event.seq > seq]
    last_spoken = next((event for event in reversed(events) if event.kind in SPOKEN and event.seq <= seq), None)
    if last_spoken is None or len(new) != ticket.event_seq - seq:
        return None
    # From the last word on: a message that was moved since then may stand between the changes that follow it.
    if any(event.kind not in _ADDING for event in events if event.seq > last_spoken.seq):
        return None

    deliveries = deliveries_of(ticket.pk)
    messages = _messages_of(ticket, new)
    # The changes after the last message stand together: new ones join them.
    trail = [event for event in events if not is_told_by_message(event) and event.at >= last_spoken.at]
    names = names_for(ticket, person, messages, trail)
    entries = woven(shown_messages(ticket, messages, Looks(deliveries, remote=remote)), trail, names)
    told = {message.pk for message in messages}
    return News(
        entries=[entry for entry in entries if not isinstance(entry, Changes) or entry.last_seq > seq],
        deliveries={pk: those for pk, those in deliveries.items() if pk not in told},
        touches_properties=any(_PROPERTIES & event.changes.keys() or event.kind in _OF_CLOCKS for event in new),
        touches_tags=any(event.kind == EventKind.TAGGED for event in new),
        touches_tasks=any(event.kind.startswith("task.") for event in new),
        touches_form=any(event.kind in (EventKind.FORM_SET, EventKind.FIELDS_SET) for event in new),
        touches_participants=any(event.kind in PARTICIPATIONS for event in new)
        or any(message.recipients.get("cc") for message in messages),
    )


def _messages_of(ticket: Ticket, events: list[Event]) -> list[Message]:
    keys = {event.data["message"] for event in events if event.kind in SPOKEN and "message" in event.data}
    return [message for message in _messages_from(ticket.pk, min(keys)) if message.pk in keys] if keys else []
