"""Where the values come from that conditions ask about: of a ticket as it stands now, or as it was at an event (the log).

What costs a statement is read when a condition asks for it, once for each ticket and passage.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.policy import compat32
from functools import cached_property
from typing import Any

from django.db.models import Min

from accounts.actors import ActorKind
from accounts.models import DEFAULT_BRAND, Organization, User
from accounts.models.user import STAFF_ROLES
from helpdesk import clock
from mail.models import InboundEmail
from tickets.door import current_passage
from tickets.events import EventKind, snapshot
from tickets.history import State
from tickets.models import Attachment, Event, Message, Priority, Ticket
from tickets.ratings import is_low
from tickets.tag_names import TagNames, every_name_on

_MOST_HEADER_BYTES = 64 * 1024


@dataclass
class EventFacts:
    """`columns` and `tags`: of the ticket at that moment, as the log stores them; of a tag all its names, also earlier ones."""

    event: Event
    columns: Mapping[str, Any]
    read_tags: Callable[[], frozenset[str]]
    live: bool = False
    # Whether the ticket is asked about as it stands now, so that its own columns tell.
    is_now: bool = False
    # What was asked for already: many rules ask for the same.
    _known: dict[tuple[str, str], Any] = field(default_factory=dict, init=False, repr=False)

    def value(self, key: str, name: str = "") -> Any:
        asked = (key, name)
        if asked not in self._known:
            read = _READERS.get(key)
            self._known[asked] = read(self, name) if read else None
        return self._known[asked]

    def has_changed(self, column: str) -> bool:
        return column in self.event.changes

    def before(self, column: str) -> Any:
        """What the column was before the event; what it is, where the event left it alone."""
        changed = self.event.changes.get(column)
        return changed[0] if changed else self.columns.get(column)

    def read_anew(self) -> None:
        """A rule has acted: what it may have changed is read when it is asked for."""
        self._known.clear()
        self.__dict__.pop("tags", None)

    @cached_property
    def tags(self) -> frozenset[str]:
        return self.read_tags()

    @cached_property
    def requester(self) -> User | None:
        ticket = self.event.ticket
        if ticket.requester_id == self.columns.get("requester_id"):
            return ticket.requester
        return User.objects.filter(pk=self.columns.get("requester_id") or 0).first()

    @cached_property
    def organization(self) -> Organization | None:
        ticket = self.event.ticket
        if ticket.organization_id == self.columns.get("organization_id"):
            return ticket.organization
        return Organization.objects.filter(pk=self.columns.get("organization_id") or 0).first()

    @cached_property
    def message(self) -> Message | None:
        key = self.event.data.get("message")
        if self.live and key in current_passage().said:
            return current_passage().said[key]
        return Message.objects.filter(pk=key).first() if isinstance(key, int) else None

    @cached_property
    def has_files(self) -> bool:
        return self.message is not None and Attachment.objects.filter(message=self.message).exists()

    @cached_property
    def mail(self) -> Mail | None:
        """The headers of the mail that the message came by; a row that is being taken in names it only later."""
        message = self.message
        if message is None:
            return None
        row = current_passage().mails.get(message.pk) if self.live else None
        row = row or InboundEmail.objects.filter(ticket_message=message).first()
        if row is None:
            return None
        head = bytes(row.raw)[:_MOST_HEADER_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
        return message_from_bytes(head + b"\n\n", policy=compat32)

    def header(self, name: str) -> str | None:
        if self.mail is None:
            return None
        found = self.mail.get_all(name, [])
        return "\n".join(_decoded(str(value)) for value in found) if found else None


def live_facts(event: Event) -> EventFacts:
    """Of an event that is being told; the ticket as the act leaves it."""
    ticket = event.ticket
    return EventFacts(event, _Columns(ticket), lambda: every_name_on(ticket), live=True, is_now=True)


def facts_then(event: Event, state: State, names: TagNames | None = None) -> EventFacts:
    """Of an event of the past; `state` is the ticket's after it, rebuilt from the log.

    `names`: what tags are called, for whoever asks about many events.
    """
    names = names or TagNames()
    return EventFacts(event, state.columns, lambda: names.every_name(state.tags))


def facts_now(event: Event, ticket: Ticket) -> EventFacts:
    """Of the ticket as it is now, as if its newest event were happening."""
    return EventFacts(event, snapshot(ticket), lambda: every_name_on(ticket), is_now=True)


class _Columns(Mapping[str, Any]):
    """The ticket's columns as they stand, without copying the thirty of them for each event."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket

    def __getitem__(self, column: str) -> Any:
        return getattr(self.ticket, column)

    def __iter__(self) -> Any:
        return iter(snapshot(self.ticket))

    def __len__(self) -> int:
        return len(snapshot(self.ticket))


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError, UnicodeError):
        return value


def _priority(number: Any) -> str | None:
    return Priority(number).name.lower() if number in Priority.values else None


