"""One message goes to the ticket it belongs to, and back."""

from datetime import timedelta

import pytest

from tests.factories import make_ticket
from tests.tickets.asserting import kinds_of, nothing_happened
from tests.tickets.transferring import START, WORDS, assert_sound, at, everything_about
from tickets.actions import close, merge, move_message, receive_message, reply, undo_move
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Channel, Message, Status, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(customer, agent) -> Ticket:
    """Ann asked, Omar answered, and then came a message that is about the other ticket."""
    with at(0):
        ticket = make_ticket(requester=customer)
    with at(1):
        reply(ticket, actor=agent, body=WORDS, seen_seq=1, status=Status.PENDING)
    with at(2):
        text = Body.from_text("About the invoice: it is wrong.")
        receive_message(ticket, actor=customer, body=text, channel=Channel.EMAIL)
    return ticket


@pytest.fixture
def other(customer, agent) -> Ticket:
    with at(0):
        ticket = make_ticket(requester=customer, subject="Invoice")
    with at(3):
        reply(ticket, actor=agent, body=WORDS, seen_seq=1, status=Status.PENDING)
    return ticket


@pytest.fixture
def message(ticket) -> Message:
    return ticket.messages.last()


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def test_the_message_and_its_wait_go_to_the_other_ticket(ticket, other, message, agent):
    move_message(message, actor=agent, to=other)

    message.refresh_from_db()
    assert (message.ticket, message.origin, message.seq) == (other, ticket, 3)
    assert (fresh(ticket).waiting_since, fresh(ticket).conversation_seq) == (None, 2)
    assert (fresh(other).status, fresh(other).waiting_since) == ("open", START + timedelta(hours=2))
    assert (kinds_of(ticket)[-1], kinds_of(other)[-1]) == (EventKind.MOVED_AWAY, EventKind.MOVED_HERE)
    assert_sound()
    with nothing_happened():
        assert move_message(message, actor=agent, to=other) is None


def test_moving_back_leaves_no_trace_but_the_events(ticket, other, message, agent):
    before = everything_about(ticket, other)
    move_message(message, actor=agent, to=other)

    undo_move(Message.objects.get(pk=message.pk), actor=agent)

    assert everything_about(ticket, other) == before
    assert_sound()
    with nothing_happened():
        assert undo_move(Message.objects.get(pk=message.pk), actor=agent) is None


def test_an_answer_stays_where_it_was_written(ticket, other, message, agent):
    move_message(message, actor=agent, to=other)
    answer = reply(other, actor=agent, body=WORDS, seen_seq=3)

    undo_move(Message.objects.get(pk=message.pk), actor=agent)

    answer.refresh_from_db()
    assert (answer.ticket, answer.seq) == (other, 3)
    assert fresh(ticket).waiting_since == message.created_at
    assert_sound()


def test_a_writer_who_takes_no_part_there_is_copied(ticket, message, agent, customer, other_customer):
    charlies = make_ticket(requester=other_customer)

    move_message(message, actor=agent, to=charlies)

    assert charlies.participants.get().person == customer
    assert Message.objects.visible_to(customer, fresh(charlies)).get() == message
    undo_move(Message.objects.get(pk=message.pk), actor=agent)
    assert not charlies.participants.exists()


def test_refused_moves_leave_everything_as_it_was(ticket, other, message, agent, customer):
    alone = make_ticket()
    closed = make_ticket()
    close(closed, actor=agent)
    with nothing_happened():
        with pytest.raises(Invalid, match="Merge the ticket"):
            move_message(alone.messages.get(), actor=agent, to=ticket)
        with pytest.raises(IllegalTransition, match="closed for good"):
            move_message(message, actor=agent, to=closed)
        with pytest.raises(NotAllowed):
            move_message(message, actor=customer, to=other)


def test_what_came_later_is_undone_first(ticket, other, message, agent):
    move_message(message, actor=agent, to=other)
    third = make_ticket()
    move_message(Message.objects.get(pk=message.pk), actor=agent, to=third)
    undo_move(Message.objects.get(pk=message.pk), actor=agent)
    assert Message.objects.get(pk=message.pk).ticket == other

    merge(other, actor=agent, into=third)
    assert undo_move(Message.objects.get(pk=message.pk), actor=agent) is None
    assert_sound()
