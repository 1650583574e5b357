"""The column by which lists know that an answer waits on a ticket for its time; part of the verbs that change such drafts."""

from django.db.models import Min

from tickets.locking import locked
from tickets.models import Draft, Ticket


def mark_held(ticket: Ticket) -> None:
    """Write when the next answer for later leaves into the locked ticket's `held_until`."""
    ticket = locked(ticket)
    held = Draft.objects.filter(ticket=ticket, is_for_later=True, send_at__isnull=False)
    soonest = held.aggregate(at=Min("send_at"))["at"]
    if soonest != ticket.held_until:
        ticket.held_until = soonest
        ticket.save(update_fields=["held_until"])
