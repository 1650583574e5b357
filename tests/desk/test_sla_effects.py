"""What a policy's form says, seen happening on a ticket: what stops its clocks, how long levels hold it, what a breach does."""

import pytest
from django.urls import reverse

from helpdesk import clock
from sla import timer
from sla.models import Clock, Policy
from tests.desk.conftest import signed_in
from tests.factories import make_ticket
from tests.sla.making import START, after, make_calendar
from tickets.actions import assign, escalate, set_status
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised(admin):
    """The only policy there is, as it was sent by the form."""
    Policy.objects.update(is_active=False)

    def save(**data) -> None:
        assert signed_in(admin).post(reverse("sla:new_policy"), {"name": "Only", **data}).status_code == 302

    return save


def due(ticket: Ticket, target: str) -> Clock:
    return ticket.clocks.get(target=target)


def at(hours: float):
    return clock.at(after(hours=hours))


def test_solving_stands_still_in_the_statuses_that_were_ticked(promised, customer, agent):
    promised(resolution_2="4 h", pause=["pending"])
    with clock.at(START):
        waiting, held = make_ticket(customer), make_ticket(customer)
    with at(1):
        set_status(waiting, actor=agent, status="pending")
        set_status(held, actor=agent, status="on_hold")

    assert due(waiting, "resolution").state == "paused"
    assert due(held, "resolution").due_at == after(hours=4)
    with at(3):
        set_status(waiting, actor=agent, status="open")
    assert due(waiting, "resolution").due_at == after(hours=6)


def test_each_level_holds_a_ticket_as_long_as_was_written(promised, customer, agent, specialists):
    promised(level_1="8 h", level_2="30 min", breach_do=["raise_priority"])
    with clock.at(START):
        ticket = make_ticket(customer)
    with at(1):
        escalate(ticket, actor=agent, to_level=2, team=specialists, reason="Odd", tried="All", asked="Help")

    first, second = ticket.clocks.filter(target="level").order_by("turn")
    assert (first.state, first.due_at) == ("met", after(hours=8))
    assert (second.state, second.due_at) == ("running", after(hours=1.5))

    with at(2):
        timer.tick()
    ticket.refresh_from_db()
    assert (due_state(ticket, 2), ticket.priority) == ("breached", 3)


def due_state(ticket: Ticket, turn: int) -> str:
    return ticket.clocks.get(target="level", turn=turn).state


def test_a_missed_deadline_escalates_to_the_team_of_the_next_level(promised, customer, agent, specialists):
    promised(first_response_2="1 h", breach_do=["escalate"])
    with clock.at(START):
        ticket = make_ticket(customer)
        assign(ticket, actor=agent, assignee=agent)
    with at(2):
        timer.tick()

    ticket.refresh_from_db()
    assert (ticket.level, ticket.team, ticket.assignee) == (2, specialists, None)
    assert ticket.escalations.get().reason == "First response is overdue."


def test_business_time_counts_only_where_it_was_ticked(promised, customer):
    office = make_calendar()  # until 17:00; START is 10:00 on a Wednesday
    promised(first_response_2="8 h", first_response_business="on", resolution_2="8 h", calendar=office.pk)
    with clock.at(START):
        ticket = make_ticket(customer)

    assert due(ticket, "first_response").due_at == after(hours=24)
    assert due(ticket, "resolution").due_at == after(hours=8)
