"""Searching finds messages where they are now, and for people in copy nothing more than they may read."""

import pytest

from search.integrity import check_index
from tests.factories import make_ticket
from tickets.actions import add_participant, merge, receive_message, unmerge
from tickets.content import Body
from tickets.models import Channel, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def elephants(customer) -> Ticket:
    return make_ticket(requester=customer, subject="Noise", body=Body.from_text("There are elephants in the cellar."))


def test_words_are_found_on_the_survivor_and_after_undoing_where_they_were(found, ticket, elephants, agent):
    assert found(agent, "elephants") == [elephants.pk]

    merge(elephants, actor=agent, into=ticket)
    assert found(agent, "elephants") == [ticket.pk]
    assert list(check_index()) == []

    unmerge(Ticket.objects.get(pk=elephants.pk), actor=agent)
    assert found(agent, "elephants") == [elephants.pk]
    assert list(check_index()) == []


def test_who_is_in_copy_finds_nothing_more_through_a_merge(found, ticket, elephants, agent, customer, other_customer):
    add_participant(ticket, actor=agent, person=other_customer)

    merge(elephants, actor=agent, into=ticket)

    assert found(customer, "elephants") == [ticket.pk]
    assert found(other_customer, "elephants") == []


def test_the_other_requester_finds_their_own_words_and_not_what_was_said_before(found, ticket, agent, other_customer):
    charlies = make_ticket(requester=other_customer, body=Body.from_text("My giraffe is stuck."))
    merge(charlies, actor=agent, into=ticket)
    receive_message(ticket, actor=ticket.requester, body=Body.from_text("A zebra too."), channel=Channel.EMAIL)

    assert ticket.pk in found(other_customer, "giraffe")
    assert ticket.pk in found(other_customer, "zebra")
    assert ticket.pk not in found(other_customer, "started this morning")
