"""What an agent has read. No change to the ticket: no event, no lock."""

from django.db import connection

from accounts.models import User
from tickets.actions.mentioning import read_mentions
from tickets.models import Ticket, TicketRead

# One statement, and so without a transaction of its own.
_SQL = """
    INSERT INTO tickets_ticketread (person_id, ticket_id, seen_seq) VALUES (%s, %s, %s)
    ON CONFLICT (person_id, ticket_id) DO UPDATE SET seen_seq = excluded.seen_seq
"""


def make_unread(ticket: Ticket, person: int) -> None:
    """Part of the verbs that bring a ticket back before somebody's eyes: they have not seen its newest message."""
    newest = ticket.conversation_seq
    TicketRead.objects.filter(ticket=ticket, person=person, seen_seq__gte=newest).update(seen_seq=newest - 1)


def mark_read(ticket: Ticket, *, actor: User, seen_seq: int | None = None) -> None:
    """Remember that `actor` has read up to `seen_seq` (all of it when None), and with all of it where they were named."""
    seen = ticket.conversation_seq if seen_seq is None else min(seen_seq, ticket.conversation_seq)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [actor.pk, ticket.pk, seen])
    if seen == ticket.conversation_seq:
        read_mentions(actor, ticket=ticket)
