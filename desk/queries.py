"""What the rows of a list show, read with one statement that loads nothing else."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import User
from accounts.models.user import display_name
from tickets.models import Sentiment, Status, Ticket

_FINISHED = (Status.SOLVED, Status.CLOSED)


class Row(NamedTuple):
    """A ticket as a list shows it. `seen` is the conversation_seq up to which the person has read."""

    number: int
    subject: str
    snippet: str
    status: str
    priority: int
    level: int
    channel: str
    kind: str
    sentiment: str
    brand_id: int
    fields: str  # JSON as it stands: few lists show it
    conversation_seq: int
    opened_at: datetime
    updated_at: datetime
    waiting_since: datetime | None
    solved_at: datetime | None
    snoozed_until: datetime | None
    next_due_at: datetime | None
    held_until: datetime | None
    assignee_id: int | None
    seen: int
    tags: list[str]
    organization: str
    requester: str
    assignee: str
    # The line in which the words of a search stand, or that the view has to say, as HTML.
    highlight: str = ""

    @property
    def is_unread(self) -> bool:
        """Whether something was said since the person last looked; what is solved waits for nobody to read it."""
        return self.seen < self.conversation_seq and self.status not in _FINISHED

    @property
    def is_upset(self) -> bool:
        """Whether an upset customer is still to be helped."""
        return self.sentiment == Sentiment.UPSET and self.status not in _FINISHED


# One look-up a row and no joins: planning the joins took longer than the look-ups do.
_SEEN = """coalesce((
    SELECT seen_seq FROM tickets_ticketread WHERE person_id = %s AND ticket_id = tickets_ticket.number
), 0)"""
_TAGS = """ARRAY(
    SELECT name FROM tickets_tag JOIN tickets_ticket_tags ON tag_id = tickets_tag.id
    WHERE ticket_id = tickets_ticket.number ORDER BY name
)"""
_ORGANIZATION = "coalesce((SELECT name FROM accounts_organization WHERE id = tickets_ticket.organization_id), '')"
_REQUESTER = "(SELECT ARRAY[name, email] FROM accounts_user WHERE id = tickets_ticket.requester_id)"
_ASSIGNEE = "(SELECT ARRAY[name, email] FROM accounts_user WHERE id = tickets_ticket.assignee_id)"
_OWN = Row._fields[: Row._fields.index("seen")]


def seen_by(person: User) -> RawSQL:
    """Up to which conversation_seq of a ticket the person has read; for an outermost queryset."""
    return RawSQL(_SEEN, [person.pk])  # noqa: S611  # a constant; the key is a parameter


def rows_statement(person: User, tickets: QuerySet[Ticket]) -> tuple[str, tuple[Any, ...]]:
    """Of the outermost queryset, which may be sliced; `rows_read` takes what it finds."""
    columns = (seen_by(person), *(RawSQL(sql, []) for sql in (_TAGS, _ORGANIZATION, _REQUESTER, _ASSIGNEE)))  # noqa: S611  # constants
    return tickets.values_list(*_OWN, *columns).query.sql_with_params()


def rows_read(sql: str, params: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [
            Row._make((*values, display_name(*requester), display_name(*assignee) if assignee else "", ""))
            for *values, requester, assignee in cursor
        ]


def load_rows(person: User, tickets: QuerySet[Ticket]) -> list[Row]:
    """In the order of the queryset."""
    return rows_read(*rows_statement(person, tickets))