def _level(number: Any) -> str | None:
    return None if number is None else str(int(number))


def _actor(facts: EventFacts, name: str) -> str:
    event = facts.event
    if event.actor_kind == ActorKind.RULE:
        return "rule"
    if event.actor_kind != ActorKind.PERSON or event.actor is None:
        return "machine"
    return "staff" if event.actor.role in STAFF_ROLES else "customer"


def _column(column: str, as_word: Callable[[Any], Any] = lambda value: value) -> Callable[[EventFacts, str], Any]:
    return lambda facts, name: as_word(facts.columns.get(column))


def _before(column: str, as_word: Callable[[Any], Any] = lambda value: value) -> Callable[[EventFacts, str], Any]:
    return lambda facts, name: as_word(facts.before(column))


def _answer(facts: EventFacts, name: str) -> Any:
    answers = facts.columns.get("fields")
    return answers.get(name) if isinstance(answers, Mapping) else None


def _of_requester(attribute: str) -> Callable[[EventFacts, str], Any]:
    return lambda facts, name: getattr(facts.requester, attribute, None)


def _of_organization(attribute: str) -> Callable[[EventFacts, str], Any]:
    return lambda facts, name: getattr(facts.organization, attribute, None)


def _address(facts: EventFacts, name: str) -> str:
    if facts.live and facts.event.ticket.requester_address:
        return facts.event.ticket.requester_address
    return facts.requester.email if facts.requester else ""


def _mail_subject(facts: EventFacts, name: str) -> str | None:
    return facts.header("Subject")


def _percent(facts: EventFacts, name: str) -> Any:
    """Of the clock that the event tells of; None for all other events."""
    return 100 if facts.event.kind == EventKind.SLA_BREACHED else facts.event.data.get("percent")


def _minutes_left(facts: EventFacts, name: str) -> float | None:
    """Until the first deadline that runs, below zero once it is over; None where nothing runs."""
    event = facts.event
    if facts.is_now:
        due, at = event.ticket.next_due_at, event.at if facts.live else clock.now()
    else:
        ran = event.ticket.clocks.filter(started_at__lte=event.at).exclude(ended_at__lte=event.at)
        due, at = ran.aggregate(due=Min("due_at"))["due"], event.at
    return None if due is None else (due - at).total_seconds() / 60


def _is_breached(facts: EventFacts, name: str) -> bool:
    breaches = Event.objects.filter(ticket=facts.event.ticket_id, kind=EventKind.SLA_BREACHED)
    return breaches.filter(seq__lte=facts.event.seq).exists()


def _of_rating(name: str) -> Callable[[EventFacts, str], Any]:
    """Of the rating that the event tells of; None for all other events."""
    return lambda facts, _name: facts.event.data.get(name) if facts.event.kind == EventKind.RATED else None


def _is_rated_low(facts: EventFacts, name: str) -> bool:
    data = facts.event.data
    return facts.event.kind == EventKind.RATED and is_low(data["of"], data["score"])


_READERS: dict[str, Callable[[EventFacts, str], Any]] = {
    "subject": _column("subject"),
    "status": _column("status"),
    "priority": _column("priority", _priority),
    "level": _column("level", _level),
    "kind": _column("kind"),
    "channel": _column("channel"),
    "team": _column("team_id"),
    "assignee": _column("assignee_id"),
    "tags": lambda facts, name: facts.tags,
    "mailbox": _column("mailbox_id"),
    "brand": _column("brand_id", lambda key: key or DEFAULT_BRAND),
    "language": _column("language"),
    "sentiment": _column("sentiment"),
    "form": _column("form_id"),
    "answer": _answer,
    "reopen_count": _column("reopen_count"),
    "is_snoozed": _column("snoozed_until", lambda until: until is not None),
    "actor": _actor,
    "before.status": _before("status"),
    "before.priority": _before("priority", _priority),
    "before.level": _before("level", _level),
    "before.team": _before("team_id"),
    "before.assignee": _before("assignee_id"),
    "requester.email": _address,
    "requester.domain": lambda facts, name: _address(facts, "").rpartition("@")[2],
    "requester.name": _of_requester("name"),
    "requester.language": _of_requester("language"),
    "organization": _column("organization_id"),
    "organization.name": _of_organization("name"),
    "organization.tier": _of_organization("tier"),
    "message.text": lambda facts, name: facts.message.text if facts.message else None,
    "message.subject": _mail_subject,
    "message.header": lambda facts, name: facts.header(name),
    "sla.target": lambda facts, name: facts.event.data.get("target"),
    "sla.percent": _percent,
    "sla.minutes_left": _minutes_left,
    "sla.is_breached": _is_breached,
    "message.has_files": lambda facts, name: facts.has_files,
    "rating.kind": _of_rating("of"),
    "rating.score": _of_rating("score"),
    "rating.is_low": _is_rated_low,
    "rating.comment": _of_rating("comment"),
}
