"""Moving between support levels: an escalation says why and what was tried, so that nobody asks the customer again.

Each move ends a snooze: whoever gets the ticket must find it in their list.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actors import Actor, is_human_agent, person_of
from accounts.models import Team, User
from accounts.permissions import Permission
from tickets.access import require
from tickets.content import snippet_of, storable
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.escalations import find_under_way, may_answer, may_bring_down, may_hand_back
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Escalation, EscalationReason, Event, Level, Status, Ticket
from tickets.models.escalation import UNDER_WAY, EscalationState
from tickets.proposing import NOWHERE, proposed_team, teams_before

# What the event says, from which the clock of accepting is told: the key of the escalation that waits again, if one does.
Again = dict[str, int]


@verb
def escalate(
    ticket: Ticket,
    *,
    actor: Actor,
    to_level: Level,
    reason: str,
    tried: str,
    asked: str,
    team: Team | None = None,
    listed_reason: EscalationReason | None = None,
    seen_level: Level | None = None,
) -> Escalation:
    """Hand the ticket up to a level (and a team that serves it; the proposed one when None, see tickets/proposing.py).

    Level and team change and the assignee clears now, not when somebody accepts. Raises Invalid without a reason (that of the
    list is one), what was tried or what is asked, and for a level that there is not; IllegalTransition when solved, not upwards,
    no longer at the level where it was `seen`, or the team does not serve the level.
    """
    to_level = _level(to_level)
    ticket = locked(ticket)
    require(actor, Permission.ESCALATE, ticket)
    _refuse_solved(ticket)
    reason, tried, asked = (storable(words).strip() for words in (reason, tried, asked))
    reason = reason or (listed_reason.name if listed_reason else "")
    if not (reason and tried and asked):
        raise Invalid(_("Say why, what was tried, and what is asked: nobody should have to ask the customer again."))
    _refuse_moved(ticket, to_level, seen_level)
    team = _team_at(ticket, to_level, team)

    end_escalation(ticket)
    now = current_passage().now()
    escalation = Escalation.objects.create(
        ticket=ticket,
        from_level=ticket.level,
        to_level=to_level,
        from_team_id=ticket.team_id,
        to_team=team,
        from_assignee_id=ticket.assignee_id,
        by=person_of(actor),
        listed_reason=listed_reason,
        reason=reason,
        tried=tried,
        asked=asked,
        created_at=now,
    )
    touched = is_human_agent(actor) and ticket.status == Status.NEW
    changes = change(
        ticket,
        level=to_level.value,
        team_id=team.pk if team else None,
        assignee_id=None,
        **({"status": Status.OPEN} if touched else {}),
        snoozed_until=None,
    )
    record(ticket, EventKind.ESCALATED, actor=actor, changes=changes, escalation=escalation.pk)
    return escalation


@verb
def accept_escalation(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Take on an escalation that waits; the one who accepts becomes the assignee. None if it is accepted already."""
    ticket = locked(ticket)
    require(actor, Permission.ESCALATE, ticket)
    escalation = _under_way(ticket)
    if escalation.state == EscalationState.ACCEPTED:
        return None
    _require_answering(actor, escalation)

    person = person_of(actor)
    escalation.state = EscalationState.ACCEPTED
    escalation.accepted_by = person
    escalation.accepted_at = current_passage().now()
    escalation.save(update_fields=["state", "accepted_by", "accepted_at"])
    changes = change(ticket, assignee_id=person.pk if person else None)
    return record(ticket, EventKind.ESCALATION_ACCEPTED, actor=actor, changes=changes, escalation=escalation.pk)


@verb
def decline_escalation(ticket: Ticket, *, actor: Actor, reason: str) -> Event:
    """Send an escalation that waits back to the former level, team and person, with the reason (required)."""
    ticket = locked(ticket)
    require(actor, Permission.ESCALATE, ticket)
    escalation = _under_way(ticket)
    if escalation.state == EscalationState.ACCEPTED:
        raise IllegalTransition(_("It was accepted already. Hand it back with an answer instead."))
    _require_answering(actor, escalation)
    return _return(ticket, escalation, EscalationState.DECLINED, EventKind.ESCALATION_DECLINED, actor, reason)


