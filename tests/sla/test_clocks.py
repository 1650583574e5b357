"""Which clocks a ticket has, when they run, and how they end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import AUTO_CLOSE
from accounts.models import Organization
from helpdesk import clock
from sla.models import Policy
from tests.factories import make_ticket
from tests.sla.making import (
    HOUR,
    START,
    WORDS,
    act,
    after,
    answer,
    assert_clocks_agree,
    clock_of,
    clocks_of,
    due,
    goal,
    make_calendar,
    make_policy,
    targets,
    write,
)
from tests.tickets.asserting import last_event
from tickets.actions import (
    close,
    de_escalate,
    delete,
    escalate,
    mark_spam,
    open_with_talk,
    reopen,
    reply,
    restore,
    set_priority,
    set_status,
    snooze,
    solve,
    tag,
    unmark_spam,
)
from tickets.events import EventKind
from tickets.models import Channel, Ticket
from tickets.talks import Talk

pytestmark = pytest.mark.django_db

WHY = {"reason": "Hard.", "tried": "All.", "asked": "Help."}


@pytest.fixture
def ticket(policy, customer) -> Ticket:
    """Ann's, opened at START under the policy."""
    with clock.at(START):
        return make_ticket(requester=customer)


def test_a_ticket_opens_with_the_clocks_of_its_policy(ticket, policy):
    assert clocks_of(ticket) == {"resolution 1": "running", "level 1": "running", "first_response 1": "running"}
    first = clock_of(ticket, "first_response")
    assert (first.started_at, first.due_at, first.seconds) == (START, after(hours=1), HOUR)
    assert first.check_at == after(minutes=30)  # the first warning
    assert (first.policy, first.calendar) == (policy.current, None)
    ticket.refresh_from_db()
    assert ticket.next_due_at == after(hours=1)
    assert last_event(ticket).data["sla"] == {"policy": policy.current.pk, "calendar": None}
    assert_clocks_agree(ticket)


def test_without_a_policy_nothing_is_promised(customer):
    ticket = make_ticket(requester=customer)

    assert (clocks_of(ticket), ticket.sla, ticket.next_due_at) == ({}, {}, None)
    assert "sla" not in last_event(ticket).data
    assert_clocks_agree(ticket)


def test_an_answer_in_time_meets_the_first_response(ticket, agent):
    answer(ticket, agent, at=after(minutes=59))

    first = clock_of(ticket, "first_response")
    assert (first.state, first.ended_at, first.check_at) == ("met", after(minutes=59), None)
    ticket.refresh_from_db()
    assert ticket.next_due_at == after(hours=2)  # at its level
    assert_clocks_agree(ticket)


def test_an_answer_on_the_last_moment_is_in_time(ticket, agent):
    answer(ticket, agent, at=after(hours=1))

    assert clock_of(ticket, "first_response").state == "met"


def test_a_late_answer_is_a_breach_that_is_told_though_no_timer_saw_it(ticket, agent):
    answer(ticket, agent, at=after(minutes=61))

    first = clock_of(ticket, "first_response")
    assert (first.state, first.ended_at) == ("breached", after(minutes=61))
    assert last_event(ticket).kind == EventKind.SLA_BREACHED
    assert last_event(ticket).data["target"] == "first_response"
    assert_clocks_agree(ticket)


def test_a_machines_answer_ends_no_wait(ticket):
    with clock.at(after(minutes=5)):
        reply(ticket, actor=AUTO_CLOSE, body=WORDS, seen_seq=None)

    assert clock_of(ticket, "first_response").state == "running"
    assert_clocks_agree(ticket)


def test_each_wait_is_a_turn_of_the_next_response(ticket, agent, customer):
    answer(ticket, agent, at=after(minutes=10))
    write(ticket, customer, at=after(minutes=20))
    write(ticket, customer, at=after(minutes=25))  # the same wait
    answer(ticket, agent, at=after(minutes=30))
    write(ticket, customer, at=after(minutes=40))

    assert clocks_of(ticket) == {
        "resolution 1": "running",
        "level 1": "running",
        "first_response 1": "met",
        "next_response 1": "met",
        "next_response 2": "running",
    }
    assert due(ticket, "next_response", 2) == after(minutes=100)
    assert_clocks_agree(ticket)


def test_more_from_the_customer_before_the_first_answer_starts_nothing(ticket, customer):
    write(ticket, customer, at=after(minutes=20))

    assert due(ticket, "first_response") == after(hours=1)
    assert not ticket.clocks.filter(target="next_response").exists()
    assert_clocks_agree(ticket)


