"""Messages about something else become a ticket of their own, and come back."""

from datetime import timedelta

import pytest

from accounts.actors import SystemActor
from outbox.models import OutboundEmail
from tests.factories import CustomerFactory, make_ticket
from tests.tickets.asserting import kinds_of, nothing_happened
from tests.tickets.transferring import START, WORDS, assert_sound, at, everything_about
from tickets.access import survivor_of
from tickets.actions import (
    add_note,
    add_participant,
    close,
    mark_read,
    merge,
    receive_message,
    reply,
    save_draft,
    solve,
    split,
    unsplit,
)
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Channel, Draft, Message, Status, Ticket, TicketRead
from tickets.models.message import MessageKind
from tickets.previews import preview_split

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(customer, agent) -> Ticket:
    """Ann asked, Omar answered, and Ann asked about something else."""
    with at(0):
        ticket = make_ticket(requester=customer)
    with at(1):
        reply(ticket, actor=agent, body=WORDS, seen_seq=1, status=Status.PENDING)
    with at(2):
        text = Body.from_text("By the way, the invoice is wrong.")
        receive_message(ticket, actor=customer, body=text, channel=Channel.EMAIL)
    return ticket


def newest(ticket: Ticket) -> Message:
    return ticket.messages.last()


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def test_what_a_rule_wrote_is_not_enough_for_a_ticket_of_its_own(ticket, agent):
    by_rule = reply(ticket, actor=SystemActor("Rules"), body=Body.from_text("We have it."), seen_seq=None)

    with pytest.raises(Invalid):
        split(ticket, actor=agent, messages=[by_rule])


def test_what_a_rule_wrote_last_is_what_the_new_ticket_shows(ticket, agent):
    rule = reply(ticket, actor=SystemActor("Rules"), body=Body.from_text("We look into it."), seen_seq=None)
    receive_message(ticket, actor=ticket.requester, body=WORDS, channel=Channel.EMAIL)

    new = split(ticket, actor=agent, messages=[ticket.messages.order_by("pk").first(), rule])

    assert new.snippet == "We look into it."
    assert_sound()


def test_a_message_becomes_a_ticket_opened_at_its_time(ticket, agent, customer, mailbox):
    message = newest(ticket)
    sent = OutboundEmail.objects.count()

    new = split(ticket, actor=agent, messages=[message], subject="Wrong invoice")

    message.refresh_from_db()
    new = fresh(new)
    assert (message.ticket, message.origin, message.seq) == (new, ticket, 1)
    assert (new.subject, new.requester, new.status, new.channel) == ("Wrong invoice", customer, "open", "email")
    assert (new.opened_at, new.waiting_since, new.first_reply_at) == (START + timedelta(hours=2),) * 2 + (None,)
    assert (new.snippet, new.conversation_seq) == ("By the way, the invoice is wrong.", 1)
    assert (fresh(ticket).waiting_since, fresh(ticket).conversation_seq, fresh(ticket).snippet) == (None, 2, "Hello")
    assert kinds_of(new) == [EventKind.OPENED]
    assert kinds_of(ticket)[-1] == EventKind.SPLIT
    assert OutboundEmail.objects.count() == sent  # nobody is told of a request that they did not make
    assert_sound()


def test_a_reply_that_goes_along_is_the_first_of_the_new_ticket(ticket, agent):
    first_reply = ticket.first_reply_at
    with at(3):
        answer = reply(ticket, actor=agent, body=WORDS, seen_seq=3)

    new = split(ticket, actor=agent, messages=list(ticket.messages.all())[2:])

    assert (fresh(new).first_reply_at, fresh(new).waiting_since) == (answer.created_at, None)
    assert fresh(ticket).first_reply_at == first_reply
    assert_sound()


def test_the_first_customer_who_wrote_in_it_is_the_requester(ticket, agent, other_customer):
    add_participant(ticket, actor=agent, person=other_customer)
    with at(3):
        message = receive_message(ticket, actor=other_customer, body=WORDS, channel=Channel.EMAIL)

    new = split(ticket, actor=agent, messages=[message])

    assert new.requester == other_customer
    assert not Message.objects.visible_to(ticket.requester, fresh(ticket)).filter(pk=message.pk).exists()
    assert_sound()


