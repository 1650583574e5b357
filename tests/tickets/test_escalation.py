"""Moving between levels."""

import pytest

from tests.factories import AgentFactory, TeamFactory
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets.actions import accept_escalation, assign, assign_team, de_escalate, decline_escalation, escalate, hand_back
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Escalation

pytestmark = pytest.mark.django_db

WHY = {"reason": "Deep in the database", "tried": "Restarting", "asked": "Look at the lock"}


@pytest.fixture
def escalated(ticket, agent, first_line, specialists) -> Escalation:
    assign(ticket, actor=agent, assignee=agent)
    assign_team(ticket, actor=agent, team=first_line)
    return escalate(ticket, actor=agent, to_level=2, **WHY)


def test_escalating_moves_level_and_team_and_clears_the_assignee(ticket, escalated, agent, first_line, specialists):
    ticket.refresh_from_db()
    assert (ticket.level, ticket.team, ticket.assignee) == (2, specialists, None)
    assert (escalated.from_level, escalated.from_team, escalated.from_assignee) == (1, first_line, agent)
    assert (escalated.state, escalated.by, escalated.reason) == ("waiting", agent, "Deep in the database")
    assert last_event(ticket).kind == EventKind.ESCALATED
    assert_log_agrees(ticket)


def test_handed_up_twice_from_where_it_was_seen_it_goes_up_once(ticket, escalated, agent, agent_l2):
    with nothing_happened(), pytest.raises(IllegalTransition, match="at Level 2 · Specialist by now"):
        escalate(ticket, actor=agent, to_level=3, seen_level=1, **WHY)
    with nothing_happened(), pytest.raises(IllegalTransition, match="at Level 2 · Specialist already"):
        escalate(ticket, actor=agent, to_level=2, **WHY)

    assert escalate(ticket, actor=agent_l2, to_level=3, seen_level=2, **WHY).to_level == 3


def test_who_accepts_becomes_the_assignee_once(ticket, escalated, agent_l2):
    event = accept_escalation(ticket, actor=agent_l2)

    ticket.refresh_from_db()
    escalated.refresh_from_db()
    assert (event.kind, ticket.assignee) == (EventKind.ESCALATION_ACCEPTED, agent_l2)
    assert (escalated.state, escalated.accepted_by) == ("accepted", agent_l2)
    with nothing_happened():
        assert accept_escalation(ticket, actor=agent_l2) is None
    assert_log_agrees(ticket)


@pytest.mark.parametrize(
    ("send_back", "state", "kind"),
    [
        (lambda t, a: decline_escalation(t, actor=a, reason="Not ours"), "declined", EventKind.ESCALATION_DECLINED),
        (lambda t, a: hand_back(t, actor=a, answer="Clear the lock"), "handed_back", EventKind.HANDED_BACK),
    ],
)
def test_declined_or_handed_back_it_returns_to_the_former_team_and_person(
    ticket, escalated, agent, agent_l2, first_line, send_back, state, kind
):
    send_back(ticket, agent_l2)

    ticket.refresh_from_db()
    escalated.refresh_from_db()
    assert (ticket.level, ticket.team, ticket.assignee) == (1, first_line, agent)
    assert (escalated.state, last_event(ticket).kind) == (state, kind)
    assert escalated.answer in ("Not ours", "Clear the lock")
    assert_log_agrees(ticket)
    with nothing_happened(), pytest.raises(IllegalTransition):
        send_back(ticket, agent_l2)


def test_it_is_not_handed_back_to_somebody_who_left(ticket, escalated, agent, agent_l2):
    agent.is_active = False
    agent.save()

    hand_back(ticket, actor=agent_l2, answer="Clear the lock")

    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_what_was_accepted_cannot_be_declined(ticket, escalated, agent_l2):
    accept_escalation(ticket, actor=agent_l2)

    with nothing_happened(), pytest.raises(IllegalTransition):
        decline_escalation(ticket, actor=agent_l2, reason="Too late")