def test_solving_without_an_answer_meets_the_wait(ticket, agent):
    act(solve, ticket, actor=agent, at=after(minutes=10))

    assert clock_of(ticket, "first_response").state == "met"
    assert_clocks_agree(ticket)


def test_waiting_on_the_customer_stops_solving_but_no_answer(ticket, agent):
    act(set_status, ticket, actor=agent, status="pending", at=after(minutes=30))

    assert clock_of(ticket, "resolution").state == "paused"
    assert due(ticket, "resolution") is None
    assert clock_of(ticket, "first_response").state == "running"
    assert_clocks_agree(ticket)


def test_a_pause_takes_nothing_of_the_time(ticket, agent, customer):
    answer(ticket, agent, at=after(minutes=30), status="pending")
    write(ticket, customer, at=after(hours=30))

    assert due(ticket, "resolution") == after(hours=30) + timedelta(hours=3.5)
    assert_clocks_agree(ticket)


def test_a_snooze_stops_nothing(ticket, agent):
    act(snooze, ticket, actor=agent, until=after(days=2), at=after(minutes=1))

    assert set(clocks_of(ticket).values()) == {"running"}


def test_reopening_within_three_days_goes_on_with_the_time_left(ticket, agent):
    act(solve, ticket, actor=agent, at=after(hours=1))
    resolution = clock_of(ticket, "resolution")
    assert (resolution.state, resolution.check_at) == ("paused", after(hours=73))

    act(reopen, ticket, actor=agent, at=after(hours=72))

    assert due(ticket, "resolution") == after(hours=75)
    assert_clocks_agree(ticket)


def test_after_three_days_solving_is_fixed(ticket, agent):
    act(solve, ticket, actor=agent, at=after(hours=1))
    act(reopen, ticket, actor=agent, at=after(hours=73, seconds=1))

    resolution = clock_of(ticket, "resolution")
    assert (resolution.state, resolution.ended_at) == ("met", after(hours=1))
    assert_clocks_agree(ticket)


def test_closing_fixes_it_at_once(ticket, agent):
    act(close, ticket, actor=agent, at=after(hours=1))

    assert set(clocks_of(ticket).values()) == {"met"}
    ticket.refresh_from_db()
    assert ticket.next_due_at is None
    assert_clocks_agree(ticket)


def test_each_stay_at_a_level_is_a_turn(ticket, agent, agent_l2):
    act(escalate, ticket, actor=agent, to_level=2, at=after(minutes=30), **WHY)
    act(de_escalate, ticket, actor=agent_l2, to_level=1, reason="Easy.", at=after(minutes=60))

    assert {key: state for key, state in clocks_of(ticket).items() if "level" in key} == {
        "level 1": "met",
        "level 2": "met",
        "level 3": "running",
    }
    assert due(ticket, "level", 3) == after(hours=3)
    assert_clocks_agree(ticket)


@pytest.mark.parametrize(("put_away", "bring_back"), [(mark_spam, unmark_spam), (delete, restore)])
def test_what_is_put_away_is_cancelled_and_comes_back_as_it_was(ticket, lead, put_away, bring_back):
    act(put_away, ticket, actor=lead, at=after(minutes=10))
    assert set(clocks_of(ticket).values()) == {"cancelled"}
    ticket.refresh_from_db()
    assert ticket.next_due_at is None
    assert_clocks_agree(ticket)

    act(bring_back, ticket, actor=lead, at=after(minutes=20))

    assert set(clocks_of(ticket).values()) == {"running"}
    assert due(ticket, "first_response") == after(hours=1)
    assert_clocks_agree(ticket)


def test_the_log_of_a_talk_is_itself_the_first_answer(policy, agent, customer):
    with clock.at(START):
        talk = Talk(channel=Channel.PHONE, started_at=after(minutes=-5), duration=timedelta(minutes=4), direction="in")
        ticket = open_with_talk(actor=agent, requester=customer, subject="A call", talk=talk, said=WORDS)
    assert not ticket.clocks.filter(target__in=("first_response", "next_response")).exists()

    write(ticket, customer, at=after(hours=5))

    assert due(ticket, "next_response") == after(hours=6)
    assert_clocks_agree(ticket)


def test_what_we_began_ourselves_has_a_first_answer_once_the_customer_writes(policy, agent, customer):
    with clock.at(START):
        ticket = make_ticket(actor=agent, requester=customer, channel=Channel.PROACTIVE)
    write(ticket, customer, at=after(hours=5))

    assert due(ticket, "first_response") == after(hours=6)
    assert_clocks_agree(ticket)