@verb
def hand_back(ticket: Ticket, *, actor: Actor, answer: str) -> Event:
    """Return an escalated ticket to the former level, team and person, with the answer (required)."""
    ticket = locked(ticket)
    require(actor, Permission.ESCALATE, ticket)
    escalation = _under_way(ticket)
    if not may_hand_back(actor, escalation):
        _require_answering(actor, escalation)
        raise NotAllowed(_only(escalation.to_team))
    return _return(ticket, escalation, EscalationState.HANDED_BACK, EventKind.HANDED_BACK, actor, answer)


@verb
def de_escalate(ticket: Ticket, *, actor: Actor, to_level: Level, reason: str, team: Team | None = None) -> Event:
    """Bring a ticket down to a level that can do it, whoever had it before; a reason is required.

    Who escalated it takes it back so while it waits. Raises NotAllowed for others who do not work on it; Invalid for a level
    that there is not.
    """
    to_level = _level(to_level)
    ticket = locked(ticket)
    require(actor, Permission.ESCALATE, ticket)
    _refuse_solved(ticket)
    reason = storable(reason).strip()
    if not reason:
        raise Invalid(_("Say why the ticket can go down."))
    if to_level >= ticket.level:
        raise IllegalTransition(_("De-escalating goes down. Escalate to bring the ticket up."))
    if to_level == Level.SELF_SERVICE:
        raise IllegalTransition(_("Level 0 is where a bot holds the conversation; people begin at level 1."))
    if not may_bring_down(actor, ticket, find_under_way(ticket)):
        raise NotAllowed(_only(ticket.team))
    team = _team_at(ticket, to_level, team, former=teams_before(ticket))

    end_escalation(ticket)
    changes = change(
        ticket, level=to_level.value, team_id=team.pk if team else None, assignee_id=None, snoozed_until=None
    )
    return record(ticket, EventKind.DE_ESCALATED, actor=actor, changes=changes, reason=reason)


def _level(number: int) -> Level:
    """Raises Invalid."""
    if number not in Level.values:
        raise Invalid(_("Choose one of the offered levels."))
    return Level(number)


def end_escalation(ticket: Ticket) -> None:
    """Close the escalation under way, if any: the ticket went on without being handed back."""
    ticket.escalations.filter(state__in=UNDER_WAY).update(state=EscalationState.ENDED, ended_at=current_passage().now())


def resume_escalation(ticket: Ticket, *, ended_at: datetime) -> Again:
    """Part of the verbs that take something back: the escalation that it ended, if any, is under way again."""
    ended = ticket.escalations.filter(state=EscalationState.ENDED, ended_at=ended_at).last()
    return _go_on(ended) if ended is not None else {}


def return_to_former(ticket: Ticket, escalation: Escalation, *, actor: Actor, snoozed_until: datetime | None) -> Event:
    """Part of undoing an escalation that still waits: it was not meant, and the ticket is where it was."""
    _end_as(escalation, EscalationState.WITHDRAWN)
    again = _resume_former(ticket, escalation)
    changes = change(ticket, **_former_place(ticket, escalation), snoozed_until=snoozed_until)
    return record(
        ticket, EventKind.ESCALATION_WITHDRAWN, actor=actor, changes=changes, escalation=escalation.pk, **again
    )


def return_to_waiting(ticket: Ticket, escalation: Escalation, *, actor: Actor, assignee: int | None) -> Event:
    """Part of undoing an acceptance: it waits for somebody again."""
    escalation.state = EscalationState.WAITING
    escalation.accepted_by, escalation.accepted_at = None, None
    escalation.save(update_fields=["state", "accepted_by", "accepted_at"])
    changes = change(ticket, assignee_id=assignee)
    return record(
        ticket,
        EventKind.ESCALATION_UNACCEPTED,
        actor=actor,
        changes=changes,
        escalation=escalation.pk,
        waits_again=escalation.pk,
    )


def take_up_again(ticket: Ticket, escalation: Escalation, *, actor: Actor, before: dict[str, int | None]) -> Event:
    """Part of undoing an answer: under way again, where it was; the words of the answer stay with it."""
    ticket.escalations.filter(state__in=UNDER_WAY, pk__lt=escalation.pk).update(
        state=EscalationState.ENDED, ended_at=escalation.created_at
    )
    again = _go_on(escalation)
    changes = change(ticket, **before)
    return record(ticket, EventKind.ESCALATION_RESUMED, actor=actor, changes=changes, escalation=escalation.pk, **again)


