"""Logging a talk: the customer has heard from us, and nobody is mailed."""

from datetime import timedelta

import pytest

from helpdesk import clock
from outbox.models import OutboundEmail
from tests.factories import make_ticket
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets import integrity
from tickets.actions import close, delete, log_talk, merge, open_with_talk, receive_message
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import Channel, Message, Status
from tickets.models.message import MessageKind
from tickets.talks import Direction, Talk

pytestmark = pytest.mark.django_db

SAID = Body.from_text("We agreed to send a new fuse.")
NOTES = Body.from_text("She was upset.")


def a_talk(channel=Channel.PHONE, minutes=12, ago=20) -> Talk:
    return Talk(
        channel=channel,
        direction=Direction.IN,
        started_at=clock.now() - timedelta(minutes=ago),
        duration=timedelta(minutes=minutes),
    )


def test_what_was_agreed_is_a_public_message_that_ends_the_wait(ticket, agent, mailbox):
    mails = OutboundEmail.objects.count()
    talk = a_talk()

    message = log_talk(ticket, actor=agent, talk=talk, said=SAID)

    ticket.refresh_from_db()
    assert (message.kind, message.channel, message.from_staff) == (MessageKind.PUBLIC, Channel.PHONE, True)
    assert message.talk == talk.plain() | {"seconds": 720}
    assert (ticket.waiting_since, ticket.first_reply_at, ticket.status) == (None, message.created_at, Status.OPEN)
    assert ticket.conversation_seq == 2
    event = last_event(ticket)
    assert (event.kind, event.data["human"]) == (EventKind.REPLIED, True)
    assert event_text(event, Names.of([event])) == "Omar Haddad logged a call"
    assert OutboundEmail.objects.count() == mails
    assert_log_agrees(ticket)
    assert [*integrity.check_first_reply(), *integrity.check_waiting(), *integrity.check_conversation_seq()] == []


def test_what_is_for_us_is_a_note_beside_it(ticket, agent):
    message = log_talk(ticket, actor=agent, talk=a_talk(), said=SAID, notes=NOTES)

    note = ticket.messages.get(kind=MessageKind.NOTE)
    assert (note.text, note.talk) == (NOTES.text, None)
    assert message.talk is not None


def test_a_talk_of_which_only_notes_are_kept_ends_no_wait(ticket, agent):
    message = log_talk(ticket, actor=agent, talk=a_talk(Channel.IN_PERSON), notes=NOTES)

    ticket.refresh_from_db()
    assert (message.kind, message.talk["channel"]) == (MessageKind.NOTE, "in_person")
    assert ticket.waiting_since is not None
    assert ticket.first_reply_at is None


def test_the_status_can_be_set_in_the_same_act(ticket, agent):
    log_talk(ticket, actor=agent, talk=a_talk(), said=SAID, status=Status.SOLVED)

    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED
    assert_log_agrees(ticket)


def test_a_ticket_opened_with_a_talk_waits_for_nobody_until_the_customer_writes(agent, customer, mailbox):
    ticket = open_with_talk(actor=agent, requester=customer, subject="Fuse", talk=a_talk(), said=SAID, notes=NOTES)

    first, note = ticket.messages.all()
    assert (ticket.channel, ticket.waiting_since, first.talk["seconds"]) == (Channel.PHONE, None, 720)
    assert (first.text, note.text) == (SAID.text, NOTES.text)
    assert not OutboundEmail.objects.exists()
    receive_message(ticket, actor=customer, body=SAID, channel=Channel.EMAIL)
    assert ticket.waiting_since is not None
    assert_log_agrees(ticket)


def test_without_words_for_the_customer_the_subject_is_what_they_read(agent, customer):
    ticket = open_with_talk(actor=agent, requester=customer, subject="Fuse", talk=a_talk(), notes=NOTES)

    assert ticket.messages.filter(kind=MessageKind.PUBLIC).get().text == "Fuse"


@pytest.mark.parametrize(
    "talk",
    [
        lambda: a_talk(ago=-5),
        lambda: a_talk(minutes=24 * 60 + 1),
        lambda: a_talk(minutes=-1),
        lambda: a_talk(channel=Channel.EMAIL),
    ],
)
def test_a_talk_that_cannot_have_been_is_refused(ticket, agent, customer, talk):
    with nothing_happened(), pytest.raises(Invalid):
        log_talk(ticket, actor=agent, talk=talk(), said=SAID)
    with nothing_happened(), pytest.raises(Invalid):
        open_with_talk(actor=agent, requester=customer, subject="Fuse", talk=talk(), said=SAID)


def test_nothing_said_is_nothing_logged(ticket, agent, customer):
    with nothing_happened(), pytest.raises(Invalid, match="Write what was said"):
        log_talk(ticket, actor=agent, talk=a_talk())
    with nothing_happened(), pytest.raises(Invalid, match="what it was about"):
        open_with_talk(actor=agent, requester=customer, subject=" ", talk=a_talk(), notes=NOTES)


@pytest.mark.parametrize("end", [close, delete, lambda ticket, actor: merge(ticket, actor=actor, into=make_ticket())])
def test_where_the_conversation_has_ended_none_is_logged(ticket, lead, end):
    end(ticket, actor=lead)

    with nothing_happened(), pytest.raises(IllegalTransition):
        log_talk(ticket, actor=lead, talk=a_talk(), said=SAID)


def test_customers_log_none(ticket, customer):
    with nothing_happened(), pytest.raises(NotAllowed):
        log_talk(ticket, actor=customer, talk=a_talk(), said=SAID)
    assert Message.objects.count() == 1
