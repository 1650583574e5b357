"""The only place that locks tickets. Lock order everywhere: tickets by number, then clocks, then people."""

from collections.abc import Iterable

from django.db.models import QuerySet

from tickets.door import current_passage
from tickets.models import Ticket


def locked(ticket: Ticket) -> Ticket:
    """The ticket, fresh, its row locked until the outermost verb ends; the same instance each time within it.

    The weak lock (no key) lets messages and events refer to the ticket meanwhile.
    Raises Ticket.DoesNotExist when it is gone.
    """
    passage = current_passage()
    known = passage.locked.get(ticket.pk)
    if known is not None:
        return known
    ticket.refresh_from_db(from_queryset=_for_update())
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


def _for_update():  # type: ignore[no-untyped-def]  # a plain queryset
    return Ticket.objects.select_for_update(of=("self",), no_key=True)
