"""Calling whom emergencies call next, when nobody has acknowledged them in time."""

import logging

from helpdesk import clock
from tickets.actions.emergencies import take_due_step
from tickets.errors import Refused
from tickets.models import Emergency, Ticket

MOST_AT_ONCE = 1_000  # the next run takes the rest

logger = logging.getLogger(__name__)


def take_due_steps() -> int:
    """Take what is due, the longest due first; how many. Each is an act of its own; safe to run twice at once.

    After an outage one step is taken, and whoever it calls has their minutes: the others are not called all at once.
    """
    due = Emergency.objects.filter(next_at__lte=clock.now()).order_by("next_at", "pk")
    return sum(_take_or_log(emergency) for emergency in due[:MOST_AT_ONCE])


def _take_or_log(emergency: Emergency) -> bool:
    """One that cannot be taken does not hold up the others."""
    try:
        return take_due_step(emergency) is not None
    except (Refused, Ticket.DoesNotExist) as problem:
        logger.warning("Emergency %s calls nobody: %s", emergency.pk, problem)
        return False
