"""Asking somebody outside, beside the ticket."""

import pytest

from accounts.models import User
from tests.factories import CustomerFactory, TeamFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets.actions import (
    add_participant,
    assign_team,
    close_side_conversation,
    delete,
    merge,
    open_side_conversation,
    receive_message,
    receive_side_answer,
    reply,
    set_status,
    unmerge,
    write_side,
)
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed, Stale
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.forwarding import forwarded_body, forwarded_files
from tickets.integrity import check_conversation_seq, check_replay, check_transfers, check_waiting
from tickets.integrity_sides import check_side_conversations
from tickets.models import Message, Participant, SideConversation, Status, Ticket
from tickets.request_links import path_for

pytestmark = pytest.mark.django_db
SUPPLIER = "bob@supplier.test"


@pytest.fixture
def bob(db) -> User:
    return CustomerFactory(email=SUPPLIER, name="Bob Supplier")


def problems() -> list[str]:
    checks = (check_conversation_seq, check_waiting, check_transfers, check_replay, check_side_conversations)
    return [problem for check in checks for problem in check()]


def ask(ticket: Ticket, actor: User, **fields) -> SideConversation:
    asked = {"to": [SUPPLIER], "subject": "A spare part", "body": Body.from_text("Is it in stock?")}
    return open_side_conversation(ticket, actor=actor, **asked | fields)


def answer(side: SideConversation, bob: User, words: str = "In stock.") -> Message:
    return receive_side_answer(side, actor=bob, body=Body.from_text(words))


def test_what_is_asked_is_a_note_and_an_event(mailbox, agent, ticket):
    side = ask(ticket, agent)

    ticket.refresh_from_db()
    message = side.messages.get()
    assert (side.state, side.to, side.subject, side.opened_by) == ("waiting", [SUPPLIER], "A spare part", agent)
    assert (message.kind, message.ticket, message.author, message.seq) == ("note", ticket, agent, 2)
    assert (ticket.conversation_seq, ticket.status) == (2, Status.OPEN)
    event = last_event(ticket)
    assert (event.kind, event.data["side"], event.data["message"]) == (EventKind.SIDE_OPENED, side.pk, message.pk)
    assert event_text(event, Names.of([event])) == "Omar Haddad asked bob@supplier.test in a side conversation"
    assert_log_agrees(ticket)
    assert problems() == []


def test_it_answers_nobody_and_ends_no_wait(mailbox, agent, bob, ticket):
    waiting_since = ticket.waiting_since
    side = ask(ticket, agent)
    answer(side, bob)

    ticket.refresh_from_db()
    assert (ticket.waiting_since, ticket.first_reply_at) == (waiting_since, None)


def test_an_answer_is_an_unread_note_that_leaves_the_status_alone(mailbox, agent, bob, ticket):
    side = ask(ticket, agent)
    set_status(ticket, actor=agent, status=Status.ON_HOLD)

    message = answer(side, bob)

    ticket.refresh_from_db()
    side.refresh_from_db()
    assert (message.kind, message.author, message.from_staff, message.side) == ("note", bob, False, side)
    assert (ticket.status, ticket.conversation_seq, side.state) == (Status.ON_HOLD, 3, "answered")
    assert last_event(ticket).kind == EventKind.SIDE_ANSWERED
    assert_log_agrees(ticket)
    assert problems() == []


def test_an_answer_stops_whoever_has_not_read_it(mailbox, agent, agent_l2, bob, ticket):
    side = ask(ticket, agent)
    answer(side, bob)

    with pytest.raises(Stale):
        reply(ticket, actor=agent_l2, body=Body.from_text("No."), seen_seq=2)


def test_customers_never_see_it(mailbox, agent, bob, customer, ticket):
    side = ask(ticket, agent)
    answer(side, bob)

    assert Message.objects.visible_to(customer, ticket).count() == 1
    assert not Ticket.objects.visible_to(bob).exists()
    assert not Participant.objects.filter(person=bob).exists()


def test_writing_again_waits_again(mailbox, agent, bob, ticket):
    side = ask(ticket, agent)
    answer(side, bob)

    message = write_side(side, actor=agent, body=Body.from_text("And the other one?"))

    side.refresh_from_db()
    assert (side.state, message.side, last_event(ticket).kind) == ("waiting", side, EventKind.SIDE_WRITTEN)
    assert problems() == []


