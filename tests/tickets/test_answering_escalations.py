"""Who answers an escalation, and where it goes back to when things changed meanwhile."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.factories import AgentFactory, TeamFactory
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets.access import sees
from tickets.actions import accept_escalation, assign, assign_team, de_escalate, decline_escalation, escalate, hand_back
from tickets.errors import NotAllowed
from tickets.events import EventKind
from tickets.models import EscalationReason

pytestmark = pytest.mark.django_db

WHY = {"reason": "Deep in the database", "tried": "Restarting", "asked": "Look at the lock"}
ANSWERS = {
    "accept": lambda ticket, person: accept_escalation(ticket, actor=person),
    "decline": lambda ticket, person: decline_escalation(ticket, actor=person, reason="Not ours"),
    "hand back": lambda ticket, person: hand_back(ticket, actor=person, answer="Clear the lock"),
}


@pytest.fixture
def escalated(ticket, agent, first_line, specialists):
    assign_team(ticket, actor=agent, team=first_line)
    assign(ticket, actor=agent, assignee=agent)
    return escalate(ticket, actor=agent, to_level=2, **WHY)


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_nobody_answers_their_own_escalation(ticket, escalated, agent, specialists, answer):
    specialists.members.add(agent)

    with nothing_happened(), pytest.raises(NotAllowed, match="yourself"):
        answer(ticket, agent)


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_people_of_other_teams_do_not_answer_it(ticket, escalated, first_line, answer):
    colleague = AgentFactory(level=2)
    first_line.members.add(colleague)

    with nothing_happened(), pytest.raises(NotAllowed, match="Specialists"):
        answer(ticket, colleague)


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_the_team_leads_and_admins_answer_it(ticket, agent, first_line, agent_l2, lead, admin, specialists, answer):
    for person in (agent_l2, lead, admin):
        if ticket.level == 2:
            de_escalate(ticket, actor=admin, to_level=1, reason="Again")
        escalate(ticket, actor=agent, to_level=2, **WHY)

        assert answer(ticket, person) is not None


def test_without_a_team_those_of_the_level_answer_it(ticket, agent, lead):
    assert escalate(ticket, actor=agent, to_level=3, **WHY).to_team is None

    with nothing_happened(), pytest.raises(NotAllowed):
        accept_escalation(ticket, actor=AgentFactory(level=2))
    assert accept_escalation(ticket, actor=AgentFactory(level=3)) is not None


def test_who_accepted_it_hands_it_back_also_after_leaving_the_team(ticket, escalated, agent_l2, specialists):
    accept_escalation(ticket, actor=agent_l2)
    specialists.members.remove(agent_l2)

    assert hand_back(ticket, actor=agent_l2, answer="Clear the lock").kind == EventKind.HANDED_BACK


def test_taking_it_on_is_accepting_it(ticket, escalated, agent, agent_l2):
    event = assign(ticket, actor=agent_l2, assignee=agent_l2)

    escalated.refresh_from_db()
    assert (event.kind, escalated.state, escalated.accepted_by) == (EventKind.ESCALATION_ACCEPTED, "accepted", agent_l2)
    assert ticket.assignee == agent_l2
    assert_log_agrees(ticket)


def test_who_escalated_it_takes_the_ticket_without_accepting_it(ticket, escalated, agent):
    assert assign(ticket, actor=agent, assignee=agent).kind == EventKind.ASSIGNED

    escalated.refresh_from_db()
    assert escalated.state == "waiting"


def test_who_escalated_it_takes_it_back_while_it_waits(ticket, escalated, agent, agent_l2, first_line):
    de_escalate(ticket, actor=agent, to_level=1, reason="Found it")

    escalated.refresh_from_db()
    ticket.refresh_from_db()
    assert (escalated.state, ticket.level, ticket.team) == ("ended", 1, first_line)
    assert_log_agrees(ticket)


def test_once_accepted_only_those_who_work_on_it_bring_it_down(ticket, escalated, agent, agent_l2):
    accept_escalation(ticket, actor=agent_l2)

    with nothing_happened(), pytest.raises(NotAllowed, match="Specialists"):
        de_escalate(ticket, actor=agent, to_level=1, reason="Found it")
    assert de_escalate(ticket, actor=agent_l2, to_level=1, reason="Simple") is not None


def test_holding_time_begins_when_it_is_escalated_not_when_it_is_accepted(ticket, escalated, agent_l2):
    moved = last_event(ticket)
    accepted = accept_escalation(ticket, actor=agent_l2)

    assert moved.changes["level"] == [1, 2]
    assert "level" not in accepted.changes
    assert "team_id" not in accepted.changes


def test_handed_back_it_returns_into_a_private_team(ticket, agent, agent_l2, specialists):
    inside = TeamFactory(name="Inside", levels=[1], is_private=True)
    inside.members.add(agent)
    assign_team(ticket, actor=agent, team=inside)
    escalate(ticket, actor=agent, to_level=2, **WHY)

    hand_back(ticket, actor=agent_l2, answer="Clear the lock")

    ticket.refresh_from_db()
    assert ticket.team == inside
    assert not sees(agent_l2, ticket)


def test_escalated_into_a_private_team_only_its_members_see_it(ticket, agent, agent_l2):
    inside = TeamFactory(name="Inside", levels=[2], is_private=True)
    inside.members.add(agent_l2)

    escalate(ticket, actor=agent, to_level=2, team=inside, **WHY)

    ticket.refresh_from_db()
    assert sees(agent_l2, ticket)
    assert not sees(agent, ticket)
    hand_back(ticket, actor=agent_l2, answer="Done")
    assert_log_agrees(ticket)


def test_it_goes_to_nobody_when_who_had_it_is_inactive(ticket, escalated, agent, agent_l2, first_line):
    agent.is_active = False
    agent.save()

    decline_escalation(ticket, actor=agent_l2, reason="Not ours")

    ticket.refresh_from_db()
    assert (ticket.team, ticket.assignee) == (first_line, None)


def test_when_the_former_team_left_the_level_another_one_gets_it(ticket, escalated, agent_l2, first_line):
    first_line.levels = [3]
    first_line.save()
    newcomers = TeamFactory(name="Newcomers", levels=[1])

    hand_back(ticket, actor=agent_l2, answer="Clear the lock")

    ticket.refresh_from_db()
    assert (ticket.level, ticket.team) == (1, newcomers)
    assert_log_agrees(ticket)


def test_when_nobody_serves_the_former_level_it_waits_in_no_queue(ticket, escalated, agent_l2, first_line):
    first_line.levels = [3]
    first_line.save()

    hand_back(ticket, actor=agent_l2, answer="Clear the lock")

    ticket.refresh_from_db()
    assert (ticket.level, ticket.team) == (1, None)


def test_a_reason_of_the_list_is_kept_with_its_words(ticket, agent, specialists):
    listed = EscalationReason.objects.create(name="Too hard")

    escalation = escalate(ticket, actor=agent, to_level=2, listed_reason=listed, **(WHY | {"reason": ""}))

    assert (escalation.listed_reason, escalation.reason) == (listed, listed.name)


def test_the_list_begins_with_reasons_that_we_ship():
    EscalationReason.objects.all().delete()

    import_module("tickets.migrations.0001_initial").offer_reasons(apps, None)

    assert EscalationReason.objects.filter(is_active=True).count() == 5
