"""Assigning to people and teams."""

import pytest

from accounts.actors import SystemActor
from tests.factories import TeamFactory
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets.actions import assign, assign_team, close
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind

pytestmark = pytest.mark.django_db


def test_the_first_assignment_to_a_person_opens_a_new_ticket(ticket, lead, agent):
    event = assign(ticket, actor=lead, assignee=agent)

    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.status) == (agent, "open")
    assert (event.kind, event.actor) == (EventKind.ASSIGNED, lead)
    assert event.changes == {"assignee_id": [None, agent.pk], "status": ["new", "open"]}
    assert_log_agrees(ticket)


def test_a_rule_that_assigns_leaves_a_new_ticket_new(ticket, agent):
    assign(ticket, actor=SystemActor("Rules"), assignee=agent)

    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.status) == (agent, "new")


def test_taking_the_assignee_off(ticket, agent):
    assign(ticket, actor=agent, assignee=agent)
    assign(ticket, actor=agent, assignee=None)

    assert last_event(ticket).changes == {"assignee_id": [agent.pk, None]}


def test_assigning_again_changes_nothing(ticket, agent):
    assign(ticket, actor=agent, assignee=agent)

    with nothing_happened():
        assert assign(ticket, actor=agent, assignee=agent) is None


def test_only_active_staff_get_tickets(ticket, agent, agent_l2, customer):
    agent_l2.is_active = False
    agent_l2.save()

    for person in (customer, agent_l2):
        with nothing_happened(), pytest.raises(Invalid):
            assign(ticket, actor=agent, assignee=person)


def test_customers_assign_nothing(ticket, customer, agent, first_line):
    with nothing_happened(), pytest.raises(NotAllowed):
        assign(ticket, actor=customer, assignee=agent)
    with nothing_happened(), pytest.raises(NotAllowed):
        assign_team(ticket, actor=customer, team=first_line)


def test_a_person_who_left_assigns_nothing(ticket, agent):
    agent.is_active = False
    with nothing_happened(), pytest.raises(NotAllowed):
        assign(ticket, actor=agent, assignee=agent)


def test_a_closed_ticket_is_nobodys_work(ticket, agent, first_line):
    close(ticket, actor=agent)

    with nothing_happened(), pytest.raises(IllegalTransition):
        assign(ticket, actor=agent, assignee=agent)
    with nothing_happened(), pytest.raises(IllegalTransition):
        assign_team(ticket, actor=agent, team=first_line)


def test_a_team_takes_the_ticket_and_keeps_an_assignee_of_its_own(ticket, agent, first_line):
    assign(ticket, actor=agent, assignee=agent)

    event = assign_team(ticket, actor=agent, team=first_line)

    assert event.changes == {"team_id": [None, first_line.pk]}
    with nothing_happened():
        assert assign_team(ticket, actor=agent, team=first_line) is None
    assert_log_agrees(ticket)


def test_somebody_outside_the_new_team_loses_the_ticket(ticket, agent, first_line):
    assign(ticket, actor=agent, assignee=agent)
    others = TeamFactory(levels=[1])

    assign_team(ticket, actor=agent, team=others)

    ticket.refresh_from_db()
    assert (ticket.team, ticket.assignee) == (others, None)


def test_a_team_of_another_level_is_refused_with_the_offer_to_escalate(ticket, agent, specialists):
    with nothing_happened(), pytest.raises(IllegalTransition, match="Escalate"):
        assign_team(ticket, actor=agent, team=specialists)