def test_who_got_one_of_them_in_copy_goes_on_taking_part(ticket, agent, customer, other_customer):
    stays = CustomerFactory()
    for person in (other_customer, stays):
        add_participant(ticket, actor=agent, person=person)
    with at(3):
        answer = reply(ticket, actor=agent, body=WORDS, seen_seq=3, cc=[other_customer])
    add_participant(ticket, actor=agent, person=stays)
    asked = ticket.messages.get(text__startswith="By the way")

    foretold = preview_split(ticket, actor=agent, messages=[asked, answer])
    new = split(ticket, actor=agent, messages=[asked, answer])

    assert [row.person for row in new.participants.filter(role="cc")] == [other_customer]
    assert any(other_customer.email in sentence for sentence in foretold.sentences)
    assert_sound()


def test_what_was_read_stays_read(ticket, agent):
    mark_read(ticket, actor=agent, seen_seq=3)

    split(ticket, actor=agent, messages=[list(ticket.messages.all())[1]])

    assert TicketRead.objects.get(ticket=ticket).seen_seq == fresh(ticket).conversation_seq == 2


def test_refused_splits_leave_everything_as_it_was(ticket, agent, customer, other_customer):
    note = add_note(ticket, actor=agent, body=WORDS)
    elsewhere = make_ticket(requester=other_customer).messages.get()
    with nothing_happened():
        for messages in ([], [elsewhere], [note], list(ticket.messages.all())):
            with pytest.raises(Invalid):
                split(ticket, actor=agent, messages=messages)
        with pytest.raises(NotAllowed):
            split(ticket, actor=customer, messages=[newest(ticket)])


def test_undoing_puts_everything_back_in_its_place(ticket, agent, agent_l2):
    save_draft(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<p>Soon.</p>", seen_seq=3)
    mark_read(ticket, actor=agent, seen_seq=3)
    mark_read(ticket, actor=agent_l2, seen_seq=1)
    before = everything_about(ticket)
    new = split(ticket, actor=agent, messages=[list(ticket.messages.all())[0], newest(ticket)])
    assert_sound()

    unsplit(new, actor=agent)

    assert everything_about(ticket) == before
    assert (fresh(new).status, fresh(new).merged_into) == ("closed", ticket)
    assert survivor_of(fresh(new)) == ticket
    assert_sound()
    with nothing_happened():
        assert unsplit(fresh(new), actor=agent) is None
        assert unsplit(ticket, actor=agent) is None


def test_what_was_written_on_the_split_off_ticket_comes_along(ticket, agent, customer):
    new = split(ticket, actor=agent, messages=[newest(ticket)])
    answer = reply(new, actor=agent, body=Body.from_text("It is mended."), seen_seq=1)
    save_draft(new, actor=agent, kind=MessageKind.NOTE, html="<p>Later</p>", seen_seq=2)

    unsplit(new, actor=agent)

    answer.refresh_from_db()
    assert (answer.ticket, answer.seq, fresh(ticket).waiting_since) == (ticket, 4, None)
    assert Draft.objects.get().ticket == ticket
    assert_sound()


def test_a_question_that_returns_opens_a_ticket_solved_meanwhile(ticket, agent):
    new = split(ticket, actor=agent, messages=[newest(ticket)])
    solve(ticket, actor=agent)

    unsplit(new, actor=agent)

    assert (fresh(ticket).status, fresh(ticket).waiting_since) == ("open", START + timedelta(hours=2))
    assert_sound()


def test_what_came_later_is_undone_first(ticket, agent, lead):
    new = split(ticket, actor=agent, messages=[newest(ticket)])
    other = make_ticket()
    merge(new, actor=agent, into=other)
    with nothing_happened(), pytest.raises(IllegalTransition, match="Undo that first"):
        unsplit(fresh(new), actor=agent)


def test_nothing_returns_to_a_ticket_closed_meanwhile(ticket, agent):
    new = split(ticket, actor=agent, messages=[newest(ticket)])
    close(ticket, actor=agent)

    with nothing_happened(), pytest.raises(IllegalTransition, match="closed for good"):
        unsplit(new, actor=agent)
