"""Asking a colleague or a team without handing the ticket over: a note that waits for an answer; whoever has the ticket keeps it.

Question and answer are notes, so that they are found, counted and moved as all others are.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.actors import REMINDER
from accounts.models import Team, User
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.conversation import note_on
from tickets.content import Body
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind, record
from tickets.locking import locked
from tickets.models import Event, Participant, Question, Ticket
from tickets.models.participant import ParticipantRole
from tickets.models.question import QuestionState

LONGEST = timedelta(days=366)


@verb
def ask(
    ticket: Ticket,
    *,
    actor: User,
    body: Body,
    person: User | None = None,
    team: Team | None = None,
    due_at: datetime | None = None,
) -> Question:
    """Ask a colleague or a team; the question waits until somebody answers or it is withdrawn. The same again, while it
    waits, is that one.

    The person asked follows the ticket from then on, also a private one, which they see as somebody on the ticket. Raises
    Invalid without words, without exactly one to ask, for oneself or a time gone by; IllegalTransition on a ticket that is
    done, or for a team that does not see it.
    """
    ticket = locked(ticket)
    require(actor, Permission.NOTE, ticket)
    if ticket.is_solved:
        raise IllegalTransition(_("This ticket is done. Reopen it first, then ask."))
    if body.is_empty:
        raise Invalid(_("Write what you want to know."))
    _refuse_asked(ticket, actor, person, team)
    _refuse_due(due_at)
    same = Question.objects.filter(message__ticket=ticket, asked_by=actor, to_person=person, to_team=team)
    if found := same.filter(state=QuestionState.OPEN, message__text=body.text).first():
        return found

    if person is not None:
        Participant.objects.get_or_create(ticket=ticket, person=person, role=ParticipantRole.FOLLOWER)
    message = note_on(ticket, actor=actor, body=body)
    question = Question.objects.create(
        message=message,
        asked_by=actor,
        to_person=person,
        to_team=team,
        due_at=due_at,
        created_at=message.created_at,
    )
    tell = [person.pk] if person else _members(team, but=actor)
    record(ticket, EventKind.QUESTION_ASKED, actor=actor, **_particulars(question), tell=tell)
    return question


@verb
def answer(question: Question, *, actor: User, body: Body) -> Question | None:
    """Answer a question; None if it has an answer of these words already.

    Whoever sees the ticket may, not only the one asked; but not the one who asked. Raises Invalid without words,
    IllegalTransition when it no longer waits.
    """
    ticket = locked(question.message.ticket)
    require(actor, Permission.NOTE, ticket)
    question = _fresh(question)
    if question.answer is not None and question.answered_by_id == actor.pk and question.answer.text == body.text:
        return None
    _refuse_ended(question)
    if actor.pk == question.asked_by_id:
        raise Invalid(_("You asked this yourself. Withdraw the question if you know the answer now."))
    if body.is_empty:
        raise Invalid(_("Write an answer first."))

    message = note_on(ticket, actor=actor, body=body)
    _end(question, QuestionState.ANSWERED, answer=message, answered_by=actor)
    tell = sorted({question.asked_by_id, ticket.assignee_id} - {actor.pk, None}, key=int)  # type: ignore[arg-type]
    record(ticket, EventKind.QUESTION_ANSWERED, actor=actor, **_particulars(question), answer=message.pk, tell=tell)
    return question


@verb
def withdraw(question: Question, *, actor: User) -> Event | None:
    """Nobody needs to answer any more; None if it is withdrawn already.

    Raises NotAllowed for others than `may_withdraw`, IllegalTransition once it is answered.
    """
    ticket = locked(question.message.ticket)
    require(actor, Permission.NOTE, ticket)
    question = _fresh(question)
    if question.state == QuestionState.WITHDRAWN:
        return None
    _refuse_ended(question)
    if not may_withdraw(actor, question, ticket):
        raise NotAllowed(
            _("Only who asked, who has the ticket, or a team lead withdraws a question. If you know it, answer.")
        )

    _end(question, QuestionState.WITHDRAWN)
    return record(ticket, EventKind.QUESTION_WITHDRAWN, actor=actor, **_particulars(question))


def may_withdraw(person: User, question: Question, ticket: Ticket) -> bool:
    """Who asked, who has the ticket, and those who lead: somebody waits for the answer."""
    return person.is_lead or person.pk in (question.asked_by_id, ticket.assignee_id)


@verb
def tell_question_overdue(question: Question) -> Event | None:
    """Its time is over without an answer: tell whom it asks, and who asked.

    None when it was answered, withdrawn or told since it was found: the row tells.
    """
    ticket = locked(question.message.ticket)
    now = current_passage().now()
    waiting = Question.objects.filter(pk=question.pk, state=QuestionState.OPEN, due_at__lte=now, told_at=None)
    if not waiting.update(told_at=now):
        return None

    question = _fresh(question)
    asked = [question.to_person_id] if question.to_person_id else _members(question.to_team, but=question.asked_by)
    tell = [*asked, question.asked_by_id]
    return record(ticket, EventKind.QUESTION_OVERDUE, actor=REMINDER, **_particulars(question), tell=tell)


def _fresh(question: Question) -> Question:
    """As it is under the lock of its ticket."""
    return Question.objects.select_related("answer", "asked_by", "to_person", "to_team").get(pk=question.pk)


def _end(question: Question, state: QuestionState, **columns: object) -> None:
    for name, value in {"state": state, "ended_at": current_passage().now(), **columns}.items():
        setattr(question, name, value)
    question.save(update_fields=["state", "ended_at", *columns])


def _particulars(question: Question) -> dict[str, Any]:
    """What every event of a question names."""
    return {
        "question": question.pk,
        "message": question.message_id,
        "person": question.to_person_id,
        "team": question.to_team_id,
        "due_at": question.due_at.isoformat() if question.due_at else None,
    }


def _members(team: Team | None, *, but: User) -> list[int]:
    if team is None:
        return []
    return list(team.members.filter(is_active=True).exclude(pk=but.pk).order_by("pk").values_list("pk", flat=True))


def _refuse_asked(ticket: Ticket, actor: User, person: User | None, team: Team | None) -> None:
    if (person is None) == (team is None):
        raise Invalid(_("Choose one colleague or one team to ask."))
    if person is not None and not (person.is_staff and person.is_active):
        raise Invalid(_("Only active members of staff can be asked here. Write to customers with a reply."))
    if person is not None and person.pk == actor.pk:
        raise Invalid(_("You cannot ask yourself. Set a reminder, or add a task."))
    if team is not None and ticket.team is not None and ticket.team.is_private and ticket.team_id != team.pk:
        raise IllegalTransition(
            _("%(team)s does not see this private ticket. Ask somebody by name: they will see it from then on.")
            % {"team": team.name}
        )


def _refuse_due(due_at: datetime | None) -> None:
    now = current_passage().now()
    if due_at is not None and due_at <= now:
        raise Invalid(_("This time has gone by. Choose a later one."))
    if due_at is not None and due_at > now + LONGEST:
        raise Invalid(_("Choose a time within a year."))


def _refuse_ended(question: Question) -> None:
    if question.state == QuestionState.ANSWERED:
        raise IllegalTransition(_("This question has an answer already. Add a note if there is more to say."))
    if question.state == QuestionState.WITHDRAWN:
        raise IllegalTransition(_("This question was withdrawn. Add a note if you know the answer."))
