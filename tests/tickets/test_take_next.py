"""Taking the next ticket: the most urgent one that somebody can work, never the same for two."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.abilities import add_skill, set_abilities
from accounts.models import Availability
from accounts.profile import set_availability
from helpdesk import clock
from tests.factories import AgentFactory, TeamFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets.actions import (
    assign,
    close,
    delete,
    escalate,
    mark_spam,
    set_status,
    snooze,
    solve,
    take_next,
)
from tickets.actions.taking import SAME_PRESS, next_for
from tickets.errors import NotAllowed
from tickets.events import EventKind
from tickets.models import Escalation, Level, Priority, Status, Ticket

pytestmark = pytest.mark.django_db


def opened(hours_ago: float, **fields) -> Ticket:
    with clock.at(clock.now() - timedelta(hours=hours_ago)):
        return make_ticket(**fields)


def test_the_next_ticket_is_assigned_and_open(agent, ticket, first_line):
    taken = take_next(actor=agent)

    ticket.refresh_from_db()
    assert taken == ticket
    assert (ticket.assignee, ticket.status) == (agent, "open")
    event = last_event(ticket)
    assert (event.kind, event.actor) == (EventKind.ASSIGNED, agent)
    assert_log_agrees(ticket)


def test_the_most_urgent_comes_first_and_of_these_who_waits_longest(agent):
    low = opened(30, priority=Priority.LOW)
    young, old = opened(1), opened(20)
    urgent = opened(0.1, priority=Priority.URGENT)

    assert list(next_for(agent)) == [urgent, old, young, low]


def test_nobody_waiting_means_nothing_to_take(agent):
    with nothing_happened():
        assert take_next(actor=agent) is None


@pytest.mark.parametrize(
    "out_of_reach",
    [
        lambda ticket, lead: assign(ticket, actor=lead, assignee=lead),
        lambda ticket, lead: snooze(ticket, actor=lead, until=clock.now() + timedelta(days=1)),
        lambda ticket, lead: set_status(ticket, actor=lead, status=Status.PENDING),
        lambda ticket, lead: set_status(ticket, actor=lead, status=Status.ON_HOLD),
        lambda ticket, lead: solve(ticket, actor=lead),
        lambda ticket, lead: close(ticket, actor=lead),
        lambda ticket, lead: mark_spam(ticket, actor=lead),
        lambda ticket, lead: delete(ticket, actor=lead),
    ],
)
def test_what_is_no_work_for_anybody_is_left_alone(agent, ticket, lead, out_of_reach):
    out_of_reach(ticket, lead)

    with nothing_happened():
        assert take_next(actor=agent) is None


def test_only_what_their_level_and_teams_allow(agent, agent_l2, first_line, specialists):
    foreign = make_ticket(team=TeamFactory(levels=[1]))
    above = make_ticket(level=Level.SPECIALIST)
    make_ticket(level=Level.SELF_SERVICE)
    unserved = make_ticket(team=first_line, level=Level.FIRST_LINE)
    first_line.levels = [2]
    first_line.save()

    assert list(next_for(agent)) == []
    assert list(next_for(agent_l2)) == [above]
    first_line.levels = [1, 2]
    first_line.save()
    assert list(next_for(agent)) == [unserved]
    assert foreign not in next_for(agent_l2)


def test_what_asks_for_a_skill_waits_for_who_has_it(agent, admin):
    billing, api, plain = make_ticket(tags=["invoice"]), make_ticket(tags=["api"]), make_ticket()
    both = make_ticket(tags=["api", "invoice"])
    skills = [add_skill(actor=admin, name=tag, tags=[tag]) for tag in ("invoice", "api", "nobodys")]
    unknown = make_ticket(tags=["nobodys"])
    set_abilities(agent, actor=admin, skills={skills[0]: 1})
    set_abilities(expert := AgentFactory(), actor=admin, skills={skills[1]: 3})

    assert set(next_for(agent)) == {billing, plain, both, unknown}
    assert set(next_for(expert)) == {api, plain, both, unknown}
    assert set(next_for(AgentFactory())) == {plain, unknown}


def test_what_asks_for_a_skill_does_not_wait_for_those_who_are_all_away(agent, admin):
    ticket = make_ticket(tags=["api"])
    skill = add_skill(actor=admin, name="api", tags=["api"])
    experts = [AgentFactory(), AgentFactory()]
    for expert in experts:
        set_abilities(expert, actor=admin, skills={skill: 3})

    set_availability(experts[0], Availability.AWAY)
    assert list(next_for(agent)) == []

    set_availability(experts[1], Availability.REASSIGNING)
    assert list(next_for(agent)) == [ticket]


def test_a_private_team_gives_its_tickets_to_members_only(agent, customer):
    team = TeamFactory(levels=[1], is_private=True)
    ticket = make_ticket(team=team)
    assert list(next_for(agent)) == []

    team.members.add(agent)
    assert list(next_for(agent)) == [ticket]


def test_a_waiting_escalation_is_accepted(agent, agent_l2, ticket):
    escalate(ticket, actor=agent, to_level=2, reason="r", tried="t", asked="a")

    assert take_next(actor=agent_l2) == ticket

    assert Escalation.objects.get().accepted_by == agent_l2
    ticket.refresh_from_db()
    assert ticket.assignee == agent_l2
    assert last_event(ticket).kind == EventKind.ESCALATION_ACCEPTED


def test_a_second_press_gives_the_same_ticket(agent, ticket):
    other = opened(-1)
    assert take_next(actor=agent) == ticket
    with nothing_happened():
        assert take_next(actor=agent) == ticket

    with clock.at(clock.now() + SAME_PRESS * 2):
        assert take_next(actor=agent) == other


def test_customers_and_people_who_left_take_nothing(ticket, customer, agent):
    agent.is_active = False
    for person in (customer, agent):
        with nothing_happened(), pytest.raises(NotAllowed):
            take_next(actor=person)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tickets", [1, 6])
def test_people_at_once_never_get_the_same(tickets):
    people = [AgentFactory() for _ in range(4)]
    for _ in range(tickets):
        make_ticket()
    barrier = Barrier(len(people))
    taken: list[int] = []

    def take(person) -> None:
        try:
            barrier.wait(timeout=30)
            if (ticket := take_next(actor=person)) is not None:
                taken.append(ticket.pk)
        finally:
            connection.close()

    threads = [Thread(target=take, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(taken) == len(set(taken)) == min(tickets, len(people))
    assert Ticket.objects.filter(assignee__in=people).count() == len(taken)


def test_the_query_starts_where_the_next_ticket_is(agent, first_line):
    """Its index holds only what can be taken, in the order of taking."""
    make_ticket(team=first_line)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        sql, params = next_for(agent)[:1].query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "ticket_to_take" in plan
