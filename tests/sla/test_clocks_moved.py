"""Clocks of tickets whose messages go to another one and come back."""

import pytest

from helpdesk import clock
from tests.factories import make_ticket
from tests.sla.making import START, act, after, answer, assert_clocks_agree, clock_of, clocks_of, due, write
from tickets.actions import merge, move_message, split, undo_move, unmerge
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(policy, customer) -> Ticket:
    """Ann's, opened at START under the policy."""
    with clock.at(START):
        return make_ticket(requester=customer)


def test_what_is_merged_away_is_cancelled_and_comes_back_with_the_merge_undone(ticket, agent, customer):
    with clock.at(after(minutes=2)):
        other = make_ticket(requester=customer)
    answer(other, agent, at=after(minutes=3))

    act(merge, ticket, actor=agent, into=other, at=after(minutes=10))

    assert set(clocks_of(ticket).values()) == {"cancelled"}
    assert due(other, "next_response") == after(hours=1)  # waited for since the other ticket was opened
    for each in (ticket, other):
        assert_clocks_agree(each)

    act(unmerge, ticket, actor=agent, at=after(minutes=20))

    assert set(clocks_of(ticket).values()) == {"running"}
    assert due(ticket, "first_response") == after(hours=1)
    assert clock_of(other, "next_response").state == "cancelled"
    for each in (ticket, other):
        assert_clocks_agree(each)


def test_a_wait_that_moved_to_another_ticket_and_back_goes_on(ticket, agent, customer):
    answer(ticket, agent, at=after(minutes=5))
    write(ticket, customer, at=after(minutes=10))
    with clock.at(after(minutes=12)):
        other = make_ticket(requester=customer)
    message = ticket.messages.last()

    moved = act(move_message, message, actor=agent, to=other, at=after(minutes=15))
    assert moved is not None
    assert clock_of(ticket, "next_response").state == "cancelled"
    message.refresh_from_db()
    act(undo_move, message, actor=agent, at=after(minutes=20))

    assert clocks_of(ticket)["next_response 1"] == "running"
    assert due(ticket, "next_response") == after(minutes=70)
    for each in (ticket, other):
        assert_clocks_agree(each)


def test_a_ticket_split_off_is_promised_from_its_first_message_on(ticket, agent, customer):
    write(ticket, customer, at=after(minutes=10))

    new = act(split, ticket, actor=agent, messages=[ticket.messages.last()], at=after(minutes=15))

    assert due(new, "first_response") == after(minutes=70)
    for each in (ticket, new):
        assert_clocks_agree(each)
