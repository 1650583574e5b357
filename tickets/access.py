"""The access door: which ticket somebody may reach, and what they may do with it."""

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.permissions import Permission, role_may
from tickets.errors import NotAllowed
from tickets.models import Ticket

# A customer does these to requests of their own only, not to those they merely see.
_REQUESTER_ONLY = (Permission.SOLVE, Permission.REOPEN)


def ticket_for(person: User, number: int) -> Ticket:
    """The ticket with this number. Raises Ticket.DoesNotExist when the person may not see it (a 404 for them)."""
    tickets = Ticket.objects.select_related("requester__organization", "organization", "assignee", "team", "mailbox")
    if person.is_staff and person.is_active:
        # Nearly always what the query would find, for a third of its cost.
        ticket = tickets.get(pk=number)
        if ticket.team is None or not ticket.team.is_private or person.pk in (ticket.assignee_id, ticket.requester_id):
            return ticket
    return tickets.visible_to(person).get(pk=number)


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
    """Raise NotAllowed unless the actor may."""
    if not may(actor, permission, ticket):
        raise NotAllowed


def _may_reach(actor: User, permission: Permission, ticket: Ticket) -> bool:
    if not actor.is_staff and permission in _REQUESTER_ONLY and ticket.requester_id != actor.pk:
        return False
    if actor.is_staff and (ticket.assignee_id == actor.pk or not _in_private_team(ticket)):
        return True  # what the query would find
    return Ticket.objects.visible_to(actor).filter(pk=ticket.pk).exists()


def _in_private_team(ticket: Ticket) -> bool:
    return ticket.team_id is not None and Team.objects.filter(pk=ticket.team_id, is_private=True).exists()
