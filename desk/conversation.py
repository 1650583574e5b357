"""A ticket's conversation as the desk shows it: messages, and between them what happened, condensed to sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from desk.condensing import Told, told_together
from desk.deliveries import Delivery
from desk.side_conversations import ShownSide, shown_sides
from desk.taking_back import undo_by_seq
from helpdesk.prepared import Prepared
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import Attachment, Event, Message, Question, Ticket
from tickets.rendering import Rendered, rendered, shown_inside

NEWEST_MESSAGES = 100
NEWEST_EVENTS = 300
# These are told by their message.
SIDE = frozenset({EventKind.SIDE_OPENED, EventKind.SIDE_WRITTEN, EventKind.SIDE_ANSWERED})
SPOKEN = SIDE | {EventKind.OPENED, EventKind.RECEIVED, EventKind.AUTO_RECEIVED, EventKind.REPLIED, EventKind.NOTED}
# These too; but they change what stands above the conversation.
TOLD_BY_NOTES = frozenset({EventKind.QUESTION_ASKED, EventKind.QUESTION_ANSWERED})

# Words of another ticket opened one that was split off, which no message tells.
_OPENED_BY_WORDS = Q(kind=EventKind.OPENED) & ~Q(data__has_key="split_from")

# Staff who see the ticket see all its messages.
_all_messages = Prepared(
    lambda ticket: Message.objects.filter(ticket=ticket).select_related("author").order_by("-created_at", "-pk")
)
_newest_messages = Prepared(
    lambda ticket: (
        Message.objects.filter(ticket=ticket)
        .select_related("author")
        .order_by("-created_at", "-pk")[: NEWEST_MESSAGES + 1]
    )
)
_newest_events = Prepared(lambda ticket: Event.objects.filter(ticket=ticket).order_by("-seq")[:NEWEST_EVENTS])
_newest_unspoken = Prepared(
    lambda ticket: (
        Event.objects.filter(ticket=ticket)
        .exclude(Q(kind__in=(SPOKEN | TOLD_BY_NOTES) - {EventKind.OPENED}) | _OPENED_BY_WORDS)
        .order_by("-seq")[:NEWEST_EVENTS]
    )
)
_files_from = Prepared(
    lambda ticket, first: Attachment.objects.filter(message__ticket=ticket, message__gte=first).order_by("pk")
)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as a sentence."""

    text: str
    at: datetime
    seq: int
    undo: str = ""  # the address that takes it back, where that is possible
    last_seq: int = 0  # where it tells of several events


@dataclass(slots=True)
class Changes:
    """What happened between two messages."""

    happenings: list[Happening] = field(default_factory=list)
    is_message = False

    @property
    def first_seq(self) -> int:
        return self.happenings[0].seq

    @property
    def last_seq(self) -> int:
        return max(happening.last_seq or happening.seq for happening in self.happenings)

    @property
    def can_be_undone(self) -> bool:
        """Stands alone and is never folded."""
        return bool(self.happenings[0].undo)


@dataclass(slots=True)
class ShownMessage:
    message: Message
    content: Rendered
    files: list[Attachment]
    deliveries: list[Delivery]
    shows_remote: bool
    asks: Question | None = None
    answers: Question | None = None
    side: ShownSide | None = None
    is_message = True


Entry = ShownMessage | Changes


@dataclass(slots=True)
class Conversation:
    entries: list[Entry]
    earlier_count: int


@dataclass(frozen=True, slots=True)
class Looks:
    """How messages are to be shown: with what became of their mails; `remote` may show pictures from elsewhere."""

    deliveries: dict[int, list[Delivery]]
    has_files: bool = True
    remote: frozenset[int] = frozenset()
    # By the keys of the notes that ask and answer.
    asked: Mapping[int, Question] = field(default_factory=dict)
    answers: Mapping[int, Question] = field(default_factory=dict)


def is_told_by_message(event: Event) -> bool:
    return event.kind in SPOKEN and "split_from" not in event.data


