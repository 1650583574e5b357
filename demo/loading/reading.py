"""Who has read what: an agent who wrote has read up to their words; most of yesterday's news was read by the assignee."""

from datetime import timedelta
from random import Random

from django.db.models import Max, Q

from accounts.models import User
from helpdesk import clock
from tickets.models import Ticket, TicketRead

FRESH = timedelta(hours=6)


def mark_what_was_read(random: Random) -> None:
    """Unread stays what came in today, and a few older ones."""
    staff = list(User.objects.staff())
    fresh_since = clock.now() - FRESH
    work = Ticket.objects.unfinished().annotate(
        last_at=Max("messages__created_at", filter=Q(messages__from_staff=False))
    )
    reads = []
    for ticket in work.order_by("pk"):
        written = dict(ticket.messages.filter(from_staff=True).values_list("author").annotate(Max("seq")))
        for person in staff:
            seen = written.get(person.pk) or 0
            if (ticket.last_at is None or ticket.last_at < fresh_since) and random.random() < 0.9:
                seen = ticket.conversation_seq
            if seen:
                reads.append(TicketRead(person=person, ticket=ticket, seen_seq=seen))
    # Whoever wrote has a row already.
    TicketRead.objects.bulk_create(
        reads,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["person", "ticket"],
        update_fields=["seen_seq"],
    )
