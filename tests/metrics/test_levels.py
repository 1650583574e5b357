"""How tickets flow between levels, and what level 1 should have solved; the lives below are worked by hand."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from accounts.actors import SystemActor
from desk.metrics.levels import levels
from metrics.flow import Step, flow
from metrics.further import turned_around
from metrics.keeping import keep_stale
from metrics.lists import metric_called
from metrics.period import Period
from metrics.questions import Inquiry
from tests.metrics.living import START, WHY, after, answered, at, facts_of, fresh, opened, solved, wrote
from tests.metrics.periods import UTC
from tickets import actions
from tickets.models import Level, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Inquiry:
    keep_stale()
    return Inquiry(Period(START.date(), START.date(), UTC), after(200))


def escalated(customer, agent, hours: float = 1, level: int = 2):
    ticket = opened(customer)
    with at(hours):
        actions.escalate(fresh(ticket), actor=agent, to_level=level, **WHY)
    return ticket


def handed_back(ticket, agent, hours: float) -> None:
    with at(hours):
        actions.hand_back(fresh(ticket), actor=agent, answer="Restart it.")


def share_of(key: str, asked: Inquiry) -> tuple[float | None, int]:
    metric = metric_called(key)
    assert metric is not None
    keep_stale()
    figure = metric.compute(asked)
    return figure.value, figure.n


def test_answers_above_are_those_since_the_last_escalation(customer, agent, agent_l2):
    """One below, then two above; going up once more, it begins anew."""
    ticket = opened(customer)
    answered(ticket, agent, 0.5)
    assert facts_of(ticket).answers_above is None
    with at(1):
        actions.escalate(fresh(ticket), actor=agent, to_level=2, **WHY)
    answered(ticket, agent_l2, 2)
    answered(ticket, agent_l2, 3)
    assert facts_of(ticket).answers_above == 2
    with at(4):
        actions.escalate(fresh(ticket), actor=agent_l2, to_level=3, **WHY)
    assert facts_of(ticket).answers_above == 0


def test_what_the_level_above_solved_with_one_answer_should_have_been_solved_below(customer, agent, agent_l2, asked):
    """One answer; two answers; never escalated: one of the two escalated ones."""
    answered(escalated(customer, agent), agent_l2, 2, Status.SOLVED)
    long = escalated(customer, agent)
    answered(long, agent_l2, 2)
    answered(long, agent_l2, 3, Status.SOLVED)
    answered(opened(customer), agent, 1, Status.SOLVED)

    assert share_of("solvable_below", asked) == (0.5, 2)


def test_what_came_back_was_no_such_ticket(customer, agent, agent_l2, asked):
    ticket = escalated(customer, agent)
    handed_back(ticket, agent_l2, 2)
    answered(ticket, agent, 3, Status.SOLVED)

    assert share_of("solvable_below", asked) == (0, 1)
    assert share_of("hand_back_rate", asked) == (1, 1)


def test_the_flow_begins_goes_and_ends(customer, agent, agent_l2, asked):
    """One stays, one goes up and stays there, one goes up and comes back."""
    solved(opened(customer), agent, 1)
    escalated(customer, agent)
    handed_back(escalated(customer, agent), agent_l2, 2)
    keep_stale()

    assert flow(asked) == [Step(0, 1, 1, 1), Step(0, 1, 2, 2), Step(1, 1, 1, 1), Step(1, 2, 1, 1), Step(1, 2, 2, 1)]


def test_what_a_bot_gave_to_people_began_with_it(customer, asked):
    """0 → 1 is no escalation, and a move nonetheless."""
    ticket = opened(customer, level=Level.SELF_SERVICE)
    with at(1):
        actions.escalate(fresh(ticket), actor=SystemActor("Bot"), to_level=1, **WHY)
    keep_stale()

    assert flow(asked) == [Step(0, 0, 1, 1), Step(1, 1, 1, 1)]


def test_who_came_up_again_went_back_and_forth(customer, agent, agent_l2, asked):
    """One goes up and comes back; one goes up once more after that; one never moves."""
    solved(opened(customer), agent, 1)
    handed_back(escalated(customer, agent), agent_l2, 2)
    again = escalated(customer, agent)
    handed_back(again, agent_l2, 2)
    with at(3):
        actions.escalate(fresh(again), actor=agent, to_level=2, **WHY)

    assert share_of("ping_pong_rate", asked) == (0.5, 2)
    assert turned_around(asked) == [(1, 1), (2, 1)]


def test_what_was_taken_back_at_once_turned_nothing_around(customer, agent, asked):
    ticket = escalated(customer, agent)
    with at(1):
        actions.undo(fresh(ticket), actor=agent, seq=fresh(ticket).event_seq)
        actions.escalate(fresh(ticket), actor=agent, to_level=2, **WHY)

    assert share_of("ping_pong_rate", asked) == (0, 1)
    assert turned_around(asked) == []


def test_the_api_tells_what_the_page_of_levels_shows(customer, agent, agent_l2, manager):
    handed_back(escalated(customer, agent), agent_l2, 2)
    client = APIClient()
    client.force_login(manager)
    days = {"from": START.date().isoformat(), "to": START.date().isoformat()}

    answer = client.get("/api/v1/metrics/levels/", days).json()

    shares = {figure["key"]: (figure["value"], figure["n"]) for figure in answer["figures"]}
    assert shares == {"solvable_below": (None, 0), "hand_back_rate": (1, 1), "ping_pong_rate": (0, 1)}
    assert answer["flow"][0] == {"stage": 0, "level": 1, "to": 2, "tickets": 1}
    assert answer["turned_around"] == [{"times": 1, "tickets": 1}]


def test_without_tickets_nothing_flows(asked):
    assert flow(asked) == []


def test_a_level_holds_a_ticket_whichever_teams_have_it_there(customer, agent, agent_l2, first_line, asked):
    """Level 1 for six hours, of which two teams had three each; level 2 until solved at 10; then level 2 again, for one hour."""
    ticket = opened(customer)
    with at(3):
        actions.assign_team(fresh(ticket), actor=agent, team=first_line)
    with at(6):
        actions.escalate(fresh(ticket), actor=agent, to_level=2, **WHY)
    solved(ticket, agent_l2, 10)
    wrote(ticket, 12)
    solved(ticket, agent_l2, 13)

    stays = facts_of(ticket).stays.filter(ends_level=True).order_by("turn")
    assert [(stay.level, stay.until - stay.at_level_since) for stay in stays] == [
        (1, timedelta(hours=6)), (2, timedelta(hours=4)), (2, timedelta(hours=1)),
    ]  # fmt: skip
    assert [(hold.level, hold.stays, hold.median) for hold in levels(asked)["holds"]] == [
        (1, "1", "6 h"), (2, "2", "2 h 30 min"),
    ]  # fmt: skip
