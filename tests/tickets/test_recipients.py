"""Whom a reply goes to."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import CustomerFactory
from tests.tickets.asserting import nothing_happened
from tickets.actions import add_participant, reply
from tickets.content import Body
from tickets.errors import Invalid
from tickets.recipients import addresses_in, recipients_of

pytestmark = pytest.mark.django_db

WORDS = Body.from_text("Hello")


def cc_of(ticket):
    rows = ticket.participants.filter(role="cc").order_by("person__email")
    return list(rows.values_list("person__email", flat=True))


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("", []),
        ("ann@example.net", ["ann@example.net"]),
        ("Ann <Ann@Example.net>; bob@example.net,", ["ann@example.net", "bob@example.net"]),
        ('"Lee, Ann" <ann@example.net>, ann@example.net', ["ann@example.net"]),
    ],
)
def test_addresses_as_people_type_them(text, addresses):
    assert addresses_in(text) == addresses


@pytest.mark.parametrize("text", ["ann", "ann@", "ann@example.net bob@example.net"])
def test_what_is_no_address_is_named(text):
    with pytest.raises(Invalid):
        addresses_in(text)


@given(st.text(max_size=80))
def test_a_field_gives_addresses_or_a_sentence(text):
    with suppress(Invalid):
        assert all("@" in address for address in addresses_in(text))


def test_each_address_stands_in_one_field_the_most_visible(ticket):
    found = recipients_of(ticket, cc=["Ann@example.net", "bob@example.net"], bcc=["bob@example.net", "crm@example.net"])

    assert found.as_dict == {"to": ["ann@example.net"], "cc": ["bob@example.net"], "bcc": ["crm@example.net"]}


def test_without_fields_it_is_the_requester_and_who_is_copied(ticket, agent, other_customer):
    add_participant(ticket, actor=agent, person=other_customer)

    assert recipients_of(ticket).everybody == ("ann@example.net", "charlie@elsewhere.test")


def test_somebody_else_in_to_takes_part_from_then_on(ticket, agent, customer, other_customer):
    message = reply(ticket, actor=agent, body=WORDS, seen_seq=None, to=[customer, other_customer])

    assert cc_of(ticket) == ["charlie@elsewhere.test"]
    assert message.recipients == {"to": ["ann@example.net", "charlie@elsewhere.test"]}


def test_a_blind_copy_takes_no_part(ticket, agent):
    message = reply(ticket, actor=agent, body=WORDS, seen_seq=None, cc=[], bcc=["crm@example.net"])

    assert cc_of(ticket) == []
    assert message.recipients == {"bcc": ["crm@example.net"]}


def test_a_reply_to_nobody_is_refused(ticket, agent):
    with nothing_happened(), pytest.raises(Invalid):
        reply(ticket, actor=agent, body=WORDS, seen_seq=None, to=[])


def test_leaving_the_copies_alone_keeps_them_beside_somebody_new(ticket, agent, customer, other_customer):
    add_participant(ticket, actor=agent, person=other_customer)

    reply(ticket, actor=agent, body=WORDS, seen_seq=None, to=[customer, CustomerFactory(email="new@example.net")])

    assert cc_of(ticket) == ["charlie@elsewhere.test", "new@example.net"]
