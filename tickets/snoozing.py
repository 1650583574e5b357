"""Waking tickets whose snooze is over."""

import logging

from helpdesk import clock
from tickets.actions.snoozing import wake
from tickets.errors import Refused
from tickets.models import Ticket

MOST_AT_ONCE = 1_000  # the next run takes the rest

logger = logging.getLogger(__name__)


def wake_snoozed() -> int:
    """Wake what is due, the longest due first; how many. Each ticket is an act of its own; safe to run twice at once."""
    due = Ticket.objects.filter(snoozed_until__lte=clock.now()).order_by("snoozed_until", "pk")[:MOST_AT_ONCE]
    return sum(_wake_or_log(ticket) for ticket in due)


def _wake_or_log(ticket: Ticket) -> bool:
    """One that cannot be woken does not hold up the others."""
    try:
        return wake(ticket) is not None
    except (Refused, Ticket.DoesNotExist) as problem:
        logger.warning("Ticket %s is not woken: %s", ticket.pk, problem)
        return False
