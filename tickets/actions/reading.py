"""What an agent has read. No change to the ticket: no event, no lock."""

from accounts.models import User
from tickets.actions.mentioning import read_mentions
from tickets.models import Ticket, TicketRead


def mark_read(ticket: Ticket, *, actor: User, seen_seq: int | None = None) -> None:
    """Remember that `actor` has read up to `seen_seq` (all of it when None), and with all of it where they were named."""
    seen = ticket.conversation_seq if seen_seq is None else min(seen_seq, ticket.conversation_seq)
    TicketRead.objects.bulk_create(
        [TicketRead(person=actor, ticket=ticket, seen_seq=seen)],
        update_conflicts=True,
        unique_fields=["person", "ticket"],
        update_fields=["seen_seq"],
    )
    if seen == ticket.conversation_seq:
        read_mentions(actor, ticket=ticket)
