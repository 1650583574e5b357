"""Following a ticket: being told of it without being part of the conversation."""

from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.relations import add_participant, remove_participant
from tickets.door import verb
from tickets.models import Event, Ticket
from tickets.models.participant import ParticipantRole


@verb
def follow(ticket: Ticket, *, actor: User) -> Event | None:
    """Follow this ticket oneself; None if one does."""
    require(actor, Permission.NOTE, ticket)
    return add_participant(ticket, actor=actor, person=actor, role=ParticipantRole.FOLLOWER)


@verb
def unfollow(ticket: Ticket, *, actor: User) -> Event | None:
    """Stop following; None if one did not."""
    require(actor, Permission.NOTE, ticket)
    return remove_participant(ticket, actor=actor, person=actor, role=ParticipantRole.FOLLOWER)
