"""Who works on a ticket."""

from django.utils.translation import gettext as _

from accounts.actors import Actor, is_human_agent
from accounts.models import Team, User
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.escalation import accept_escalation
from tickets.door import verb
from tickets.errors import IllegalTransition, Invalid
from tickets.escalations import find_under_way, may_answer
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Event, Level, Status, Ticket
from tickets.models.escalation import EscalationState


@verb
def assign(ticket: Ticket, *, actor: Actor, assignee: User | None) -> Event | None:
    """Give the ticket to a person of ours, or to nobody; None if they have it already.

    The first assignment to a person makes a new ticket open. Who takes on what waits for them to be accepted, accepts it.
    Raises Invalid when they can't work tickets, IllegalTransition once it is closed.
    """
    ticket = locked(ticket)
    require(actor, Permission.ASSIGN, ticket)
    _refuse_closed(ticket)
    if assignee is not None and not (assignee.is_staff and assignee.is_active):
        raise Invalid(_("Tickets are assigned to active members of staff only."))
    if assignee is not None and assignee == actor and _waits_for(assignee, ticket):
        return accept_escalation(ticket, actor=assignee)
    if ticket.assignee_id == (assignee.pk if assignee else None):
        return None

    touched = assignee is not None and ticket.status == Status.NEW and is_human_agent(actor)
    changes = change(
        ticket, assignee_id=assignee.pk if assignee else None, **({"status": Status.OPEN} if touched else {})
    )
    ticket.assignee = assignee  # so that nobody asks again for whom we have at hand
    return record(ticket, EventKind.ASSIGNED, actor=actor, changes=changes)


@verb
def assign_team(ticket: Ticket, *, actor: Actor, team: Team | None) -> Event | None:
    """Put the ticket into a team's queue, or into none; None if it is there already.

    Somebody outside the new team loses the ticket. Raises IllegalTransition when the team does not serve the ticket's level
    (escalating is the way there) or once it is closed.
    """
    ticket = locked(ticket)
    require(actor, Permission.ASSIGN, ticket)
    _refuse_closed(ticket)
    if ticket.team_id == (team.pk if team else None):
        return None
    if team is not None and not team.serves(ticket.level):
        raise IllegalTransition(
            _way_there(team, ticket.level) % {"team": team.name, "level": Level(ticket.level).label}
        )

    keeps = team is None or ticket.assignee_id is None or team.members.filter(pk=ticket.assignee_id).exists()
    changes = change(ticket, team_id=team.pk if team else None, **({} if keeps else {"assignee_id": None}))
    return record(ticket, EventKind.ASSIGNED, actor=actor, changes=changes)


def _waits_for(person: User, ticket: Ticket) -> bool:
    """Only above the first line is there anything to accept: elsewhere nobody asks."""
    if ticket.level <= Level.FIRST_LINE:
        return False
    escalation = find_under_way(ticket)
    return escalation is not None and escalation.state == EscalationState.WAITING and may_answer(person, escalation)


def _refuse_closed(ticket: Ticket) -> None:
    if ticket.is_closed:
        raise IllegalTransition(
            _(
                "This ticket is closed for good and belongs to nobody's work any more. Open a follow-up to go on with it."
            )
        )


def _way_there(team: Team, level: int) -> str:
    if any(served > level for served in team.levels):
        return _("%(team)s does not work at %(level)s. Escalate the ticket to hand it over.")
    return _("%(team)s does not work at %(level)s. Hand the ticket back, or bring it down a level first.")
