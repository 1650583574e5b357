"""The only place that locks tickets. Lock order everywhere: tickets by number, then clocks, then people."""

from collections.abc import Iterable

from django.db.models import QuerySet

from helpdesk.prepared import Prepared
from tickets.door import current_passage
from tickets.models import Ticket

# The weak lock (no key) lets messages and events refer to the ticket meanwhile. With it comes, as fresh, what permissions
# and mails depend on.
_for_update = Prepared(
    lambda number: (
        Ticket.objects.filter(pk=number)
        .select_related("team", "requester", "mailbox")
        .select_for_update(of=("self",), no_key=True)
    )
)


def locked(ticket: Ticket) -> Ticket:
    """The ticket, fresh, its row locked until the outermost verb ends; the same instance each time within it.

    Raises Ticket.DoesNotExist when it is gone.
    """
    passage = current_passage()
    known = passage.locked.get(ticket.pk)
    if known is not None:
        return known
    fresh = _for_update.first(ticket.pk)
    if fresh is None:
        raise Ticket.DoesNotExist
    _renew(ticket, fresh)
    passage.note_lock(ticket)
    return ticket


def locked_all(tickets: Iterable[Ticket]) -> list[Ticket]:
    """Several tickets, locked in the order of their numbers, so that two verbs never wait for each other."""
    return [locked(ticket) for ticket in sorted(tickets, key=lambda ticket: ticket.pk)]


def locked_first(tickets: "QuerySet[Ticket]") -> Ticket | None:
    """The first of an ordered queryset that nobody holds at this moment, locked; None when there is none.

    PostgreSQL asks the conditions again of a row that changed meanwhile, so that two never get the same.
    """
    ticket = tickets.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    if ticket is not None:
        current_passage().note_lock(ticket)
    return ticket


def locked_free(tickets: "QuerySet[Ticket]") -> list[Ticket]:
    """Those of a queryset that nobody holds at this moment, locked, in the order of their numbers."""
    free = tickets.order_by("pk").select_related("team", "requester", "mailbox")
    found = list(free.select_for_update(of=("self",), no_key=True, skip_locked=True))
    for ticket in found:
        current_passage().note_lock(ticket)
    return found


def _renew(ticket: Ticket, fresh: Ticket) -> None:
    """Make the instance that the caller has what the row is now, and forget what was loaded beside it."""
    ticket.__dict__.pop("_prefetched_objects_cache", None)
    ticket.__dict__.update(fresh.__dict__)
