"""A ticket's conversation as the desk shows it: messages, and between them what happened, condensed to sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

from django.db.models import Prefetch

from accounts.models import User
from desk.transfers import undo_addresses
from outbox.models import EmailState, OutboundEmail, RecipientState
from tickets.event_text import Names, event_text
from tickets.events import EventKind
from tickets.models import Attachment, Event, Message, Ticket
from tickets.rendering import Rendered, rendered, shown_inside

NEWEST_MESSAGES = 100
NEWEST_EVENTS = 300
# These are told by their message.
_SPOKEN = frozenset({EventKind.OPENED, EventKind.RECEIVED, EventKind.AUTO_RECEIVED, EventKind.REPLIED, EventKind.NOTED})
# On the side where it shows; there it has a button.
_CAN_BE_UNDONE = frozenset({EventKind.MERGED_HERE, EventKind.SPLIT, EventKind.MOVED_HERE})


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as a sentence."""

    text: str
    at: datetime
    undo: str = ""  # the address that takes it back, where that is possible


@dataclass(slots=True)
class Changes:
    """What happened between two messages."""

    happenings: list[Happening] = field(default_factory=list)
    is_message = False

    @property
    def can_be_undone(self) -> bool:
        """Never folded among others."""
        return any(happening.undo for happening in self.happenings)


@dataclass(slots=True)
class ShownMessage:
    message: Message
    content: Rendered
    files: list[Attachment]
    emails: list[OutboundEmail]
    shows_remote: bool
    is_message = True

    @property
    def has_failed(self) -> bool:
        return any(is_failed(email) for email in self.emails)


@dataclass(slots=True)
class Conversation:
    entries: list[ShownMessage | Changes]
    timeline: list[Happening]
    earlier_count: int


def conversation_of(
    ticket: Ticket, person: User, *, all_messages: bool = False, remote: Iterable[int] = ()
) -> Conversation:
    """The newest messages (all of them when asked for), oldest first; `remote`: messages that may show foreign pictures."""
    messages = _messages(ticket, person, all_messages)
    has_earlier = not all_messages and len(messages) > NEWEST_MESSAGES
    shown = messages[-NEWEST_MESSAGES:] if has_earlier else messages
    events = list(ticket.events.order_by("-seq")[:NEWEST_EVENTS])[::-1]
    names = Names.of(events)
    since = shown[0].created_at if has_earlier else None
    visible = [event for event in events if event.kind not in _SPOKEN and (since is None or event.at >= since)]
    undo = undo_addresses(event.data["batch"] for event in visible if event.kind in _CAN_BE_UNDONE)
    return Conversation(
        entries=_woven(_shown(shown, frozenset(remote)), visible, names, undo),
        timeline=[Happening(event_text(event, names), event.at) for event in reversed(events)],
        earlier_count=ticket.messages.count() - NEWEST_MESSAGES if has_earlier else 0,
    )


def is_failed(email: OutboundEmail) -> bool:
    bounced = any(
        recipient.state in (RecipientState.FAILED, RecipientState.BOUNCED) for recipient in email.recipients.all()
    )
    return email.state == EmailState.FAILED or bounced


def _messages(ticket: Ticket, person: User, all_messages: bool) -> list[Message]:
    messages = (
        Message.objects.visible_to(person, ticket)
        .select_related("author")
        .prefetch_related("attachments", Prefetch("emails", OutboundEmail.objects.prefetch_related("recipients")))
        .order_by("-created_at", "-pk")
    )
    return list(messages if all_messages else messages[: NEWEST_MESSAGES + 1])[::-1]


def _shown(messages: Sequence[Message], remote: frozenset[int]) -> list[ShownMessage]:
    shown = []
    for message in messages:
        inside = shown_inside(message)
        shows_remote = message.pk in remote
        shown.append(
            ShownMessage(
                message=message,
                content=rendered(message, show_remote=shows_remote),
                files=[file for file in message.attachments.all() if file.pk not in inside],
                emails=[email for email in message.emails.all() if email.state != EmailState.HISTORY],
                shows_remote=shows_remote,
            )
        )
    return shown


def _woven(
    messages: list[ShownMessage], events: list[Event], names: Names, undo: dict[int, str]
) -> list[ShownMessage | Changes]:
    spoken: list[tuple[datetime, ShownMessage | Happening]] = [(shown.message.created_at, shown) for shown in messages]
    happened = [
        (event.at, Happening(event_text(event, names), event.at, undo.get(event.data.get("batch", 0), "")))
        for event in events
    ]
    entries: list[ShownMessage | Changes] = []
    # The sort is stable: what one act said and changed stays in this order.
    for _at, item in sorted([*spoken, *happened], key=itemgetter(0)):
        if isinstance(item, ShownMessage):
            entries.append(item)
        elif entries and isinstance(entries[-1], Changes) and not (item.undo or entries[-1].can_be_undone):
            entries[-1].happenings.append(item)
        else:
            entries.append(Changes([item]))
    return entries
