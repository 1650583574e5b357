"""Telling people of the reminders whose time has come."""

import logging

from helpdesk import clock
from tickets.actions.reminding import tell_reminder
from tickets.errors import Refused
from tickets.models import Reminder, Ticket

MOST_AT_ONCE = 1_000  # the next run takes the rest

logger = logging.getLogger(__name__)


def tell_reminders() -> int:
    """Tell what is due, the longest due first; how many. Each is an act of its own; safe to run twice at once."""
    due = Reminder.objects.filter(at__lte=clock.now(), told_at=None, ended_at=None).order_by("at", "pk")
    return sum(_tell_or_log(reminder) for reminder in due.select_related("ticket")[:MOST_AT_ONCE])


def _tell_or_log(reminder: Reminder) -> bool:
    """One that cannot be told does not hold up the others."""
    try:
        return tell_reminder(reminder) is not None
    except (Refused, Ticket.DoesNotExist) as problem:
        logger.warning("Reminder %s is not told: %s", reminder.pk, problem)
        return False
