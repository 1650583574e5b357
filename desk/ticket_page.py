"""Everything that the page of a ticket shows, gathered in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from accounts.models import Team, User
from accounts.permissions import Permission
from desk.conversation import Conversation, conversation_of
from desk.lists import teams_for
from tickets.access import may
from tickets.models import Escalation, Level, Link, Priority, Status, Tag, Ticket
from tickets.models.escalation import UNDER_WAY

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

EARLIER_TICKETS = 5
_ENDED = (Status.CLOSED,)
_BELONGINGS = """
    SELECT EXISTS (SELECT FROM tickets_link WHERE ticket_id = %s), EXISTS (SELECT FROM tickets_link WHERE other_id = %s),
           EXISTS (SELECT FROM tickets_escalation WHERE ticket_id = %s)
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
    has_links, has_backlinks, has_escalations = _belongings(ticket)
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
    )


def _belongings(ticket: Ticket) -> tuple[bool, bool, bool]:
    """Whether there are links from here, links to here, escalations: most tickets have none, which costs one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_BELONGINGS, [ticket.pk] * 3)
        has_links, has_backlinks, has_escalations = cursor.fetchone()
    return has_links, has_backlinks, has_escalations


def _escalation(ticket: Ticket) -> Escalation | None:
    related = ("by", "from_team", "to_team", "accepted_by")
    return ticket.escalations.filter(state__in=UNDER_WAY).select_related(*related).first()
