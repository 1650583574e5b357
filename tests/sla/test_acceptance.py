"""An escalation waits to be accepted, and that has a clock of its own where a policy promises it."""

from datetime import timedelta

import pytest

from helpdesk import clock
from sla.conditions import parse
from sla.editing import save_policy
from sla.explaining import explain
from sla.models import Policy
from sla.recomputing import preview_policy, run_waiting, start
from sla.terms import Terms
from sla.timer import tick
from tests.factories import make_ticket
from tests.sla.making import START, act, after, assert_clocks_agree, clocks_of, due, goal, make_policy, targets
from tickets.actions import (
    accept_escalation,
    decline_escalation,
    escalate,
    mark_spam,
    solve,
    undo,
    unmark_spam,
    unsolve,
)
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

WHY = {"reason": "Hard.", "tried": "All.", "asked": "Help."}
PROMISED = {**targets(), "acceptance": goal(1800, keys="23")}


@pytest.fixture
def policy(db) -> Policy:
    return make_policy(targets=PROMISED)


@pytest.fixture
def ticket(policy, customer) -> Ticket:
    """Opened at START under a policy that promises to accept within half an hour."""
    with clock.at(START):
        return make_ticket(requester=customer)


def acceptances(ticket: Ticket) -> dict[str, str]:
    return {key: state for key, state in clocks_of(ticket).items() if "acceptance" in key}


def test_it_runs_from_the_escalation(ticket, agent):
    assert acceptances(ticket) == {}

    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)

    assert acceptances(ticket) == {"acceptance 1": "running"}
    assert due(ticket, "acceptance") == after(minutes=60)
    assert_clocks_agree(ticket)


@pytest.mark.parametrize("ends", ["accepted", "declined", "solved"])
def test_whatever_ends_the_waiting_meets_it(ticket, agent, agent_l2, ends):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)

    if ends == "accepted":
        act(accept_escalation, ticket, actor=agent_l2, at=after(minutes=40))
    elif ends == "declined":
        act(decline_escalation, ticket, actor=agent_l2, reason="Not ours.", at=after(minutes=40))
    else:
        act(solve, ticket, actor=agent_l2, at=after(minutes=40))

    assert acceptances(ticket) == {"acceptance 1": "met"}
    assert_clocks_agree(ticket)


def test_too_late_is_a_breach_that_the_timer_tells(ticket, agent, agent_l2):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=0), **WHY)

    act(tick, at=after(minutes=31))
    act(accept_escalation, ticket, actor=agent_l2, at=after(minutes=40))

    assert acceptances(ticket) == {"acceptance 1": "breached"}
    told = ticket.events.get(kind=EventKind.SLA_BREACHED)
    assert told.data["target"] == "acceptance"
    assert event_text(told, Names.of([told])).startswith("The escalation was not accepted by")
    assert_clocks_agree(ticket)


def test_an_escalation_that_was_not_meant_cancels_it(ticket, agent):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)
    seq = ticket.events.get(kind=EventKind.ESCALATED).seq

    act(undo, ticket, actor=agent, seq=seq, at=after(minutes=31))

    assert acceptances(ticket) == {"acceptance 1": "cancelled"}
    assert_clocks_agree(ticket)


def test_an_acceptance_taken_back_goes_on_with_the_time_left(ticket, agent, agent_l2):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)
    act(accept_escalation, ticket, actor=agent_l2, at=after(minutes=40))
    seq = ticket.events.get(kind=EventKind.ESCALATION_ACCEPTED).seq

    act(undo, ticket, actor=agent_l2, seq=seq, at=after(minutes=45))

    assert acceptances(ticket) == {"acceptance 1": "running"}
    assert due(ticket, "acceptance") == after(minutes=65)
    assert_clocks_agree(ticket)


def test_a_solve_taken_back_goes_on_with_the_time_left(ticket, agent, agent_l2):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)
    act(solve, ticket, actor=agent_l2, at=after(minutes=40))

    act(unsolve, ticket, actor=agent_l2, at=after(minutes=50))

    assert acceptances(ticket) == {"acceptance 1": "running"}
    assert due(ticket, "acceptance") == after(minutes=70)
    act(accept_escalation, ticket, actor=agent_l2, at=after(minutes=60))
    assert acceptances(ticket) == {"acceptance 1": "met"}
    assert_clocks_agree(ticket)


def test_a_solve_taken_back_asks_nobody_who_had_accepted(ticket, agent, agent_l2):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)
    act(accept_escalation, ticket, actor=agent_l2, at=after(minutes=35))
    act(solve, ticket, actor=agent_l2, at=after(minutes=40))

    act(unsolve, ticket, actor=agent_l2, at=after(minutes=50))

    assert acceptances(ticket) == {"acceptance 1": "met"}
    assert_clocks_agree(ticket)


def test_declining_taken_back_goes_on_with_the_time_left(ticket, agent, agent_l2):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)
    act(decline_escalation, ticket, actor=agent_l2, reason="Not ours.", at=after(minutes=40))
    seq = ticket.events.get(kind=EventKind.ESCALATION_DECLINED).seq

    act(undo, ticket, actor=agent_l2, seq=seq, at=after(minutes=50))

    assert acceptances(ticket) == {"acceptance 1": "running"}
    assert due(ticket, "acceptance") == after(minutes=70)
    assert_clocks_agree(ticket)


