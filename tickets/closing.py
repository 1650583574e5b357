"""Closing for good what was solved a while ago."""

import logging
from datetime import timedelta

from accounts.actors import AUTO_CLOSE
from accounts.general import general
from helpdesk import clock
from tickets.actions import close
from tickets.door import verb
from tickets.errors import Refused
from tickets.locking import locked
from tickets.models import Event, Status, Ticket

MOST_AT_ONCE = 1_000  # the next run takes the rest

logger = logging.getLogger(__name__)


def close_solved() -> int:
    """Close what was solved `close_after_days` ago; how many. Each ticket is an act of its own; safe to run twice at once."""
    due = clock.now() - timedelta(days=general().close_after_days)
    waiting = Ticket.objects.filter(status=Status.SOLVED, solved_at__lte=due, deleted_at=None).order_by("solved_at")[
        :MOST_AT_ONCE
    ]
    return sum(_close_or_log(ticket) for ticket in waiting)


def _close_or_log(ticket: Ticket) -> bool:
    """One that cannot be closed does not hold up the others."""
    try:
        return _close(ticket) is not None
    except Refused as refusal:
        logger.warning("Ticket %s is not closed: %s", ticket.pk, refusal)
        return False


@verb
def _close(ticket: Ticket) -> Event | None:
    """None when somebody reopened or closed it since it was found: the lock tells."""
    solved_at = ticket.solved_at
    ticket = locked(ticket)
    if ticket.status != Status.SOLVED or ticket.solved_at != solved_at:
        return None
    return close(ticket, actor=AUTO_CLOSE)
