"""What time alone brings: warnings and breaches, each exactly once and in order."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.models import Role
from helpdesk import clock
from sla import actions, timer
from sla.models import Clock, Policy
from sla.tasks import tick
from tests.factories import AgentFactory, TeamFactory, make_ticket
from tests.sla.making import HOUR, START, after, assert_clocks_agree, clock_of, clocks_of, goal, make_policy, targets
from tests.tickets.asserting import nothing_happened
from tickets.actions import assign, reopen, reply, solve
from tickets.content import Body
from tickets.door import one_passage
from tickets.locking import locked
from tickets.models import Ticket

ONLY_FIRST = {"resolution": None, "level": None, "next_response": None}


@pytest.fixture
def policy(db):
    return make_policy(targets=targets(**ONLY_FIRST))


@pytest.fixture
def ticket(policy, customer) -> Ticket:
    with clock.at(START):
        return make_ticket(requester=customer)


def fired(ticket) -> list[tuple]:
    """Kind, and which warning, of what the timer told."""
    events = ticket.events.filter(kind__in=("sla.warned", "sla.breached")).order_by("seq")
    return [(event.kind, event.data.get("percent")) for event in events]


def tick_at(moment) -> None:
    with clock.at(moment):
        tick()


EVERYTHING = [("sla.warned", 50), ("sla.warned", 75), ("sla.breached", None)]


@pytest.mark.django_db
def test_each_warning_and_the_breach_come_in_their_time(ticket):
    for minutes, so_far in ((29, 0), (30, 1), (31, 1), (44, 1), (45, 2), (59, 2), (60, 3), (61, 3), (600, 3)):
        tick_at(after(minutes=minutes))
        assert fired(ticket) == EVERYTHING[:so_far], minutes

    first = clock_of(ticket, "first_response")
    assert (first.state, first.due_at, first.ended_at, first.check_at) == ("breached", after(hours=1), None, None)
    ticket.refresh_from_db()
    assert ticket.next_due_at == after(hours=1)
    assert_clocks_agree(ticket)


@pytest.mark.django_db
def test_after_an_outage_everything_that_was_missed_comes_once_and_in_order(ticket):
    tick_at(after(hours=3))
    tick_at(after(hours=3, seconds=15))

    assert fired(ticket) == EVERYTHING
    assert_clocks_agree(ticket)


@pytest.mark.django_db
def test_a_clock_that_jumps_back_fires_nothing_twice(ticket):
    tick_at(after(minutes=50))
    tick_at(after(minutes=10))
    tick_at(after(minutes=46))
    tick_at(after(minutes=70))

    assert fired(ticket) == EVERYTHING


@pytest.mark.django_db
def test_an_answer_during_an_outage_that_came_too_late_is_a_breach_once(ticket, agent):
    with clock.at(after(minutes=61)):
        reply(ticket, actor=agent, body=Body.from_text("Sorry"), seen_seq=1)
    tick_at(after(minutes=62))

    assert fired(ticket) == EVERYTHING
    assert_clocks_agree(ticket)


@pytest.mark.django_db
def test_what_was_warned_of_before_the_outage_is_not_warned_of_again_by_an_answer_that_came_too_late(ticket, agent):
    tick_at(after(minutes=31))
    with clock.at(after(minutes=61)):
        reply(ticket, actor=agent, body=Body.from_text("Sorry"), seen_seq=1)

    assert fired(ticket) == EVERYTHING
    told = ticket.events.filter(kind="sla.warned").order_by("seq")
    assert [event.data["warning"] for event in told] == [1, 2]
    assert_clocks_agree(ticket)


@pytest.mark.django_db
def test_what_several_clocks_missed_is_told_by_its_time(customer, agent):
    make_policy(targets=targets(next_response=None, level=None, resolution=goal(HOUR + 60)))
    with clock.at(START):
        ticket = make_ticket(requester=customer)

    with clock.at(after(hours=5)):
        reply(ticket, actor=agent, body=Body.from_text("Sorry"), seen_seq=1)

    told = ticket.events.filter(kind__in=("sla.warned", "sla.breached")).order_by("seq")
    assert [(event.data["target"], event.data.get("percent")) for event in told] == [
        (target, percent) for percent in (50, 75, None) for target in ("first_response", "resolution")
    ]
    tick_at(after(hours=6))
    assert len(fired(ticket)) == 6
    assert_clocks_agree(ticket)


@pytest.mark.django_db
def test_what_was_answered_in_time_is_never_told(ticket, agent):
    with clock.at(after(minutes=20)):
        reply(ticket, actor=agent, body=Body.from_text("Here"), seen_seq=1)
    with nothing_happened():
        tick_at(after(minutes=90))


@pytest.mark.django_db
def test_the_events_name_whom_they_tell(ticket, agent, lead):
    with clock.at(after(minutes=1)):
        assign(ticket, actor=lead, assignee=agent)
    tick_at(after(hours=2))

    warned, _second, breached = ticket.events.filter(kind__startswith="sla.").order_by("seq")
    assert (warned.actor_name, warned.data["tell"], warned.data["target"]) == ("SLA", [agent.pk], "first_response")
    assert breached.data["tell"] == sorted([agent.pk, lead.pk])
    assert breached.data["due"] == after(hours=1).isoformat()


@pytest.mark.django_db
def test_while_nobody_has_it_the_team_is_told_and_of_one_in_no_team_the_leads(
    policy, customer, agent, lead, first_line
):
    with clock.at(START):
        queued, nowhere = make_ticket(requester=customer, team=first_line), make_ticket(requester=customer)
    tick_at(after(minutes=30))

    told = {ticket.pk: ticket.events.get(kind="sla.warned").data["tell"] for ticket in (queued, nowhere)}
    assert told == {queued.pk: [agent.pk], nowhere.pk: [lead.pk]}


@pytest.mark.django_db
def test_leads_are_those_of_the_team_and_of_one_without_any_all(customer, lead, first_line):
    of_the_team = AgentFactory(role=Role.LEAD)
    first_line.members.add(of_the_team)
    make_policy(targets=targets(**ONLY_FIRST), warn=[{"percent": 50, "tell": ["leads"]}])
    with clock.at(START):
        tickets = [make_ticket(requester=customer, team=team) for team in (first_line, TeamFactory(), None)]
    tick_at(after(minutes=30))

    told = [ticket.events.get(kind="sla.warned").data["tell"] for ticket in tickets]
    assert told == [[of_the_team.pk], sorted([lead.pk, of_the_team.pk]), sorted([lead.pk, of_the_team.pk])]


@pytest.mark.django_db
def test_several_clocks_of_a_ticket_fire_by_their_time(customer):
    make_policy(targets=targets(next_response=None, level=None, resolution=goal(HOUR + 60)), warn=[])
    with clock.at(START):
        ticket = make_ticket(requester=customer)

    tick_at(after(hours=5))

    told = ticket.events.filter(kind="sla.breached").order_by("seq")
    assert [event.data["target"] for event in told] == ["first_response", "resolution"]
    assert_clocks_agree(ticket)


@pytest.mark.django_db
def test_solving_is_fixed_by_the_timer_without_an_event(customer, agent):
    make_policy()
    with clock.at(START):
        ticket = make_ticket(requester=customer)
    with clock.at(after(minutes=10)):
        solve(ticket, actor=agent)
    events = ticket.events.count()

    tick_at(after(minutes=10, hours=71))
    assert clock_of(ticket, "resolution").state == "paused"
    tick_at(after(minutes=10, hours=72))

    assert set(clocks_of(ticket).values()) == {"met"}
    assert clock_of(ticket, "resolution").ended_at == after(minutes=10)
    assert ticket.events.count() == events
    assert_clocks_agree(ticket)
    with clock.at(after(hours=80)):
        reopen(ticket, actor=agent)
    assert clock_of(ticket, "resolution").state == "met"


@pytest.mark.django_db
def test_one_ticket_that_fails_holds_up_no_other(policy, customer, monkeypatch):
    with clock.at(START):
        tickets = [make_ticket(requester=customer) for _ in range(3)]
    bad = tickets[1].pk
    breach = actions.breach

    def fail(ticket, counted):
        if ticket.pk == bad:
            raise RuntimeError("broken")
        return breach(ticket, counted)

    monkeypatch.setattr(actions, "breach", fail)
    tick_at(after(hours=2))

    assert [fired(ticket) for ticket in tickets] == [EVERYTHING, [], EVERYTHING]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "column", "value"),
    [
        ({"do": "raise_priority"}, "priority", 3),
        ({"do": "escalate"}, "level", 2),
        ({"do": "unassign"}, "assignee_id", None),
    ],
)
def test_a_breach_acts_through_the_verbs(customer, agent, specialists, act, column, value):
    make_policy(targets=targets(**ONLY_FIRST), breach=[act])
    with clock.at(START):
        ticket = make_ticket(requester=customer)
        assign(ticket, actor=agent, assignee=agent)

    tick_at(after(hours=2))

    ticket.refresh_from_db()
    assert getattr(ticket, column) == value
    assert ticket.events.latest("seq").actor_name == "SLA"
    assert_clocks_agree(ticket)


@pytest.mark.django_db
def test_a_breach_moves_to_a_team_that_serves_the_level_and_leaves_it_where_not(customer, first_line, specialists):
    make_policy(
        targets=targets(**ONLY_FIRST),
        breach=[{"do": "move", "team": specialists.pk}, {"do": "move", "team": first_line.pk}],
    )
    with clock.at(START):
        ticket = make_ticket(requester=customer)

    tick_at(after(hours=2))

    ticket.refresh_from_db()
    assert ticket.team == first_line
    assert ticket.messages.latest("pk").text == (
        "A deadline was missed, but the policy's “Move to another team” was not possible: "
        "Specialists does not work at Level 1 · First line. Escalate the ticket to hand it over."
    )


@pytest.mark.django_db
def test_a_breach_does_not_escalate_out_of_a_queue_to_where_nobody_works(customer, first_line):
    make_policy(targets=targets(**ONLY_FIRST), breach=[{"do": "escalate"}, {"do": "raise_priority"}])
    with clock.at(START):
        ticket = make_ticket(requester=customer, team=first_line)

    tick_at(after(hours=2))

    ticket.refresh_from_db()
    assert (ticket.team, ticket.level, ticket.priority) == (first_line, 1, 3)
    assert "No team works at Level 2 · Specialist." in ticket.messages.latest("pk").text


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_once_fire_each_once(customer):
    Policy.objects.update(is_active=False)
    make_policy(targets=targets(**ONLY_FIRST))
    with clock.at(START):
        tickets = [make_ticket(requester=customer) for _ in range(30)]
    barrier = Barrier(2)

    def one_timer():
        try:
            barrier.wait()
            tick_at(after(hours=2))
        finally:
            connection.close()

    threads = [Thread(target=one_timer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tick_at(after(hours=2))  # what one of them passed over because the other held it

    assert [fired(ticket) for ticket in tickets] == [EVERYTHING] * 30


@pytest.mark.django_db(transaction=True)
def test_a_ticket_that_somebody_holds_waits_for_the_next_tick(customer):
    make_policy(targets=targets(**ONLY_FIRST))
    with clock.at(START):
        ticket = make_ticket(requester=customer)
    held, done = Barrier(2), Barrier(2)

    def hold():
        try:
            with one_passage():
                locked(Ticket.objects.get(pk=ticket.pk))
                held.wait()
                done.wait()
        finally:
            connection.close()

    thread = Thread(target=hold)
    thread.start()
    held.wait()
    tick_at(after(hours=2))
    assert fired(ticket) == []
    done.wait()
    thread.join()

    tick_at(after(hours=2))
    assert fired(ticket) == EVERYTHING


@pytest.mark.django_db(transaction=True)
def test_a_timer_killed_before_the_commit_has_done_nothing(customer, monkeypatch):
    make_policy(targets=targets(**ONLY_FIRST))
    with clock.at(START):
        ticket = make_ticket(requester=customer)

    def die():
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("tickets.door.fault_point", lambda name: die() if name == "before_commit" else None)
        with pytest.raises(SystemExit):
            tick_at(after(hours=2))
    assert fired(ticket) == []

    tick_at(after(hours=2))
    assert fired(ticket) == EVERYTHING


@pytest.mark.django_db
def test_an_idle_tick_is_one_statement(ticket, django_assert_num_queries):
    with clock.at(after(minutes=5)), django_assert_num_queries(1):
        timer.tick()


@pytest.mark.django_db
def test_what_is_due_is_found_by_its_index(ticket):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = (
            Clock.objects.filter(check_at__lte=after(hours=1)).order_by("check_at", "ticket").values("ticket").explain()
        )

    assert "clock_check" in plan
