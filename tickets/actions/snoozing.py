"""Putting a ticket aside for a while: out of the lists until a moment, or until the customer writes. No clock stands still."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.actors import ALARM, Actor
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.reading import make_unread
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Event, Ticket

LONGEST = timedelta(days=366)


@verb
def snooze(ticket: Ticket, *, actor: Actor, until: datetime) -> Event | None:
    """Put the ticket aside until `until` (aware); None if it is put aside until just then.

    Raises Invalid for a moment that has gone by or is more than a year away, IllegalTransition when there is no work on it.
    """
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    if ticket.is_solved or ticket.is_spam:
        raise IllegalTransition(
            _("Nobody works on this ticket any more, so there is nothing to snooze. Reopen or restore it first.")
        )
    now = current_passage().now()
    if until <= now:
        raise Invalid(_("This time has gone by. Choose a later one."))
    if until > now + LONGEST:
        raise Invalid(_("Choose a time within a year."))

    changes = change(ticket, snoozed_until=until)
    return record(ticket, EventKind.SNOOZED, actor=actor, changes=changes) if changes else None


@verb
def unsnooze(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Bring a ticket back among those to be worked on; None if it was not snoozed."""
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    changes = change(ticket, snoozed_until=None)
    return record(ticket, EventKind.UNSNOOZED, actor=actor, changes=changes) if changes else None


@verb
def wake(ticket: Ticket) -> Event | None:
    """End a snooze whose time has come, and make the ticket unread for whom it concerns, so that it catches their eye.

    None when it was woken or snoozed again since it was found: the lock tells.
    """
    ticket = locked(ticket)
    if ticket.snoozed_until is None or ticket.snoozed_until > current_passage().now():
        return None

    whom = ticket.assignee_id or _sleeper(ticket)
    changes = change(ticket, snoozed_until=None)
    event = record(ticket, EventKind.UNSNOOZED, actor=ALARM, changes=changes)
    if whom is not None:
        make_unread(ticket, whom)
    return event


def _sleeper(ticket: Ticket) -> int | None:
    """Who put it aside last, when it is nobody's."""
    snoozes = ticket.events.filter(kind=EventKind.SNOOZED).order_by("-seq")
    return snoozes.values_list("actor", flat=True).first()
