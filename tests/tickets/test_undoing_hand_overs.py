"""Taking back an escalation, its acceptance, its answer, and a question, while nobody has gone on from there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import SystemActor
from tests.factories import AgentFactory, TeamFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets.actions import accept_escalation, ask, assign, decline_escalation, escalate, hand_back, snooze, solve, undo
from tickets.actions import answer as answer_question
from tickets.content import Body
from tickets.errors import IllegalTransition
from tickets.events import EventKind
from tickets.integrity import check_escalations, check_replay, check_snoozed
from tickets.models import Escalation, Question, Ticket
from tickets.models.escalation import EscalationState

pytestmark = pytest.mark.django_db

WHY = {"reason": "Too hard", "tried": "Water", "asked": "How?"}
WORDS = Body.from_text("Do you know?")


@pytest.fixture
def ticket(first_line, specialists, agent):
    return make_ticket(team=first_line, assignee=agent)


def place_of(ticket: Ticket) -> tuple[object, ...]:
    ticket.refresh_from_db()
    return (ticket.level, ticket.team_id, ticket.assignee_id, ticket.snoozed_until)


def undo_last(ticket: Ticket, person, kind: EventKind):
    event = ticket.events.filter(kind=kind).last()
    return undo(ticket, actor=person, seq=event.seq)


def assert_sound(ticket: Ticket) -> None:
    assert_log_agrees(ticket)
    assert [*check_escalations(), *check_snoozed(), *check_replay()] == []


def test_an_escalation_that_waits_is_withdrawn_and_the_ticket_is_where_it_was(ticket, agent):
    snooze(ticket, actor=agent, until=timezone.now() + timedelta(days=1))
    before = place_of(ticket)
    escalate(ticket, actor=agent, to_level=2, **WHY)

    event = undo_last(ticket, agent, EventKind.ESCALATED)

    assert event.kind == EventKind.ESCALATION_WITHDRAWN
    assert place_of(ticket) == before
    assert Escalation.objects.get().state == EscalationState.WITHDRAWN
    assert_sound(ticket)
    with nothing_happened():
        assert undo_last(ticket, agent, EventKind.ESCALATED) is None


def test_who_was_given_it_by_a_machine_does_not_hold_it(ticket, agent, agent_l2):
    before = place_of(ticket)
    escalate(ticket, actor=agent, to_level=2, **WHY)
    assign(ticket, actor=SystemActor("Assignment"), assignee=agent_l2)

    undo_last(ticket, agent, EventKind.ESCALATED)

    assert place_of(ticket) == before
    assert_sound(ticket)


def test_what_somebody_accepted_is_not_withdrawn_but_is_once_they_took_that_back(ticket, agent, agent_l2):
    escalate(ticket, actor=agent, to_level=2, **WHY)
    accept_escalation(ticket, actor=agent_l2)
    with nothing_happened(), pytest.raises(IllegalTransition, match="accepted the escalation"):
        undo_last(ticket, agent, EventKind.ESCALATED)

    undo_last(ticket, agent_l2, EventKind.ESCALATION_ACCEPTED)
    undo_last(ticket, agent, EventKind.ESCALATED)

    assert place_of(ticket)[0] == 1
    assert_sound(ticket)


def test_an_acceptance_taken_back_lets_the_escalation_wait_again(ticket, agent, agent_l2, specialists):
    escalate(ticket, actor=agent, to_level=2, **WHY)
    accept_escalation(ticket, actor=agent_l2)

    undo_last(ticket, agent_l2, EventKind.ESCALATION_ACCEPTED)

    escalation = Escalation.objects.get()
    assert (escalation.state, escalation.accepted_by, escalation.accepted_at) == ("waiting", None, None)
    assert place_of(ticket)[:3] == (2, specialists.pk, None)
    assert_sound(ticket)


@pytest.mark.parametrize(("give", "state"), [(hand_back, "accepted"), (decline_escalation, "waiting")])
def test_an_answer_taken_back_keeps_its_words_and_the_escalation_goes_on(ticket, agent, agent_l2, give, state):
    escalate(ticket, actor=agent, to_level=2, **WHY)
    if give is hand_back:
        accept_escalation(ticket, actor=agent_l2)
    before = place_of(ticket)
    give(ticket, actor=agent_l2, **{"answer" if give is hand_back else "reason": "Use sand."})
    kind = EventKind(last_event(ticket).kind)

    event = undo_last(ticket, agent_l2, kind)

    assert event.kind == EventKind.ESCALATION_RESUMED
    escalation = Escalation.objects.get()
    assert (escalation.state, escalation.answer, escalation.ended_at) == (state, "Use sand.", None)
    assert place_of(ticket) == before
    assert_sound(ticket)


def test_an_answer_to_the_upper_of_two_escalations_is_taken_back(ticket, agent, agent_l2):
    agent_l3 = AgentFactory(level=3)
    TeamFactory(name="Engineering", levels=[3]).members.add(agent_l3)
    escalate(ticket, actor=agent, to_level=2, **WHY)
    accept_escalation(ticket, actor=agent_l2)
    escalate(ticket, actor=agent_l2, to_level=3, **WHY)
    accept_escalation(ticket, actor=agent_l3)
    hand_back(ticket, actor=agent_l3, answer="Use foam.")

    undo_last(ticket, agent_l3, EventKind.HANDED_BACK)

    assert [one.state for one in Escalation.objects.all()] == ["ended", "accepted"]
    assert place_of(ticket)[0] == 3
    assert_sound(ticket)


def test_once_somebody_has_gone_on_nothing_is_taken_back(ticket, agent, agent_l2):
    escalate(ticket, actor=agent, to_level=2, **WHY)
    hand_back(ticket, actor=agent_l2, answer="Use sand.")
    assign(ticket, actor=agent, assignee=AgentFactory(name="Grace Obi"))
    with nothing_happened(), pytest.raises(IllegalTransition, match="Grace Obi"):
        undo_last(ticket, agent_l2, EventKind.HANDED_BACK)


def test_nor_once_it_is_solved(ticket, agent, agent_l2):
    escalate(ticket, actor=agent, to_level=2, **WHY)
    hand_back(ticket, actor=agent_l2, answer="Use sand.")
    solve(ticket, actor=agent)
    with nothing_happened(), pytest.raises(IllegalTransition, match="solved"):
        undo_last(ticket, agent_l2, EventKind.HANDED_BACK)


def test_nobody_takes_back_what_somebody_else_did(ticket, agent, agent_l2):
    escalate(ticket, actor=agent, to_level=2, **WHY)
    with nothing_happened(), pytest.raises(IllegalTransition):
        undo_last(ticket, agent_l2, EventKind.ESCALATED)


def test_a_question_is_withdrawn_until_it_has_an_answer(ticket, agent, agent_l2):
    ask(ticket, actor=agent, person=agent_l2, body=WORDS)
    undo_last(ticket, agent, EventKind.QUESTION_ASKED)
    assert Question.objects.get().state == "withdrawn"
    with nothing_happened():
        assert undo_last(ticket, agent, EventKind.QUESTION_ASKED) is None

    question = ask(ticket, actor=agent, person=agent_l2, body=Body.from_text("And this?"))
    answer_question(question, actor=agent_l2, body=Body.from_text("Yes."))
    with nothing_happened(), pytest.raises(IllegalTransition):
        undo_last(ticket, agent, EventKind.QUESTION_ASKED)
