"""What smart routing thinks (tickets/proposals.py): writing it down, acting on it, and what people make of it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.actors import SMART_ROUTING, Actor, person_of
from accounts.models import Team, User
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.assignment import assign_team
from tickets.actions.deriving import derive
from tickets.actions.properties import set_priority, tag
from tickets.actions.undoing import put_changes_back
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, NotAllowed
from tickets.locking import locked
from tickets.models import Event, Priority, Ticket
from tickets.proposals import Proposal, find_proposal, proposals_of


@verb
def propose(ticket: Ticket, *, actor: Actor, proposals: Sequence[Proposal]) -> None:
    """Keep these, instead of all earlier ones; no event, because nothing has happened to the ticket. Machines only."""
    ticket = locked(ticket)
    if person_of(actor) is not None:
        raise NotAllowed
    derive(ticket, proposed={one.field: one.as_json() for one in proposals})


@verb
def act_on_proposal(ticket: Ticket, *, actor: Actor, proposal: Proposal) -> Event | None:
    """Do what is proposed, by the verb that people use too; the event says why. None if it is so already.

    Raises IllegalTransition for a level: it changes by escalating, which must say what was tried.
    """
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    if proposal.field == "level":
        raise IllegalTransition(_("A level changes by escalating, so that nobody has to ask the customer again."))

    passage = current_passage()
    passage.because = {"confidence": round(proposal.confidence, 4), "near": list(proposal.near)}
    try:
        return _ACTS[proposal.field](ticket, actor, proposal.value)
    finally:
        passage.because = None


@verb
def accept_proposal(ticket: Ticket, *, actor: User, field: str) -> Event | None:
    """Somebody agrees; None where nothing is proposed any more, or it is so already. Raises IllegalTransition for a level."""
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    tags = set(ticket.tags.values_list("name", flat=True)) if field == "tags" else ()
    proposal = next((one for one in proposals_of(ticket, tags) if one.field == field), None)
    if proposal is None or proposal.is_done:
        return None

    event = act_on_proposal(ticket, actor=actor, proposal=proposal)
    _forget(ticket, field)
    return event


@verb
def dismiss_proposal(ticket: Ticket, *, actor: User, field: str) -> bool:
    """Somebody does not want to see it; False if it is gone."""
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    proposal = find_proposal(ticket, field)
    if proposal is None:
        return False

    _forget(ticket, field)
    return True


@verb
def take_back_proposal(ticket: Ticket, *, actor: User, field: str) -> Event | None:
    """Undo what smart routing did by itself; None if it is undone. Raises IllegalTransition where somebody decided otherwise."""
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    proposal = find_proposal(ticket, field)
    if proposal is None or proposal.seq is None:
        return None
    event = ticket.events.filter(seq=proposal.seq, actor=None, actor_name=SMART_ROUTING.name).first()
    if event is None:
        return None

    undone = put_changes_back(ticket, actor=actor, after_seq=event.seq - 1, last_seq=event.seq)
    if not undone.has_changed and undone.left:
        raise IllegalTransition(_("This stays as it is: %(reason)s.") % {"reason": undone.left})
    _forget(ticket, field)
    return ticket.events.get(seq=ticket.event_seq) if undone.has_changed else None


def _forget(ticket: Ticket, field: str) -> None:
    derive(ticket, proposed={name: kept for name, kept in ticket.proposed.items() if name != field})


def _to_team(ticket: Ticket, actor: Actor, value: Any) -> Event | None:
    team = Team.objects.filter(pk=value, archived_at=None).first()
    if team is None:
        raise IllegalTransition(_("This team is not there any more."))
    return assign_team(ticket, actor=actor, team=team)


_ACTS = {
    "team": _to_team,
    "tags": lambda ticket, actor, value: tag(ticket, actor=actor, add=value),
    "priority": lambda ticket, actor, value: set_priority(ticket, actor=actor, priority=Priority(value)),
}
