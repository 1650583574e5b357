"""Everything that the page of a ticket shows, gathered in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection

from accounts.models import Team, User
from accounts.permissions import Permission
from desk.conversation import Conversation, conversation_of
from desk.lists import teams_for
from desk.transfers import drafts_left_behind, followers
from tickets.access import may
from tickets.models import Attachment, Draft, Escalation, Level, Link, Priority, Status, Tag, Ticket
from tickets.models.escalation import UNDER_WAY
from tickets.models.message import MessageKind

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

EARLIER_TICKETS = 5
_ENDED = (Status.CLOSED,)
_BELONGINGS = """
    SELECT EXISTS (SELECT FROM tickets_link WHERE ticket_id = %s), EXISTS (SELECT FROM tickets_link WHERE other_id = %s),
           EXISTS (SELECT FROM tickets_escalation WHERE ticket_id = %s),
           EXISTS (SELECT FROM tickets_participant WHERE ticket_id = %s AND role = 'follower'),
           EXISTS (SELECT FROM tickets_ticket WHERE merged_into_id = %s)
"""


@dataclass(slots=True)
class TicketPage:
    ticket: Ticket
    conversation: Conversation
    tags: list[Tag]
    staff: list[User]
    teams: list[Team]
    earlier: list[Ticket]
    earlier_count: int
    links: list[Link]
    backlinks: list[Link]
    escalation: Escalation | None
    may_delete: bool
    followers: list[User] = field(default_factory=list)
    left_behind: list[Draft] = field(default_factory=list)  # by the reader, on tickets merged into this one

    @property
    def statuses(self) -> "list[tuple[str, _StrOrPromise]]":
        """Those that the agent may choose."""
        return [(value, label) for value, label in Status.choices if value != Status.NEW]

    @property
    def priorities(self) -> "list[tuple[int, _StrOrPromise]]":
        return [(value, label) for value, label in reversed(Priority.choices)]

    @property
    def higher_levels(self) -> "list[tuple[int, _StrOrPromise]]":
        return [(value, label) for value, label in Level.choices if value > self.ticket.level]

    @property
    def level_teams(self) -> list[Team]:
        return [team for team in self.teams if team.serves(self.ticket.level)]

    @property
    def higher_teams(self) -> list[Team]:
        return [team for team in self.teams if any(level > self.ticket.level for level in team.levels)]

    @property
    def is_read_only(self) -> bool:
        return self.ticket.status in _ENDED or self.ticket.deleted_at is not None


def page_for(ticket: Ticket, person: User, *, all_messages: bool = False, remote: Iterable[int] = ()) -> TicketPage:
    has_links, has_backlinks, has_escalations, has_followers, has_merged = _belongings(ticket)
    visible = Ticket.objects.visible_to(person)
    earlier = visible.filter(requester=ticket.requester, deleted_at=None).exclude(pk=ticket.pk)
    newest = list(earlier.order_by("-updated_at")[: EARLIER_TICKETS + 1])
    return TicketPage(
        ticket=ticket,
        conversation=conversation_of(ticket, person, all_messages=all_messages, remote=remote),
        tags=list(ticket.tags.all()),
        staff=list(User.objects.staff().order_by("name", "email")),
        teams=teams_for(person),
        earlier=newest[:EARLIER_TICKETS],
        earlier_count=earlier.count() if len(newest) > EARLIER_TICKETS else len(newest),
        links=list(ticket.links.filter(other__in=visible).select_related("other")) if has_links else [],
        backlinks=list(ticket.links_here.filter(ticket__in=visible).select_related("ticket")) if has_backlinks else [],
        escalation=_escalation(ticket) if has_escalations else None,
        may_delete=may(person, Permission.DELETE, ticket),
        followers=followers(ticket) if has_followers else [],
        left_behind=drafts_left_behind(person, ticket) if has_merged else [],
    )


def _belongings(ticket: Ticket) -> tuple[bool, ...]:
    """Links from here, links to here, escalations, followers, merged tickets: most have none, which costs one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_BELONGINGS, [ticket.pk] * 5)
        return cursor.fetchone()


def _escalation(ticket: Ticket) -> Escalation | None:
    related = ("by", "from_team", "to_team", "accepted_by")
    return ticket.escalations.filter(state__in=UNDER_WAY).select_related(*related).first()


@dataclass(slots=True)
class Box:
    """One of the two boxes for writing: for a reply, or for a note."""

    kind: str
    html: str
    cc: str
    seen_seq: int
    files: list[Attachment]
    error: str = ""
    news: int = 0
    is_stale: bool = False
    revision: int = 0

    @property
    def is_note(self) -> bool:
        return self.kind == MessageKind.NOTE

    @property
    def proposed_status(self) -> str:
        """Waiting on the customer is what mostly follows an answer."""
        return Status.PENDING


@dataclass(slots=True)
class Composer:
    """Both boxes, each with its own words; `kind` names the one in front."""

    kind: str
    boxes: list[Box]

    @property
    def is_note(self) -> bool:
        return self.kind == MessageKind.NOTE


def composer_for(ticket: Ticket, person: User, kind: str) -> Composer:
    """With the drafts that this person left, if any."""
    drafts = Draft.objects.filter(ticket=ticket, author=person).prefetch_related("attachments")
    kept = {draft.kind: draft for draft in drafts}
    kinds = (MessageKind.PUBLIC, MessageKind.NOTE)
    return Composer(kind=kind, boxes=[_box(ticket, one, kept.get(one)) for one in kinds])


def box_for(ticket: Ticket, person: User, kind: str) -> Box:
    """One box with the draft that this person left there, if any."""
    drafts = Draft.objects.filter(ticket=ticket, author=person, kind=kind).prefetch_related("attachments")
    return _box(ticket, kind, drafts.first())


def _box(ticket: Ticket, kind: str, draft: Draft | None) -> Box:
    """`news` is how many messages came since the draft was written."""
    if draft is None:
        cc = copied(ticket) if kind == MessageKind.PUBLIC else ""
        return Box(kind=kind, html="", cc=cc, seen_seq=ticket.conversation_seq, files=[])
    return Box(
        kind=kind,
        html=draft.html,
        cc=", ".join(draft.cc),
        seen_seq=ticket.conversation_seq,
        news=ticket.conversation_seq - draft.seen_seq,
        files=[file for file in draft.attachments.all() if not file.is_inline],
        revision=draft.revision,
    )


def copied(ticket: Ticket) -> str:
    """Who is in CC, as the field of the form shows it."""
    people = ticket.participants.filter(role="cc").select_related("person")
    return ", ".join(participant.person.email for participant in people)