def test_it_is_closed_once_and_opens_again_with_an_answer(mailbox, agent, bob, ticket):
    side = ask(ticket, agent)

    assert close_side_conversation(side, actor=agent).kind == EventKind.SIDE_CLOSED
    with nothing_happened():
        assert close_side_conversation(side, actor=agent) is None
    assert problems() == []
    answer(side, bob)

    side.refresh_from_db()
    assert side.state == "answered"


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": []},
        {"subject": "  "},
        {"body": Body.from_text("")},
        {"to": ["ann@example.net"]},
        {"to": ["carl@example.net"]},
        {"to": [f"p{number}@supplier.test" for number in range(21)]},
    ],
    ids=["nobody", "no subject", "no words", "the requester", "who is copied", "too many"],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_happens(mailbox, agent, ticket, wrong):
    add_participant(ticket, actor=agent, person=CustomerFactory(email="carl@example.net"))

    with nothing_happened(), pytest.raises(Invalid):
        ask(ticket, agent, **wrong)
    assert not SideConversation.objects.exists()


def test_customers_and_those_who_do_not_see_the_ticket_may_not(mailbox, agent, admin, customer, ticket):
    side = ask(ticket, agent)
    assign_team(ticket, actor=admin, team=TeamFactory(name="Legal", is_private=True))

    for stranger in (customer, agent):
        with nothing_happened():
            for act in (
                lambda: ask(ticket, stranger),  # noqa: B023  # called at once
                lambda: write_side(side, actor=stranger, body=Body.from_text("x")),  # noqa: B023
                lambda: close_side_conversation(side, actor=stranger),  # noqa: B023
            ):
                with pytest.raises(NotAllowed):
                    act()


def test_nothing_leaves_a_deleted_ticket(mailbox, agent, lead, ticket):
    side = ask(ticket, agent)
    delete(ticket, actor=lead)

    with nothing_happened():
        with pytest.raises(IllegalTransition):
            ask(ticket, agent)
        with pytest.raises(IllegalTransition):
            write_side(side, actor=agent, body=Body.from_text("x"))


def test_it_goes_on_where_the_ticket_was_merged_and_comes_back(mailbox, agent, bob, customer, ticket):
    side = ask(ticket, agent)
    survivor = make_ticket(requester=customer, subject="The same again")
    merge(ticket, actor=agent, into=survivor)

    message = receive_side_answer(
        side, actor=bob, body=Body.from_text("In stock."), verdict={"by": "side_address", "via": ticket.pk}
    )
    assert message.ticket == survivor
    assert problems() == []

    unmerge(ticket, actor=agent)
    message.refresh_from_db()
    assert message.ticket == ticket
    assert problems() == []


def test_a_message_is_quoted_with_its_files(mailbox, agent, customer):
    from tests.access.things_on_tickets import file_of

    ticket = make_ticket(requester=customer, attachments=[file_of(customer, "a.txt"), file_of(customer, "b.txt")])
    original = ticket.messages.get()
    first, _second = original.attachments.all()

    side = ask(
        ticket,
        agent,
        body=forwarded_body("<p>See below</p>", original),
        attachments=forwarded_files(original, {first.pk}),
        forwarded=original,
    )

    message = side.messages.get()
    assert message.text == "See below"
    assert "Ann Lee <ann@example.net>" in message.quoted_text
    assert "It started this morning" in message.quoted_html
    assert [file.filename for file in message.attachments.all()] == ["a.txt"]
    assert message.attachments.get().file.read() == b"some words"
    assert [file.filename for file in original.attachments.all()] == ["a.txt", "b.txt"]


def test_a_note_is_not_forwarded_nor_what_stands_elsewhere(mailbox, agent, ticket):
    note = ask(ticket, agent).messages.get()
    elsewhere = make_ticket().messages.get()

    with nothing_happened():
        for wrong in (note, elsewhere):
            with pytest.raises(Invalid):
                ask(ticket, agent, forwarded=wrong)


def test_a_state_that_the_log_does_not_tell_is_found(mailbox, agent, ticket):
    side = ask(ticket, agent)
    SideConversation.objects.filter(pk=side.pk).update(state="closed")

    assert len(problems()) == 1


def test_a_customers_own_link_that_they_quoted_does_not_go_to_the_outsider(ticket, customer):
    key = f"https://help.example.com{path_for(ticket.pk, customer.pk)}"
    text, html = f"> see {key}\nThere it fails.", f'<blockquote><a href="{key}">see</a></blockquote>There it fails.'
    message = receive_message(ticket, actor=customer, body=Body(text=text, html=html), channel="email")

    sent = forwarded_body("<p>Can you look?</p>", message)

    assert "/requests/link/" not in sent.quoted_text + sent.quoted_html
    assert "https://help.example.com/" in sent.quoted_html
    assert "There it fails." in sent.quoted_text