def test_declined_further_up_the_one_below_waits_with_the_time_it_had_left(ticket, agent, agent_l2, lead):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)
    act(escalate, ticket, actor=agent_l2, to_level=3, at=after(minutes=35), **WHY)

    act(decline_escalation, ticket, actor=lead, reason="Yours.", at=after(minutes=45))

    assert acceptances(ticket) == {"acceptance 1": "running", "acceptance 2": "met"}
    assert due(ticket, "acceptance") == after(minutes=70)
    assert_clocks_agree(ticket)


def test_what_was_breached_before_it_was_accepted_stays_so_when_that_is_taken_back(ticket, agent, agent_l2):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=0), **WHY)
    act(tick, at=after(minutes=31))
    act(accept_escalation, ticket, actor=agent_l2, at=after(minutes=40))
    seq = ticket.events.get(kind=EventKind.ESCALATION_ACCEPTED).seq

    act(undo, ticket, actor=agent_l2, seq=seq, at=after(minutes=41))
    act(tick, at=after(minutes=90))

    assert acceptances(ticket) == {"acceptance 1": "breached"}
    assert due(ticket, "acceptance") == after(minutes=30)
    assert ticket.events.filter(kind=EventKind.SLA_BREACHED, data__target="acceptance").count() == 1
    assert_clocks_agree(ticket)


def test_what_it_stood_still_for_is_explained(ticket, agent, agent_l2):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)
    act(accept_escalation, ticket, actor=agent_l2, at=after(minutes=40))
    act(undo, ticket, actor=agent_l2, seq=ticket.events.latest("seq").seq, at=after(minutes=45))

    with clock.at(after(minutes=50)):
        told = next(one for one in explain(ticket) if one.clock.target == "acceptance")

    assert told.used == timedelta(minutes=15)
    assert [(one.start, one.kind) for one in told.segments] == [
        (after(minutes=30), "counted"),
        (after(minutes=40), "paused"),
        (after(minutes=45), "counted"),
    ]
    assert "did not wait" in told.segments[1].reason


def test_further_up_is_another_wait(ticket, agent, agent_l2):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)
    act(escalate, ticket, actor=agent_l2, to_level=3, at=after(minutes=35), **WHY)

    assert acceptances(ticket) == {"acceptance 1": "met", "acceptance 2": "running"}
    assert due(ticket, "acceptance", 2) == after(minutes=65)
    assert_clocks_agree(ticket)


def test_spam_cancels_it_and_taken_back_it_is_as_before(ticket, agent, lead):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)
    act(mark_spam, ticket, actor=lead, at=after(minutes=35))
    assert acceptances(ticket) == {"acceptance 1": "cancelled"}

    act(unmark_spam, ticket, actor=lead, at=after(minutes=40))

    assert acceptances(ticket) == {"acceptance 1": "running"}
    assert due(ticket, "acceptance") == after(minutes=60)
    assert_clocks_agree(ticket)


def test_a_promise_made_while_one_waits_counts_from_the_escalation(customer, agent, admin):
    policy = make_policy(targets=targets())
    with clock.at(START):
        ticket = make_ticket(requester=customer)
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)
    assert acceptances(ticket) == {}

    with clock.at(after(minutes=35)):
        assert previewed(policy) == (1, 0)
    promise(policy, admin, at=after(minutes=40))

    assert acceptances(ticket) == {"acceptance 1": "running"}
    assert due(ticket, "acceptance") == after(minutes=60)
    assert_clocks_agree(ticket)


def test_a_shorter_promise_makes_who_waits_overdue_at_once_and_says_so_before(ticket, policy, agent, admin):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=0), **WHY)
    shorter = targets(acceptance=goal(600, keys="23"))

    with clock.at(after(minutes=9)):
        assert previewed(policy, shorter) == (1, 0)
    with clock.at(after(minutes=20)):
        assert previewed(policy, shorter) == (1, 1)
    promise(policy, admin, shorter, at=after(minutes=20))
    act(tick, at=after(minutes=21))

    assert acceptances(ticket) == {"acceptance 1": "breached"}
    assert due(ticket, "acceptance") == after(minutes=10)
    assert_clocks_agree(ticket)


def test_what_was_not_accepted_in_time_stays_so_under_a_longer_promise(ticket, policy, agent, admin):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=0), **WHY)
    act(tick, at=after(minutes=31))
    longer = targets(acceptance=goal(3600, keys="23"))

    with clock.at(after(minutes=32)):
        assert previewed(policy, longer) == (0, 0)
    promise(policy, admin, longer, at=after(minutes=32))

    assert acceptances(ticket) == {"acceptance 1": "breached"}
    assert due(ticket, "acceptance") == after(minutes=30)


def previewed(policy: Policy, promised=PROMISED) -> tuple[int, int]:
    """How many tickets an admin is told about who asks first, and how many of them are overdue at once."""
    terms = Terms.parse({**policy.current.terms, "targets": promised})
    preview = preview_policy(policy, conditions=parse({}), terms=terms, calendar=None)
    return preview.changed, preview.overdue


def promise(policy: Policy, admin, promised=PROMISED, *, at) -> None:
    """As an admin saves it, and a worker brings open tickets to it."""
    with clock.at(at):
        save_policy(
            policy=policy,
            actor=admin,
            name=policy.name,
            description="",
            terms={**policy.current.terms, "targets": promised},
            conditions={},
            calendar=None,
        )
        start(policy.name, actor=admin)
        run_waiting()
