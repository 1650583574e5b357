"""Asking a colleague or a team: the owner stays, the question waits for its answer."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.utils.module_loading import import_string

from helpdesk import clock
from tests.factories import AgentFactory, TeamFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import answer, ask, assign, delete, merge, save_draft, solve, unmerge, withdraw
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Draft, Message, Question, Ticket
from tickets.models.message import MessageKind
from tickets.models.question import QuestionState
from tickets.reminding import tell_overdue

pytestmark = pytest.mark.django_db

WORDS = Body.from_text("Is the fuse of this model known to fail?")
ANSWER = Body.from_text("It is. Send a new one.")


@pytest.fixture
def question(ticket, agent, agent_l2) -> Question:
    """Omar, who has the ticket, asks Bea."""
    assign(ticket, actor=agent, assignee=agent)
    return ask(ticket, actor=agent, person=agent_l2, body=WORDS, due_at=clock.now() + timedelta(hours=2))


def test_a_question_is_a_note_that_waits_and_the_owner_stays(question, ticket, agent, agent_l2):
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.conversation_seq) == (agent, 2)
    assert (question.state, question.asked_by, question.asked) == (QuestionState.OPEN, agent, "Bea Novak")
    assert (question.message.kind, question.message.text) == (MessageKind.NOTE, WORDS.text)
    event = last_event(ticket)
    assert (event.kind, event.data["question"], event.data["tell"]) == (
        EventKind.QUESTION_ASKED,
        question.pk,
        [agent_l2.pk],
    )
    assert kinds_of(ticket)[-2:] == [EventKind.NOTED, EventKind.QUESTION_ASKED]
    assert_log_agrees(ticket)


def test_when_its_time_is_over_who_is_asked_and_who_asked_are_told_once(question, ticket, agent, agent_l2):
    assert tell_overdue() == 0
    with clock.at(clock.now() + timedelta(hours=3)):
        assert (tell_overdue(), tell_overdue()) == (1, 0)

    event = last_event(ticket)
    assert (event.kind, event.actor, event.data["tell"]) == (
        EventKind.QUESTION_OVERDUE,
        None,
        [agent_l2.pk, agent.pk],
    )
    assert_log_agrees(ticket)


@pytest.mark.parametrize("end", ["answered", "withdrawn", "solved", "deleted"])
def test_what_needs_no_answer_any_more_is_told_to_nobody(question, ticket, agent, agent_l2, lead, end):
    {
        "answered": lambda: answer(question, actor=agent_l2, body=ANSWER),
        "withdrawn": lambda: withdraw(question, actor=agent),
        "solved": lambda: solve(ticket, actor=agent),
        "deleted": lambda: delete(ticket, actor=lead),
    }[end]()

    with clock.at(clock.now() + timedelta(hours=3)):
        assert tell_overdue() == 0


def test_the_one_asked_follows_the_ticket(question, ticket, agent_l2):
    assert ticket.participants.get().person == agent_l2


def test_a_team_is_asked_as_a_whole_and_all_but_the_asker_are_told(ticket, agent, agent_l2, specialists):
    specialists.members.add(agent, AgentFactory(is_active=False))

    question = ask(ticket, actor=agent, team=specialists, body=WORDS)

    assert question.asked == "Specialists"
    assert last_event(ticket).data["tell"] == [agent_l2.pk]
    assert not ticket.participants.exists()


def test_an_answer_is_a_note_and_tells_the_asker(question, ticket, agent, agent_l2):
    answered = answer(question, actor=agent_l2, body=ANSWER)

    assert answered is not None
    assert (answered.state, answered.answered_by, answered.answer.text) == ("answered", agent_l2, ANSWER.text)
    assert last_event(ticket).data["tell"] == [agent.pk]
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.conversation_seq) == (agent, 3)
    assert_log_agrees(ticket)


def test_the_same_question_again_is_the_one_that_waits(question, ticket, agent, agent_l2, lead):
    with nothing_happened():
        assert ask(ticket, actor=agent, person=agent_l2, body=WORDS) == question
    assert ask(ticket, actor=agent, person=lead, body=WORDS) != question
    withdraw(question, actor=agent)
    assert ask(ticket, actor=agent, person=agent_l2, body=WORDS) != question


def test_the_same_answer_twice_is_one(question, agent_l2):
    answer(question, actor=agent_l2, body=ANSWER)

    with nothing_happened():
        assert answer(question, actor=agent_l2, body=ANSWER) is None


def test_what_is_answered_is_neither_answered_again_nor_withdrawn(question, agent, agent_l2, lead):
    answer(question, actor=agent_l2, body=ANSWER)

    with nothing_happened(), pytest.raises(IllegalTransition, match="has an answer already"):
        answer(question, actor=lead, body=Body.from_text("Me too"))
    with nothing_happened(), pytest.raises(IllegalTransition, match="has an answer already"):
        withdraw(question, actor=agent)


def test_somebody_else_who_knows_may_answer_and_the_asker_may_not(question, agent, lead):
    with nothing_happened(), pytest.raises(Invalid, match="You asked this yourself"):
        answer(question, actor=agent, body=ANSWER)

    assert answer(question, actor=lead, body=ANSWER) is not None


def test_withdrawn_it_waits_no_more(question, ticket, agent, agent_l2):
    event = withdraw(question, actor=agent)

    question.refresh_from_db()
    assert (event.kind, question.state) == (EventKind.QUESTION_WITHDRAWN, QuestionState.WITHDRAWN)
    with nothing_happened():
        assert withdraw(question, actor=agent) is None
    with nothing_happened(), pytest.raises(IllegalTransition, match="was withdrawn"):
        answer(question, actor=agent_l2, body=ANSWER)


def test_a_note_that_is_being_written_stays_a_draft(ticket, agent, agent_l2):
    save_draft(ticket, actor=agent, kind=MessageKind.NOTE, html="<p>Half a</p>", seen_seq=1)

    ask(ticket, actor=agent, person=agent_l2, body=WORDS)

    assert Draft.objects.get().html == "<p>Half a</p>"


@pytest.mark.parametrize("hours", [0, -1, 24 * 367])
def test_a_time_gone_by_or_too_far_away_is_refused(ticket, agent, agent_l2, hours):
    with nothing_happened(), pytest.raises(Invalid):
        ask(ticket, actor=agent, person=agent_l2, body=WORDS, due_at=clock.now() + timedelta(hours=hours))


def test_one_must_be_asked_who_is_another_of_ours(ticket, agent, agent_l2, specialists, customer):
    for whom in ({}, {"person": agent_l2, "team": specialists}, {"person": agent}, {"person": customer}):
        with nothing_happened(), pytest.raises(Invalid):
            ask(ticket, actor=agent, body=WORDS, **whom)
    with nothing_happened(), pytest.raises(Invalid, match="Write what you want to know"):
        ask(ticket, actor=agent, person=agent_l2, body=Body(text=" "))


@pytest.mark.parametrize(("end", "why"), [(solve, "This ticket is done"), (delete, "Restore it first")])
def test_nobody_is_asked_where_the_work_is_done(ticket, lead, agent_l2, end, why):
    end(ticket, actor=lead)

    with nothing_happened(), pytest.raises(IllegalTransition, match=why):
        ask(ticket, actor=lead, person=agent_l2, body=WORDS)


def test_who_asked_has_the_ticket_or_leads_withdraws_it_and_nobody_else(question, ticket, agent, agent_l2, lead):
    colleague = AgentFactory()
    for person in (agent_l2, colleague):
        with nothing_happened(), pytest.raises(NotAllowed, match="Only who asked, who has the ticket"):
            withdraw(question, actor=person)

    assign(ticket, actor=agent, assignee=colleague)
    assert withdraw(question, actor=colleague) is not None
    assert withdraw(ask(ticket, actor=agent, person=agent_l2, body=ANSWER), actor=lead) is not None


def test_customers_ask_answer_and_withdraw_nothing(question, ticket, customer, agent_l2):
    with nothing_happened(), pytest.raises(NotAllowed):
        ask(ticket, actor=customer, person=agent_l2, body=WORDS)
    with nothing_happened(), pytest.raises(NotAllowed):
        answer(question, actor=customer, body=ANSWER)
    with nothing_happened(), pytest.raises(NotAllowed):
        withdraw(question, actor=customer)


def test_who_is_asked_about_a_private_ticket_sees_it_from_then_on(agent_l2):
    insider = AgentFactory()
    payroll = TeamFactory(is_private=True)
    payroll.members.add(insider)
    ticket = make_ticket(team=payroll)
    assert not Ticket.objects.visible_to(agent_l2).exists()

    question = ask(ticket, actor=insider, person=agent_l2, body=WORDS)

    assert Ticket.objects.visible_to(agent_l2).get() == ticket
    assert answer(question, actor=agent_l2, body=ANSWER) is not None


def test_a_team_that_does_not_see_a_private_ticket_is_not_asked(specialists):
    insider = AgentFactory()
    payroll = TeamFactory(is_private=True)
    payroll.members.add(insider)
    ticket = make_ticket(team=payroll)

    with nothing_happened(), pytest.raises(IllegalTransition, match="Ask somebody by name"):
        ask(ticket, actor=insider, team=specialists, body=WORDS)
    assert ask(ticket, actor=insider, team=payroll, body=WORDS) is not None


def test_a_question_goes_along_when_its_ticket_is_merged_and_comes_back(question, ticket, agent, agent_l2):
    other = make_ticket()
    merge(ticket, actor=agent, into=other)

    assert question_is_on(question, other)
    unmerge(Ticket.objects.get(pk=ticket.pk), actor=agent)
    assert question_is_on(question, ticket)
    assert answer(Question.objects.get(), actor=agent_l2, body=ANSWER) is not None
    assert_log_agrees(ticket)


def question_is_on(question: Question, ticket: Ticket) -> bool:
    return Message.objects.get(question=question).ticket_id == ticket.pk


def test_an_answer_behind_the_verbs_back_is_found(question):
    checks = [import_string(path) for path in settings.INTEGRITY_CHECKS]
    assert [problem for check in checks for problem in check()] == []
    Question.objects.update(state=QuestionState.WITHDRAWN, ended_at=clock.now())

    (found,) = import_string("tickets.integrity_follow_through.check_questions")()

    assert found == f"question {question.pk} is withdrawn, its events say asked"


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [({"to_person": None}, "question_to_one"), ({"state": "answered"}, "question_ended_has_time")],
)
def test_the_database_keeps_questions_whole(question, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Question.objects.update(**columns)
