"""Reminding oneself of a ticket at a moment. It stays where it is, in every list; only the one who asked is told."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.actors import REMINDER
from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require, require_permission
from tickets.content import storable
from tickets.door import current_passage, verb
from tickets.errors import Invalid
from tickets.events import EventKind, record
from tickets.locking import locked
from tickets.models import Event, Reminder, Ticket, TicketRead
from tickets.models.reminder import LONGEST_WORDS

LONGEST = timedelta(days=366)
MOST_OPEN = 20


@verb
def remind(ticket: Ticket, *, actor: User, at: datetime, words: str = "") -> Reminder:
    """Remind `actor` of the ticket at `at` (aware); the one they have for just then is the same.

    Raises Invalid for a moment that has gone by or is more than a year away, IllegalTransition on a deleted ticket.
    """
    ticket = locked(ticket)
    require(actor, Permission.NOTE, ticket)
    now = current_passage().now()
    if at <= now:
        raise Invalid(_("This time has gone by. Choose a later one."))
    if at > now + LONGEST:
        raise Invalid(_("Choose a time within a year."))
    words = " ".join(storable(words).split())[:LONGEST_WORDS]
    waiting = ticket.reminders.filter(person=actor, ended_at=None, told_at=None)
    same = waiting.filter(at=at, words=words).first()
    if same is not None:
        return same
    if waiting.count() >= MOST_OPEN:
        raise Invalid(_("You have many reminders of this ticket already. Take one of them back first."))

    reminder = Reminder.objects.create(ticket=ticket, person=actor, at=at, words=words, created_at=now)
    record(ticket, EventKind.REMINDER_SET, actor=actor, **_particulars(reminder))
    return reminder


@verb
def end_reminder(reminder: Reminder, *, actor: User) -> Event | None:
    """Done with it, or no longer wanted; None if it is ended. Raises Reminder.DoesNotExist for somebody else's."""
    ticket = locked(reminder.ticket)
    require_permission(actor, Permission.NOTE, ticket)
    reminder = Reminder.objects.get(pk=reminder.pk, person=actor)
    if reminder.ended_at is not None:
        return None

    reminder.ended_at = current_passage().now()
    reminder.save(update_fields=["ended_at"])
    return record(ticket, EventKind.REMINDER_ENDED, actor=actor, **_particulars(reminder))


@verb
def tell_reminder(reminder: Reminder) -> Event | None:
    """Its time has come: tell the one it is for, and make the ticket unread for them.

    None when it was told or taken back since it was found: the row tells.
    """
    ticket = locked(reminder.ticket)
    now = current_passage().now()
    waiting = ticket.reminders.filter(pk=reminder.pk, told_at=None, ended_at=None, at__lte=now)
    if not waiting.update(told_at=now):
        return None

    event = record(ticket, EventKind.REMINDER_DUE, actor=REMINDER, **_particulars(reminder), tell=[reminder.person_id])
    newest = ticket.conversation_seq
    if newest:
        TicketRead.objects.filter(ticket=ticket, person=reminder.person_id, seen_seq__gte=newest).update(
            seen_seq=newest - 1
        )
    return event


def _particulars(reminder: Reminder) -> dict[str, Any]:
    """Not its words, which are for the one who wrote them."""
    return {"reminder": reminder.pk, "person": reminder.person_id, "due_at": reminder.at.isoformat()}
