"""Everything that the page of a ticket shows, gathered in a fixed number of queries."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission, role_may
from desk.conversation import Conversation, Looks, conversation_of
from desk.deliveries import deliveries_of
from desk.emergencies import Shown, running_on
from desk.fields import FormBox, form_box
from desk.follow_through import FollowThrough, follow_through_of
from desk.handing_on import HandOver, hand_over_of
from desk.links import Linked, linked_to
from desk.participants import Participants, participants_of
from desk.transfers import drafts_left_behind
from helpdesk.planned import PlannedSQL
from helpdesk.prepared import Prepared
from knowledgebase.before_writing import BeforeWriting, ReadArticle, articles_read, before_writing
from tickets.access import may
from tickets.models import Draft, Level, Status, Ticket

EARLIER_TICKETS = 5
_ENDED = (Status.CLOSED,)
_BELONGINGS = PlannedSQL.written(
    """
    SELECT
        EXISTS (SELECT FROM tickets_ticketform WHERE is_active),
        EXISTS (SELECT FROM tickets_escalation WHERE ticket_id = %(ticket)s),
        EXISTS (
            SELECT FROM tickets_message message JOIN tickets_attachment file ON file.message_id = message.id
            WHERE message.ticket_id = %(ticket)s
        ),
        EXISTS (
            SELECT FROM tickets_message message JOIN outbox_outboundemail email ON email.ticket_message_id = message.id
            WHERE message.ticket_id = %(ticket)s
        ),
        EXISTS (SELECT FROM tickets_draft WHERE author_id = %(person)s AND ticket_id = %(ticket)s),
        EXISTS (SELECT FROM tickets_participant WHERE ticket_id = %(ticket)s AND role = 'cc'),
        EXISTS (SELECT FROM tickets_participant WHERE ticket_id = %(ticket)s AND role = 'follower'),
        EXISTS (SELECT FROM tickets_ticket WHERE merged_into_id = %(ticket)s),
        EXISTS (
            SELECT FROM tickets_message message JOIN tickets_question question ON question.message_id = message.id
            WHERE message.ticket_id = %(ticket)s
        ),
        EXISTS (
            SELECT FROM tickets_reminder WHERE ticket_id = %(ticket)s AND person_id = %(person)s AND ended_at IS NULL
        ),
        EXISTS (
            SELECT FROM desk_notification WHERE person_id = %(person)s AND ticket_id = %(ticket)s AND read_at IS NULL
        ),
        EXISTS (
            SELECT FROM accounts_team_members member JOIN tickets_ticket ticket ON ticket.team_id = member.team_id
            WHERE ticket.number = %(ticket)s AND member.user_id = %(person)s
        ),
        EXISTS (SELECT FROM integrations_issuelink WHERE ticket_id = %(ticket)s)
            OR EXISTS (SELECT FROM integrations_trackercall WHERE ticket_id = %(ticket)s AND state <> 'sent'),
        EXISTS (SELECT FROM tickets_emergency WHERE ticket_id = %(ticket)s AND ended_at IS NULL),
        EXISTS (SELECT FROM knowledgebase_helpsession WHERE ticket_id = %(ticket)s),
        EXISTS (
            SELECT FROM tickets_ticket ticket
            JOIN accounts_user person ON person.id = ticket.requester_id OR person.merged_into_id = ticket.requester_id
            JOIN knowledgebase_helpsession session ON session.person_id = person.id
            JOIN knowledgebase_helparticle shown ON shown.session_id = session.id
            WHERE ticket.number = %(ticket)s AND shown.read_at IS NOT NULL AND session.ticket_id IS DISTINCT FROM %(ticket)s
        ),
        coalesce((SELECT seen_seq FROM tickets_ticketread WHERE person_id = %(person)s AND ticket_id = %(ticket)s), 0),
        ARRAY(
            SELECT name FROM tickets_tag JOIN tickets_ticket_tags ON tag_id = tickets_tag.id
            WHERE ticket_id = %(ticket)s ORDER BY name
        )
    """,
    "ticket",
    "person",
)


class Belongings(NamedTuple):
    """What a ticket has beside its own row, for one person; what most tickets do not have is then not asked for."""

    has_forms: bool  # there are some to choose from
    has_escalations: bool
    has_files: bool
    has_emails: bool
    has_drafts: bool
    has_copied: bool
    has_followers: bool
    has_merged: bool
    has_questions: bool
    has_reminders: bool
    has_notifications: bool  # unread ones
    is_in_team: bool  # the person, in the ticket's
    has_issues: bool  # in a tracker, or on their way there
    has_emergency: bool  # a running one
    has_help_session: bool  # the customer had looked for an answer before
    has_read: bool  # the customer, other articles before or since
    seen_seq: int
    tags: list[str]


@dataclass(slots=True)
class TicketParts:
    """What head, properties and tags show: the ticket, its tags, and what this person may do."""

    ticket: Ticket
    tags: list[str]
    may_delete: bool
    may_declare_emergency: bool
    may_judge: bool  # whether level 1 should have solved it

    @property
    def may_escalate(self) -> bool:
        return self.ticket.level < max(Level.values) and not self.ticket.is_solved

    @property
    def may_bring_down(self) -> bool:
        return self.ticket.level > Level.FIRST_LINE and not self.ticket.is_solved

    @property
    def may_tag(self) -> bool:
        """Also what is closed for good: tags file it."""
        return self.ticket.deleted_at is None and self.ticket.merged_into_id is None

    @property
    def is_read_only(self) -> bool:
        return self.ticket.status in _ENDED or self.ticket.deleted_at is not None


@dataclass(slots=True)
class TicketPage(TicketParts):
    conversation: Conversation
    earlier: list[Ticket]
    earlier_count: int
    linked: Linked
    form: FormBox | None
    has_forms: bool
    hand_over: HandOver | None
    participants: Participants
    follow_through: FollowThrough
    left_behind: list[Draft]  # of the reader, on tickets merged into this one
    has_issues: bool
    emergency: Shown | None
    before_writing: BeforeWriting | None
    articles_read: list[ReadArticle]

    @property
    def offers_issues(self) -> bool:
        """Where engineering works on it, or was asked to; elsewhere it is in the menu and the palette."""
        return self.has_issues or self.ticket.level == max(Level.values)


def belongings_of(ticket: Ticket, person: User) -> Belongings:
    with connection.cursor() as cursor:
        cursor.execute(_BELONGINGS, _BELONGINGS.params([ticket.pk, person.pk]))
        return Belongings(*cursor.fetchone())


def _may_judge(ticket: Ticket, person: User) -> bool:
    """Of one that came down again, leads say so in the list behind the figure."""
    return role_may(person.role, Permission.METRICS) and (ticket.level > Level.FIRST_LINE or bool(ticket.is_avoidable))


def parts_for(ticket: Ticket, person: User, tags: list[str]) -> TicketParts:
    return TicketParts(
        ticket,
        tags,
        may_delete=may(person, Permission.DELETE, ticket),
        may_declare_emergency=role_may(person.role, Permission.EMERGENCY),
        may_judge=_may_judge(ticket, person),
    )


def page_for(
    ticket: Ticket,
    person: User,
    belongings: Belongings,
    *,
    all_messages: bool = False,
    remote: frozenset[int] = frozenset(),
) -> TicketPage:
    follow_through = follow_through_of(
        ticket, person, has_questions=belongings.has_questions, has_reminders=belongings.has_reminders
    )
    looks = Looks(
        deliveries_of(ticket.pk) if belongings.has_emails else {},
        belongings.has_files,
        remote,
        follow_through.asked,
        follow_through.answers,
    )
    newest = _newest_tickets(person.role)(person.pk, ticket.requester_id)
    newest = [other for other in newest if other.pk != ticket.pk]
    return TicketPage(
        ticket=ticket,
        tags=belongings.tags,
        may_delete=may(person, Permission.DELETE, ticket),
        may_declare_emergency=role_may(person.role, Permission.EMERGENCY),
        may_judge=_may_judge(ticket, person),
        conversation=conversation_of(ticket, person, looks, all_messages=all_messages),
        earlier=newest[:EARLIER_TICKETS],
        earlier_count=_earlier_count(ticket, person) if len(newest) > EARLIER_TICKETS else len(newest),
        linked=linked_to(ticket, person),
        form=form_box(ticket),
        has_forms=belongings.has_forms,
        hand_over=hand_over_of(ticket, person) if belongings.has_escalations else None,
        participants=participants_of(ticket) if belongings.has_copied or belongings.has_followers else Participants(),
        follow_through=follow_through,
        left_behind=drafts_left_behind(person, ticket) if belongings.has_merged else [],
        has_issues=belongings.has_issues,
        emergency=running_on(ticket, person) if belongings.has_emergency else None,
        before_writing=before_writing(ticket) if belongings.has_help_session else None,
        articles_read=articles_read(ticket) if belongings.has_read else [],
    )


@cache
def _newest_tickets(role: str) -> Prepared[Ticket]:
    """Of a requester, one more than is shown beside the ticket at hand. What staff see depends on their role and key alone."""
    return Prepared(
        lambda person, requester: _tickets_of(person, requester, role).order_by("-updated_at")[: EARLIER_TICKETS + 2]
    )


@cache
def _all_tickets(role: str) -> Prepared[Ticket]:
    """To be counted."""
    return Prepared(lambda person, requester: _tickets_of(person, requester, role))


def _tickets_of(person: int, requester: int, role: str) -> QuerySet[Ticket]:
    visible = Ticket.objects.visible_to(User(pk=person, role=role))
    return visible.filter(requester=requester, deleted_at=None).only(
        "subject", "status", "level", "updated_at", "solved_at", "satisfaction", "is_spam", "deleted_at"
    )


def _earlier_count(ticket: Ticket, person: User) -> int:
    """Without the ticket at hand, unless it is deleted and so not among them."""
    return _all_tickets(person.role).count(person.pk, ticket.requester_id) - (ticket.deleted_at is None)
