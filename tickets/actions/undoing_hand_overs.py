"""Taking back what was just said of an escalation: parts of the verb `undo`, under its lock, while nobody has gone on from there.

What was escalated and not accepted yet goes back as if it had been declined, without an answer; what was accepted waits again;
what was handed back or declined is under way again, and its answer stands ready in the form for the next one.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.asking import withdraw
from tickets.actions.escalation import return_to_former, return_to_waiting, take_up_again
from tickets.door import current_passage
from tickets.errors import IllegalTransition
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import Escalation, Event, Question, Ticket
from tickets.models.escalation import EscalationState
from tickets.models.question import QuestionState

Back = Callable[[Ticket, User, Event], Event | None]

_PLACE = {"level", "team_id", "assignee_id", "solved_at"}


def take_hand_over_back(ticket: Ticket, actor: User, event: Event) -> Event | None:
    """None if it is taken back already. Raises IllegalTransition once somebody has gone on from there."""
    if event.kind == EventKind.QUESTION_ASKED:
        return _question(actor, event)
    require(actor, Permission.ESCALATE, ticket)
    later = list(ticket.events.filter(seq__gt=event.seq).order_by("seq"))
    taken_back = {seq for one in later for seq in one.data.get("undoes", ())}
    if event.seq in taken_back:
        return None
    for one in later:
        if _moves(one, event) and one.seq not in taken_back and "undoes" not in one.data:
            reason = event_text(one, Names.of([one]))
            raise IllegalTransition(_("This stays as it is: %(reason)s.") % {"reason": reason})

    passage = current_passage()
    passage.undoes = (ticket.pk, [event.seq])
    back = _BACK[EventKind(event.kind)](ticket, actor, event)
    passage.undoes = None
    return back


def _moves(later: Event, event: Event) -> bool:
    """Whether it changed where the ticket is, or what became of the escalation.

    Who was given an escalated ticket by a machine has not taken it up yet.
    """
    if event.kind == EventKind.ESCALATED and later.actor_id is None and "solved_at" not in later.changes:
        return False
    return bool(_PLACE & later.changes.keys()) or later.data.get("escalation") == event.data["escalation"]


def _escalated(ticket: Ticket, actor: User, event: Event) -> Event:
    escalation = _of(event)
    if escalation.state != EscalationState.WAITING:
        raise IllegalTransition(_("Somebody has taken it up already. Ask them to hand it back."))
    return return_to_former(ticket, escalation, actor=actor, snoozed_until=_snoozed_until(event))


def _accepted(ticket: Ticket, actor: User, event: Event) -> Event:
    return return_to_waiting(ticket, _of(event), actor=actor, assignee=event.changes.get("assignee_id", [None])[0])


def _answered(ticket: Ticket, actor: User, event: Event) -> Event:
    before: dict[str, int | None] = {
        column: event.changes[column][0] for column in ("level", "team_id", "assignee_id") if column in event.changes
    }
    return take_up_again(ticket, _of(event), actor=actor, before=before)


def _question(actor: User, event: Event) -> Event | None:
    question = Question.objects.select_related("message__ticket").get(pk=event.data["question"])
    if question.state == QuestionState.WITHDRAWN:
        return None
    return withdraw(question, actor=actor)


def _of(event: Event) -> Escalation:
    return Escalation.objects.select_related("from_team", "from_assignee").get(pk=event.data["escalation"])


def _snoozed_until(event: Event) -> datetime | None:
    """What the move ended, if it would still last."""
    before = event.changes.get("snoozed_until", [None])[0]
    until = datetime.fromisoformat(before) if before else None
    return until if until is not None and until > current_passage().now() else None


_BACK: dict[EventKind, Back] = {
    EventKind.ESCALATED: _escalated,
    EventKind.ESCALATION_ACCEPTED: _accepted,
    EventKind.ESCALATION_DECLINED: _answered,
    EventKind.HANDED_BACK: _answered,
}
HAND_OVERS = frozenset({*_BACK, EventKind.QUESTION_ASKED})