def conversation_of(ticket: Ticket, person: User, looks: Looks, *, all_messages: bool = False) -> Conversation:
    """The newest messages (all of them when asked for), oldest first."""
    messages = (_all_messages if all_messages else _newest_messages)(ticket.pk)[::-1]
    has_earlier = not all_messages and len(messages) > NEWEST_MESSAGES
    shown = messages[-NEWEST_MESSAGES:] if has_earlier else messages
    since = shown[0].created_at if has_earlier else None
    events = [event for event in _newest_unspoken(ticket.pk)[::-1] if since is None or event.at >= since]
    return Conversation(
        entries=woven(shown_messages(ticket, shown, looks), events, names_for(ticket, person, shown, events)),
        earlier_count=ticket.messages.count() - NEWEST_MESSAGES if has_earlier else 0,
    )


def timeline_of(ticket: Ticket, person: User) -> list[Happening]:
    """Everything that happened, newest first."""
    events = _newest_events(ticket.pk)
    names = names_for(ticket, person, (), events)
    return [_happening(event, names, {}) for event in events]


def names_for(ticket: Ticket, person: User, messages: Iterable[Message], events: Iterable[Event]) -> Names:
    """Mostly those of people that the page has loaded anyway."""
    assignee = ticket.assignee if Ticket.assignee.is_cached(ticket) else None
    people = [person, ticket.requester, assignee, *(message.author for message in messages)]
    return Names.of(events, known=[one for one in people if one is not None], reader=person)


def shown_messages(ticket: Ticket, messages: Sequence[Message], looks: Looks) -> list[ShownMessage]:
    files: dict[int | None, list[Attachment]] = {}
    if looks.has_files and messages:
        for file in _files_from(ticket.pk, min(message.pk for message in messages)):
            files.setdefault(file.message_id, []).append(file)
    sides = shown_sides(messages)
    return [_shown(message, files.get(message.pk, []), looks, sides.get(message.pk)) for message in messages]


def woven(messages: list[ShownMessage], events: Iterable[Event], names: Names) -> list[Entry]:
    """In the order of time, events between two messages together."""
    spoken: list[tuple[datetime, ShownMessage | Happening]] = [(shown.message.created_at, shown) for shown in messages]
    events = list(events)
    undo = undo_by_seq(events)
    happened = [(told[0][0].at, _told(told, names, undo)) for told in told_together(events)]
    entries: list[Entry] = []
    # The sort is stable: what one act said and changed stays in this order.
    for _at, item in sorted([*spoken, *happened], key=itemgetter(0)):
        if isinstance(item, ShownMessage):
            entries.append(item)
        elif entries and isinstance(entries[-1], Changes) and not (item.undo or entries[-1].can_be_undone):
            entries[-1].happenings.append(item)
        else:
            entries.append(Changes([item]))
    return entries


def _shown(message: Message, files: list[Attachment], looks: Looks, side: ShownSide | None) -> ShownMessage:
    inside = shown_inside(message, files)
    shows_remote = message.pk in looks.remote
    return ShownMessage(
        message=message,
        content=rendered(message, show_remote=shows_remote, attachments=files),
        files=[file for file in files if file.pk not in inside],
        deliveries=looks.deliveries.get(message.pk, []),
        shows_remote=shows_remote,
        asks=looks.asked.get(message.pk),
        answers=looks.answers.get(message.pk),
        side=side,
    )


def _told(told: Told, names: Names, undo: Mapping[int, str]) -> Happening:
    """One event, or an act with what took it back."""
    (first, *_others), taken_back = told
    if taken_back is None:
        return _happening(first, names, undo)
    what = "; ".join(event_text(event, names) for event in told[0])
    text = _("%(what)s, and took it back") % {"what": what}
    return Happening(text, taken_back.at, first.seq, last_seq=taken_back.seq)


def _happening(event: Event, names: Names, undo: Mapping[int, str]) -> Happening:
    return Happening(event_text(event, names), event.at, event.seq, undo.get(event.seq, ""))
