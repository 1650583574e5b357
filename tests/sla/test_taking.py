"""Taking the next ticket: what was promised soonest comes first."""

from datetime import timedelta

import pytest

from helpdesk import clock
from tests.factories import make_ticket
from tests.sla.making import START, after, goal, make_policy, targets
from tickets.actions import take_next
from tickets.models import Priority

pytestmark = pytest.mark.django_db


def test_what_is_due_within_the_hour_comes_before_what_is_more_urgent(agent, customer):
    make_policy(conditions={"field": "priority", "is": [2]}, targets=targets(first_response=goal(2 * 3600)))
    with clock.at(START):
        overdue = make_ticket(requester=customer)
    with clock.at(after(minutes=80)):
        soon = make_ticket(requester=customer)
        urgent = make_ticket(requester=customer, priority=Priority.URGENT)

    order = []
    for minutes in (150, 151, 152):
        with clock.at(after(minutes=minutes)):
            order.append(take_next(actor=agent))

    assert order == [overdue, soon, urgent]


def test_what_is_due_later_waits_for_its_turn(agent, customer):
    make_policy(conditions={"field": "priority", "is": [2]}, targets=targets(first_response=goal(9 * 3600)))
    with clock.at(START):
        make_ticket(requester=customer)
        urgent = make_ticket(requester=customer, priority=Priority.URGENT)

    with clock.at(START + timedelta(minutes=1)):
        assert take_next(actor=agent) == urgent
