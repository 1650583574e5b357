"""The access door: which ticket somebody may reach, and what they may do with it."""

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import Permission, role_may
from helpdesk.prepared import Prepared
from tickets.errors import IllegalTransition, NotAllowed
from tickets.models import Ticket

# A customer does these to requests of their own only, not to those they merely see.
_REQUESTER_ONLY = (Permission.SOLVE, Permission.REOPEN)
# What nearly every reader of a ticket looks at; each further table costs more than it saves.
_RELATED = ("requester__organization", "assignee", "team")
_with_number = Prepared(lambda number: Ticket.objects.filter(pk=number).select_related(*_RELATED))
_LONGEST_NUMBER = 18


def ticket_for(person: User, number: int) -> Ticket:
    """The ticket with this number. Raises Ticket.DoesNotExist when the person may not see it (a 404 for them)."""
    if len(str(number)) > _LONGEST_NUMBER:
        raise Ticket.DoesNotExist
    ticket = _with_number.first(number)
    if ticket is None or not sees(person, ticket):
        raise Ticket.DoesNotExist
    return ticket


def sees(person: User, ticket: Ticket) -> bool:
    """Whether the person may see this ticket as it is now: what the query would find, mostly without asking it."""
    if person.is_staff and person.is_active and not (ticket.team is not None and ticket.team.is_private):
        return True
    return Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists()


def survivor_of(ticket: Ticket) -> Ticket:
    """Where the conversation of this ticket is now: itself, or the last of those it was merged into."""
    while ticket.merged_into_id is not None:
        ticket = Ticket.objects.get(pk=ticket.merged_into_id)
    return ticket


def may(actor: Actor, permission: Permission, ticket: Ticket | None = None) -> bool:
    """Whether the actor may do this, to this ticket when one is given; machines of ours may do everything."""
    if not isinstance(actor, User):
        return True
    if not actor.is_active or not role_may(actor.role, permission):
        return False
    return ticket is None or _may_reach(actor, permission, ticket)


def require(actor: Actor, permission: Permission, ticket: Ticket | None = None) -> None:
    """Raise NotAllowed unless the actor may, and IllegalTransition on a ticket that is only read any more."""
    require_permission(actor, permission, ticket)
    if ticket is not None:
        refuse_put_away(ticket)


def require_permission(actor: Actor, permission: Permission, ticket: Ticket | None = None) -> None:
    """The same whatever became of the ticket: for what brings it back, and what changes nothing of it."""
    if not may(actor, permission, ticket):
        raise NotAllowed


def refuse_put_away(ticket: Ticket) -> None:
    """Raise IllegalTransition, saying what to do instead, when the ticket is part of another one now or was deleted."""
    if ticket.merged_into_id is not None:
        numbers = {"number": ticket.pk, "survivor": survivor_of(ticket).pk}
        raise IllegalTransition(_("#%(number)s was merged into #%(survivor)s. Work goes on there.") % numbers)
    if ticket.deleted_at is not None:
        raise IllegalTransition(_("#%(number)s is deleted. Restore it first.") % {"number": ticket.pk})


def _may_reach(actor: User, permission: Permission, ticket: Ticket) -> bool:
    if not actor.is_staff and permission in _REQUESTER_ONLY and ticket.requester_id != actor.pk:
        return False
    return sees(actor, ticket)
