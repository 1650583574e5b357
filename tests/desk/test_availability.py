"""Being there or away, and giving one's work back."""

import pytest

from accounts.models import Availability
from desk.availability import change_availability, give_back_waiting, latest_reassignment, result_of
from desk.models import Reassignment
from tests.desk.conftest import HTMX
from tests.factories import make_ticket
from tests.tickets.asserting import assert_log_agrees
from tickets.actions import assign, set_status
from tickets.models import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(agent, first_line, customer):
    """Two tickets of Omar's on which it is our turn, one that waits for Ann, one that is on hold."""
    tickets = [make_ticket(requester=customer, team=first_line) for _number in range(4)]
    for ticket in tickets:
        assign(ticket, actor=agent, assignee=agent)
    set_status(tickets[2], actor=agent, status=Status.PENDING)
    set_status(tickets[3], actor=agent, status=Status.ON_HOLD)
    return tickets


def assignees(tickets):
    for ticket in tickets:
        ticket.refresh_from_db()
    return [ticket.assignee_id for ticket in tickets]


def test_who_goes_away_keeps_their_tickets(desk, agent, work):
    desk.post("/desk/availability/", {"availability": "away"})
    give_back_waiting()

    agent.refresh_from_db()
    assert agent.availability == Availability.AWAY
    assert agent.availability_since is not None
    assert assignees(work) == [agent.pk] * 4


def test_tickets_go_back_to_their_queues_but_for_what_waits(desk, agent, work, first_line):
    assert "2 open tickets" in desk.get("/desk/availability/").content.decode()

    desk.post("/desk/availability/", {"availability": "reassigning"})
    assert "0 of 2" in desk.get("/desk/availability/progress/", headers=HTMX).content.decode()
    give_back_waiting()

    assert assignees(work) == [None, None, agent.pk, agent.pk]
    assert work[0].team == first_line
    page = desk.get("/desk/availability/progress/", headers=HTMX).content.decode()
    assert "2 of 2 given back" in page
    assert "every 1s" not in page
    assert_log_agrees(work[0])


def test_saying_it_twice_or_a_worker_that_comes_twice_does_nothing_more(agent, work):
    change_availability(agent, Availability.REASSIGNING)
    change_availability(agent, Availability.REASSIGNING)
    give_back_waiting()
    assign(work[0], actor=agent, assignee=agent)
    give_back_waiting()

    assert Reassignment.objects.count() == 1
    assert assignees(work)[0] == agent.pk


def test_a_worker_that_died_on_the_way_is_followed_by_another(agent, work):
    change_availability(agent, Availability.REASSIGNING)
    assign(work[0], actor=agent, assignee=None)
    Reassignment.objects.update(given_back=1)

    give_back_waiting()

    row = latest_reassignment(agent)
    assert (row.total, row.given_back) == (2, 2)
    assert row.ended_at is not None


def test_who_comes_back_before_the_worker_keeps_what_is_left(agent, work):
    change_availability(agent, Availability.REASSIGNING)
    change_availability(agent, Availability.ONLINE)
    give_back_waiting()

    assert assignees(work) == [agent.pk] * 4
    assert latest_reassignment(agent).ended_at is not None


def test_coming_back_brings_nothing_back_and_the_next_absence_counts_anew(agent, work):
    change_availability(agent, Availability.REASSIGNING)
    give_back_waiting()
    change_availability(agent, Availability.ONLINE)
    assert assignees(work)[:2] == [None, None]

    change_availability(agent, Availability.REASSIGNING)
    give_back_waiting()

    assert Reassignment.objects.count() == 2
    assert result_of(latest_reassignment(agent)) == "You had no open tickets to give back."


def test_nonsense_changes_nothing(desk, agent):
    assert desk.post("/desk/availability/", {"availability": "gone"}).status_code == 302

    agent.refresh_from_db()
    assert agent.availability == Availability.ONLINE


def test_whoever_assigns_sees_who_is_away(desk, agent_l2, ticket):
    change_availability(agent_l2, Availability.AWAY)

    page = desk.get(f"/desk/tickets/{ticket.pk}/assignees/", headers=HTMX).content.decode()

    assert page.count('data-availability="away"') == 1
