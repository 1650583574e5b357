"""What an agent has read. No change to the ticket: no event, no lock."""

from django.db import connection

from accounts.models import User
from helpdesk.planned import PlannedSQL
from tickets.models import Ticket, TicketRead

# One statement each, and so without a transaction of their own.
_SEEN = """
    INSERT INTO tickets_ticketread (person_id, ticket_id, seen_seq) VALUES (%(person)s, %(ticket)s, %(seen)s)
    ON CONFLICT (person_id, ticket_id) DO UPDATE SET seen_seq = excluded.seen_seq
"""
_READ_IN_PART = PlannedSQL.written(_SEEN, "person", "ticket", "seen")
_READ = PlannedSQL.written(
    f"""
    WITH seen AS ({_SEEN})
    UPDATE tickets_mention SET read_at = statement_timestamp()
    WHERE person_id = %(person)s AND ticket_id = %(ticket)s AND read_at IS NULL
    """,  # noqa: S608  # constants
    "person",
    "ticket",
    "seen",
)


def make_unread(ticket: Ticket, person: int) -> None:
    """Part of the verbs that bring a ticket back before somebody's eyes: they have not seen its newest message."""
    newest = ticket.conversation_seq
    TicketRead.objects.filter(ticket=ticket, person=person, seen_seq__gte=newest).update(seen_seq=newest - 1)


def mark_read(ticket: Ticket, *, actor: User, seen_seq: int | None = None) -> None:
    """Remember that `actor` has read up to `seen_seq` (all of it when None), and with all of it where they were named."""
    seen = ticket.conversation_seq if seen_seq is None else min(seen_seq, ticket.conversation_seq)
    sql = _READ if seen == ticket.conversation_seq else _READ_IN_PART
    with connection.cursor() as cursor:
        cursor.execute(sql, sql.params([actor.pk, ticket.pk, seen]))
