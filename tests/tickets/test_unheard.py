"""A hint that Redis lost: the streams of each process tell the event all the same, a few seconds later, and only then."""

from datetime import timedelta

import pytest

from helpdesk import clock, live
from tickets.actions import add_note
from tickets.content import Body
from tickets.unheard import Unheard

pytestmark = pytest.mark.django_db(transaction=True)


def note(ticket, agent) -> int:
    """Its event's `seq`."""
    add_note(ticket, actor=agent, body=Body.from_text("He called."))
    ticket.refresh_from_db()
    return ticket.event_seq


def seqs(hints: list[live.Hint]) -> list[int]:
    return [hint.data["seq"] for hint in hints if "seq" in hint.data]


def test_what_two_looks_find_without_a_hint_is_told_once(agent, ticket):
    unheard = Unheard()
    unheard.look()
    lost = note(ticket, agent)

    assert [seqs(unheard.look()) for _look in range(3)] == [[], [lost], []]


def test_what_was_heard_is_not_told_again(agent, ticket):
    unheard = Unheard()
    unheard.look()
    unheard.heard({"ticket": ticket.pk, "seq": note(ticket, agent), "kind": "message.noted"})

    assert [unheard.look() for _look in range(2)] == [[], []]


def test_what_was_written_before_the_first_look_or_into_the_past_is_no_news(agent, ticket):
    note(ticket, agent)
    unheard = Unheard()
    unheard.look()
    with clock.at(ticket.opened_at - timedelta(days=1)):
        note(ticket, agent)

    assert [unheard.look() for _look in range(2)] == [[], []]


def test_one_statement_serves_all_streams_of_a_process(agent, ticket, django_assert_num_queries):
    unheard = Unheard()
    unheard.look()
    for _number in range(3):
        unheard.heard({"ticket": ticket.pk, "seq": note(ticket, agent), "kind": "message.noted"})

    with django_assert_num_queries(1):
        unheard.look()
