"""Who may answer an escalation, hand it back, or bring a ticket down; the verbs ask, and so do pages that offer it."""

from accounts.actors import Actor
from accounts.models import User
from helpdesk.prepared import Prepared
from tickets.events import EventKind
from tickets.models import Escalation, Event, Ticket
from tickets.models.escalation import UNDER_WAY, EscalationState

_NAMED = ("by", "from_team", "to_team", "from_assignee", "accepted_by", "listed_reason")
_ANSWERS = (EventKind.ESCALATION_DECLINED, EventKind.HANDED_BACK)
_under_way = Prepared(
    lambda number: Escalation.objects.filter(ticket=number, state__in=UNDER_WAY).select_related(*_NAMED).order_by("pk")
)
_answers = Prepared(
    lambda number: Event.objects.filter(ticket=number, kind__in=_ANSWERS).select_related("actor").order_by("seq")
)


def find_under_way(ticket: Ticket) -> Escalation | None:
    """With the people and teams that it names."""
    escalation = _under_way.first(ticket.pk)
    if escalation is not None:
        escalation.ticket = ticket
    return escalation


def who_answered(ticket: Ticket) -> dict[int, User]:
    """Of each escalation that came back: who declined it or handed it back, as the log says. By its key, one statement."""
    return {event.data["escalation"]: event.actor for event in _answers(ticket.pk) if event.actor is not None}


def may_answer(actor: Actor, escalation: Escalation) -> bool:
    """Accept or decline it: the team that it went to, leads and admins; nobody answers their own."""
    if not isinstance(actor, User):
        return True
    return escalation.by_id != actor.pk and _works_there(actor, escalation)


def may_hand_back(actor: Actor, escalation: Escalation) -> bool:
    """Also whoever has accepted it, wherever they work now; one's own only once somebody else has accepted it."""
    if not isinstance(actor, User) or actor.pk == escalation.accepted_by_id:
        return True
    if escalation.state == EscalationState.WAITING:
        return may_answer(actor, escalation)
    return _works_there(actor, escalation)


def may_bring_down(actor: Actor, ticket: Ticket, escalation: Escalation | None) -> bool:
    """Who has the ticket, its team and leads; and whoever escalated it, while it still waits: they take it back."""
    if not isinstance(actor, User) or actor.is_lead or ticket.team_id is None or ticket.assignee_id == actor.pk:
        return True
    if escalation is not None and escalation.state == EscalationState.WAITING and escalation.by_id == actor.pk:
        return True
    return _is_member(actor, ticket.team_id)


def _works_there(person: User, escalation: Escalation) -> bool:
    if person.is_lead:
        return True
    if escalation.to_team_id is None:  # it waits in no queue: for whoever works at that level
        return (person.level or 0) >= escalation.to_level
    return _is_member(person, escalation.to_team_id)


def _is_member(person: User, team: int) -> bool:
    return person.teams.filter(pk=team).exists()