def test_escalating_further_ends_the_escalation_under_way(ticket, escalated, agent_l2):
    experts = TeamFactory(levels=[3])

    escalate(ticket, actor=agent_l2, to_level=3, **WHY)

    escalated.refresh_from_db()
    ticket.refresh_from_db()
    assert (escalated.state, ticket.level, ticket.team) == ("ended", 3, experts)


def test_de_escalating_goes_down_with_a_reason(ticket, escalated, agent_l2, first_line):
    event = de_escalate(ticket, actor=agent_l2, to_level=1, reason=" Standard procedure ")

    ticket.refresh_from_db()
    assert (ticket.level, ticket.team) == (1, first_line)
    assert event.data["reason"] == "Standard procedure"
    assert_log_agrees(ticket)


@pytest.mark.parametrize("missing", ["reason", "tried", "asked"])
def test_an_escalation_must_say_why_what_was_tried_and_what_is_asked(ticket, agent, specialists, missing):
    with nothing_happened(), pytest.raises(Invalid):
        escalate(ticket, actor=agent, to_level=2, **(WHY | {missing: "  "}))


def test_wrong_directions_and_teams_are_refused(ticket, agent, agent_l2, first_line, specialists):
    for attempt in (
        lambda: escalate(ticket, actor=agent, to_level=1, **WHY),
        lambda: escalate(ticket, actor=agent, to_level=2, team=first_line, **WHY),
        lambda: de_escalate(ticket, actor=agent, to_level=1, reason="Easy"),
        lambda: accept_escalation(ticket, actor=agent),
        lambda: hand_back(ticket, actor=agent, answer="Done"),
    ):
        with nothing_happened(), pytest.raises(IllegalTransition):
            attempt()
    for attempt in (
        lambda: hand_back(ticket, actor=agent_l2, answer=" "),
        lambda: de_escalate(ticket, actor=agent, to_level=1, reason=" "),
    ):
        escalate(ticket, actor=agent, to_level=2, **WHY) if ticket.level == 1 else None
        with nothing_happened(), pytest.raises(Invalid):
            attempt()


def test_customers_escalate_nothing(ticket, customer):
    with nothing_happened(), pytest.raises(NotAllowed):
        escalate(ticket, actor=customer, to_level=2, **WHY)


def test_what_went_up_two_levels_is_handed_back_step_by_step(
    ticket, escalated, agent, agent_l2, first_line, specialists
):
    experts = TeamFactory(name="Experts", levels=[3])
    expert = AgentFactory(level=3)
    experts.members.add(expert)
    accept_escalation(ticket, actor=agent_l2)
    escalate(ticket, actor=agent_l2, to_level=3, team=experts, **WHY)

    hand_back(ticket, actor=expert, answer="It is the index.")
    ticket.refresh_from_db()
    assert (ticket.level, ticket.team, ticket.assignee) == (2, specialists, agent_l2)
    hand_back(ticket, actor=agent_l2, answer="Rebuild the index.")
    ticket.refresh_from_db()
    assert (ticket.level, ticket.team, ticket.assignee) == (1, first_line, agent)
    assert_log_agrees(ticket)


def test_nobody_of_ours_works_at_level_0(ticket, escalated, agent_l2):
    with pytest.raises(IllegalTransition):
        de_escalate(ticket, actor=agent_l2, to_level=0, reason="Simple")


@pytest.mark.parametrize("level", [4, -1, 99, "2", None])
def test_there_is_no_such_level(ticket, agent, specialists, level):
    with nothing_happened(), pytest.raises(Invalid, match="one of the offered levels"):
        escalate(ticket, actor=agent, to_level=level, **WHY)
    with nothing_happened(), pytest.raises(Invalid, match="one of the offered levels"):
        de_escalate(ticket, actor=agent, to_level=level, reason="Easy.")