def test_another_priority_is_another_promise(customer, agent):
    times = {"business": False, "seconds": {"2": 4 * HOUR, "4": HOUR}}
    make_policy(targets=targets(resolution=times))
    with clock.at(START):
        ticket = make_ticket(requester=customer)

    act(set_priority, ticket, actor=agent, priority=4, at=after(minutes=30))
    assert due(ticket, "resolution") == after(hours=1)

    act(set_priority, ticket, actor=agent, priority=3, at=after(minutes=40))  # nothing is promised for High
    assert clock_of(ticket, "resolution").state == "cancelled"
    act(set_priority, ticket, actor=agent, priority=2, at=after(minutes=50))
    assert due(ticket, "resolution") == after(hours=4)
    assert_clocks_agree(ticket)


def test_what_is_breached_stays_so_under_a_milder_promise(ticket, agent, customer):
    make_policy(
        "VIP", conditions={"field": "tag", "is": ["vip"]}, position=0, targets=targets(first_response=goal(9 * HOUR))
    )
    Policy.objects.exclude(name="VIP").update(position=9)

    act(tag, ticket, actor=agent, add=["vip"], at=after(hours=3))

    first = clock_of(ticket, "first_response")
    assert (first.state, first.due_at) == ("breached", after(hours=1))
    assert clock_of(ticket, "resolution").policy.policy.name == "VIP"
    ticket.refresh_from_db()
    assert ticket.next_due_at == after(hours=1)  # still nobody answered
    assert_clocks_agree(ticket)


def test_a_field_of_its_own_that_changes_may_change_the_policy_and_is_told(ticket, agent):
    make_policy("VIP", conditions={"field": "tag", "is": ["vip"]}, targets=targets(first_response=goal(600)))
    Policy.objects.exclude(name="VIP").update(position=9)

    act(tag, ticket, actor=agent, add=["vip"], at=after(minutes=1))

    event = last_event(ticket)
    assert (event.kind, event.data["name"]) == (EventKind.SLA_SET, "VIP")
    assert due(ticket, "first_response") == after(minutes=10)
    act(tag, ticket, actor=agent, remove=["vip"], at=after(minutes=2))
    assert due(ticket, "first_response") == after(hours=1)
    assert_clocks_agree(ticket)


def test_what_the_organization_becomes_later_changes_nothing(policy, customer, agent):
    organization = Organization.objects.create(name="Acme", tier="standard")
    customer.organization = organization
    customer.save()
    make_policy("Premium", conditions={"field": "tier", "is": ["premium"]}, targets=targets(first_response=goal(60)))
    policy.position = 9
    policy.save()
    with clock.at(START):
        ticket = make_ticket(requester=customer)

    Organization.objects.update(tier="premium")
    answer(ticket, agent, at=after(seconds=70))

    assert clock_of(ticket, "first_response").state == "met"
    assert_clocks_agree(ticket)


def test_business_time_is_that_of_the_policys_calendar(customer):
    office = make_calendar()
    make_policy(calendar=office, targets=targets(first_response=goal(8 * HOUR, business=True)))
    with clock.at(START):  # Wednesday 10:00
        ticket = make_ticket(requester=customer)

    assert due(ticket, "first_response") == after(days=1)  # Thursday 10:00
    assert due(ticket, "resolution") == after(hours=4)
    assert clock_of(ticket, "first_response").calendar == office.current
    assert_clocks_agree(ticket)


def test_a_ticket_from_before_gets_its_clocks_when_a_policy_holds(customer, agent):
    with clock.at(START):
        ticket = make_ticket(requester=customer)
    answer(ticket, agent, at=after(minutes=5), status="pending")
    make_policy(conditions={"field": "priority", "is": [4]})

    act(set_priority, ticket, actor=agent, priority=4, at=after(minutes=10))

    assert clocks_of(ticket) == {"resolution 1": "paused", "level 1": "paused"}
    assert_clocks_agree(ticket)


def test_a_reply_and_an_opening_cost_two_statements_each(ticket, agent, customer):
    def cost(call):
        with CaptureQueriesContext(connection) as queries:
            call()
        return len([query for query in queries if "sla_" in query["sql"] or '"next_due_at" =' in query["sql"]])

    make_ticket(requester=customer)  # versions are read once a process
    answer(ticket, agent, at=after(minutes=1))
    write(ticket, customer, at=after(minutes=2))

    assert cost(lambda: answer(ticket, agent, at=after(minutes=3), status="pending")) == 2
    assert cost(lambda: make_ticket(requester=customer)) <= 2
