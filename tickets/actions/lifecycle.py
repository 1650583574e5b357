"""The life of a ticket: its status, solving, reopening, closing, spam and deletion."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actors import Actor, person_of
from accounts.permissions import Permission
from tickets.access import refuse_put_away, require, require_permission
from tickets.actions.escalation import end_escalation
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Event, Status, Ticket
from tickets.solving import refuse_closed, refuse_unsolvable


@verb
def set_status(ticket: Ticket, *, actor: Actor, status: Status) -> Event | None:
    """Set any status; solving, reopening and closing take their own verbs. None if it already is.

    Raises IllegalTransition from closed, and to new.
    """
    if status == Status.SOLVED:
        return solve(ticket, actor=actor)
    if status == Status.CLOSED:
        return close(ticket, actor=actor)
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    if status == ticket.status:
        return None
    refuse_closed(ticket)
    if status == Status.NEW:
        raise IllegalTransition(_("Only a ticket that nobody has touched is new."))
    if ticket.status == Status.SOLVED:
        reopened = reopen(ticket, actor=actor)
        if status == Status.OPEN:
            return reopened

    return record(ticket, EventKind.STATUS_CHANGED, actor=actor, changes=change(ticket, status=status))


def untouched_again(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Part of the verbs that undo: what made a new ticket open is taken back, and nobody did anything else; None if it is new.

    Raises IllegalTransition once it is closed.
    """
    require(actor, Permission.CHANGE, ticket)
    refuse_closed(ticket)
    if ticket.status == Status.NEW:
        return None
    return record(ticket, EventKind.STATUS_CHANGED, actor=actor, changes=change(ticket, status=Status.NEW))


@verb
def solve(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Mark the ticket solved; None if it already is. A wait, a snooze and an escalation under way end.

    Raises IllegalTransition while fields are missing or children are unfinished.
    """
    ticket = locked(ticket)
    require(actor, Permission.SOLVE, ticket)
    refuse_closed(ticket)
    if ticket.status == Status.SOLVED:
        return None
    refuse_unsolvable(ticket, actor)

    changes = change(
        ticket, status=Status.SOLVED, solved_at=current_passage().now(), waiting_since=None, snoozed_until=None
    )
    end_escalation(ticket)
    return record(ticket, EventKind.SOLVED, actor=actor, changes=changes)


@verb
def reopen(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Make a solved ticket open again; None if it is not solved. Raises IllegalTransition once it is closed."""
    ticket = locked(ticket)
    require(actor, Permission.REOPEN, ticket)
    refuse_closed(ticket)
    return None if ticket.status != Status.SOLVED else reopen_solved(ticket, actor=actor)


def reopen_solved(ticket: Ticket, *, actor: Actor) -> Event:
    """Part of the verbs that reopen: by the button, which not everybody has, or by writing, which whoever takes part may."""
    changes = change(ticket, status=Status.OPEN, solved_at=None, reopen_count=ticket.reopen_count + 1)
    if _is_customer(actor) and ticket.waiting_since is None:
        changes |= change(ticket, waiting_since=current_passage().now())
    return record(ticket, EventKind.REOPENED, actor=actor, changes=changes)


@verb
def close(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Close for good; None if it already is.

    Afterwards a customer's message opens a follow-up, and what steers the work (status, assignee, team, level, priority, kind,
    subject, brand, form, who is in copy) is refused. What files the ticket or corrects the figures is not: tags, links, notes,
    spam, deleting, a rating.
    """
    ticket = locked(ticket)
    require(actor, Permission.CLOSE, ticket)
    if ticket.is_closed:
        return None

    if ticket.status != Status.SOLVED:
        refuse_unsolvable(ticket, actor)

    now = current_passage().now()
    solved_at: datetime = ticket.solved_at or now
    if ticket.status != Status.SOLVED:  # solving has ended it
        end_escalation(ticket)
    changes = change(
        ticket, status=Status.CLOSED, closed_at=now, solved_at=solved_at, waiting_since=None, snoozed_until=None
    )
    return record(ticket, EventKind.CLOSED, actor=actor, changes=changes)


@verb
def mark_spam(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Take the ticket out of every list and figure; None if it already is spam.

    Also one that is closed for good: what turns out to be junk later is no work that was done.
    """
    ticket = locked(ticket)
    require(actor, Permission.SPAM, ticket)
    return _flag(ticket, actor, EventKind.MARKED_SPAM, is_spam=True)


@verb
def unmark_spam(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Bring a ticket back from spam; None if it was none."""
    ticket = locked(ticket)
    require(actor, Permission.SPAM, ticket)
    return _flag(ticket, actor, EventKind.UNMARKED_SPAM, is_spam=False)


@verb
def delete(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Put the ticket away, so that it is only read until `restore` brings it back. None if it already is deleted."""
    ticket = locked(ticket)
    require_permission(actor, Permission.DELETE, ticket)
    if ticket.deleted_at is not None:
        return None
    refuse_put_away(ticket)
    return _flag(ticket, actor, EventKind.DELETED, deleted_at=current_passage().now())


@verb
def restore(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Bring a deleted ticket back as it was; None if it was not deleted."""
    ticket = locked(ticket)
    require_permission(actor, Permission.DELETE, ticket)
    return _flag(ticket, actor, EventKind.RESTORED, deleted_at=None)


def _flag(ticket: Ticket, actor: Actor, kind: EventKind, **columns: object) -> Event | None:
    changes = change(ticket, **columns)
    return record(ticket, kind, actor=actor, changes=changes) if changes else None


def _is_customer(actor: Actor) -> bool:
    person = person_of(actor)
    return person is not None and not person.is_staff
