"""What an agent has read. No change to the ticket: no event, no lock."""

from django.db import connection

from accounts.models import User
from tickets.models import Ticket

# One statement, and so without a transaction of its own.
_SQL = """
    INSERT INTO tickets_ticketread (person_id, ticket_id, seen_seq) VALUES (%s, %s, %s)
    ON CONFLICT (person_id, ticket_id) DO UPDATE SET seen_seq = excluded.seen_seq
"""


def mark_read(ticket: Ticket, *, actor: User, seen_seq: int | None = None) -> None:
    """Remember that `actor` has read up to `seen_seq` (all of it when None)."""
    seen = ticket.conversation_seq if seen_seq is None else min(seen_seq, ticket.conversation_seq)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [actor.pk, ticket.pk, seen])