def _return(
    ticket: Ticket, escalation: Escalation, state: EscalationState, kind: EventKind, actor: Actor, answer: str
) -> Event:
    answer = storable(answer).strip()
    if not answer:
        raise Invalid(_("Write an answer, so that the next one knows what to do."))
    escalation.answer = answer
    _end_as(escalation, state)
    again = _resume_former(ticket, escalation)
    changes = change(ticket, **_former_place(ticket, escalation), snoozed_until=None)
    said = snippet_of(answer)
    return record(ticket, kind, actor=actor, changes=changes, escalation=escalation.pk, answer=said, **again)


def _end_as(escalation: Escalation, state: EscalationState) -> None:
    escalation.state = state
    escalation.ended_at = current_passage().now()
    escalation.save(update_fields=["state", "answer", "ended_at"])


def _former_place(ticket: Ticket, escalation: Escalation) -> dict[str, int | None]:
    return {
        "level": escalation.from_level,
        "team_id": _serving(ticket, escalation.from_team, Level(escalation.from_level)),
        "assignee_id": _still_here(escalation.from_assignee),
    }


def _serving(ticket: Ticket, team: Team | None, level: Level) -> int | None:
    """The former team, or, if it works at that level no more, the one that is proposed there."""
    team = team if team is None or team.serves(level) else proposed_team(ticket, level)
    return team.pk if team else None


def _still_here(person: User | None) -> int | None:
    return person.pk if person is not None and person.is_active and person.is_staff else None


def _resume_former(ticket: Ticket, escalation: Escalation) -> Again:
    """The escalation that this one ended by going further up is under way again, so that it too can be handed back."""
    former = ticket.escalations.filter(
        pk__lt=escalation.pk,
        state=EscalationState.ENDED,
        to_level=escalation.from_level,
        ended_at=escalation.created_at,
    ).last()
    return _go_on(former) if former is not None else {}


def _go_on(escalation: Escalation) -> Again:
    escalation.state = EscalationState.ACCEPTED if escalation.accepted_at else EscalationState.WAITING
    escalation.ended_at = None
    escalation.save(update_fields=["state", "ended_at"])
    return {"waits_again": escalation.pk} if escalation.state == EscalationState.WAITING else {}


def _under_way(ticket: Ticket) -> Escalation:
    escalation = find_under_way(ticket)
    if escalation is None:
        raise IllegalTransition(_("No escalation of this ticket is under way."))
    return escalation


def _require_answering(actor: Actor, escalation: Escalation) -> None:
    if may_answer(actor, escalation):
        return
    if escalation.by_id == getattr(actor, "pk", None):
        raise NotAllowed(_("You escalated this yourself: others answer it. To take it back, bring it down a level."))
    raise NotAllowed(_only(escalation.to_team))


def _only(team: Team | None) -> str:
    if team is None:
        return _("This is for those who work at that level. Ask a team lead.")
    return _("This is for %(team)s and for team leads. Ask one of them.") % {"team": team.name}


def _team_at(
    ticket: Ticket, level: Level, team: Team | None, *, former: Mapping[int, int | None] = NOWHERE
) -> Team | None:
    if team is None:
        return proposed_team(ticket, level, former=former)
    if not team.serves(level):
        raise IllegalTransition(_("%(team)s does not work at %(level)s.") % {"team": team.name, "level": level.label})
    return team


def _refuse_moved(ticket: Ticket, to_level: Level, seen_level: Level | None) -> None:
    """Two people, or one in two tabs, hand it up once, not to one level after the other."""
    here = {"level": Level(ticket.level).label}
    if seen_level not in (None, ticket.level):
        raise IllegalTransition(
            _("The ticket is at %(level)s by now. Look at what was said before you hand it on.") % here
        )
    if to_level == ticket.level:
        raise IllegalTransition(_("The ticket is at %(level)s already.") % here)
    if to_level < ticket.level:
        raise IllegalTransition(_("Escalating goes up. Hand the ticket back to bring it down."))


def _refuse_solved(ticket: Ticket) -> None:
    if ticket.is_solved:
        raise IllegalTransition(_("The ticket is solved. Reopen it first."))
