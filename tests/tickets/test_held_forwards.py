"""Mails to outsiders that leave in a few seconds, once, unless their writer takes them back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.models import OutboundEmail
from tests.tickets.asserting import assert_log_agrees, kinds_of
from tickets.actions import (
    Forward,
    delete,
    discard_draft,
    hold,
    hold_forward,
    open_side_conversation,
    receive_message,
    take_back,
)
from tickets.actions.forward_drafts import discard_forward_draft, save_forward_draft
from tickets.actions.sending import Letter
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.held import send_due
from tickets.models import Draft, SideConversation
from tickets.models.draft import DraftKind

pytestmark = pytest.mark.django_db

FORWARD = Forward(html="<p>Can you see why?</p>", to=["bob@supplier.test"], subject="A spare part")


def held_by(agent, ticket, forward=FORWARD, *, send_at=None) -> Draft:
    return hold_forward(ticket, actor=agent, forward=forward, send_at=send_at or timezone.now())


@pytest.fixture
def side(ticket, agent, mailbox) -> SideConversation:
    return open_side_conversation(
        ticket, actor=agent, to=["bob@supplier.test"], subject="A part", body=Body.from_text("Well?")
    )


def test_before_its_time_nothing_is_recorded_or_sent(ticket, agent, mailbox):
    before = kinds_of(ticket)
    held_by(agent, ticket, send_at=timezone.now() + timedelta(seconds=10))

    assert send_due() == 0
    assert kinds_of(ticket) == before

    assert not SideConversation.objects.exists()


def test_when_its_time_has_come_it_is_sent_once_as_it_was_left(ticket, agent, mailbox):
    forwarded = ticket.messages.get()
    held_by(agent, ticket, Forward(**{**FORWARD.__dict__, "forwarded": forwarded}))

    assert send_due() == 1
    assert send_due() == 0

    side = SideConversation.objects.get()
    assert (side.to, side.subject) == (["bob@supplier.test"], "A spare part")
    message = side.messages.get()
    assert message.text == "Can you see why?"
    assert forwarded.text in message.quoted_text
    assert OutboundEmail.objects.filter(ticket_message=message).count() == 1
    assert not Draft.objects.exists()
    assert_log_agrees(ticket)


def test_one_that_goes_on_is_sent_to_those_it_is_with(ticket, agent, side):
    held_by(agent, ticket, Forward(html="<p>Any news?</p>", side=side))
    send_due()

    assert [message.text for message in side.messages.order_by("pk")] == ["Well?", "Any news?"]


def test_undo_makes_it_a_draft_again_and_comes_too_late_once_it_is_sent(ticket, agent, mailbox):
    held_by(agent, ticket)
    assert take_back(ticket, actor=agent, kind=DraftKind.FORWARD)
    send_due()
    assert not SideConversation.objects.exists()
    assert Draft.objects.get().html == FORWARD.html

    held_by(agent, ticket)
    send_due()
    assert not take_back(ticket, actor=agent, kind=DraftKind.FORWARD)


def test_a_customer_who_writes_meanwhile_does_not_stop_it(ticket, agent, customer, mailbox):
    held_by(agent, ticket)
    receive_message(ticket, actor=customer, body=Body.from_text("It exploded."), channel="email")

    assert send_due() == 1
    assert kinds_of(ticket)[-1] == EventKind.SIDE_OPENED


def test_a_reply_and_a_forward_are_on_their_way_beside_each_other(ticket, agent, mailbox):
    held_by(agent, ticket)
    hold(ticket, actor=agent, letter=Letter(html="<p>Soon.</p>", seen_seq=1, cc=[]), send_at=timezone.now())
    assert take_back(ticket, actor=agent)

    assert send_due() == 1
    assert Draft.objects.get().kind == DraftKind.REPLY


@pytest.mark.parametrize(
    "wrong", [{"to": []}, {"to": ["ann@example.net"]}, {"subject": " "}, {"html": "<p> </p>"}], ids=str
)
def test_what_would_be_refused_now_is_not_held(ticket, agent, mailbox, wrong):
    with pytest.raises(Invalid):
        held_by(agent, ticket, Forward(**{**FORWARD.__dict__, **wrong}))

    assert not Draft.objects.exists()


def test_who_may_not_reply_holds_nothing(ticket, customer, mailbox):
    with pytest.raises(NotAllowed):
        held_by(customer, ticket)


def test_a_second_click_changes_nothing_and_other_words_wait(ticket, agent, mailbox):
    first = held_by(agent, ticket, send_at=timezone.now() + timedelta(seconds=10))
    assert held_by(agent, ticket) == first
    assert Draft.objects.get().send_at == first.send_at

    with pytest.raises(IllegalTransition):
        held_by(agent, ticket, Forward(html="<p>Another.</p>", to=["bob@supplier.test"], subject="Another"))


def test_a_late_save_and_a_discarding_leave_it_alone(ticket, agent, mailbox):
    held_by(agent, ticket, send_at=timezone.now() + timedelta(seconds=10))
    save_forward_draft(ticket, actor=agent, text="Other words", to=["bob@supplier.test"])
    discard_forward_draft(ticket, actor=agent)
    discard_draft(ticket, actor=agent, kind="public")

    kept = Draft.objects.get()
    assert kept.html == FORWARD.html
    assert kept.is_held


def test_what_is_refused_when_its_time_comes_is_a_draft_that_says_why(ticket, agent, lead, mailbox):
    held_by(agent, ticket)
    delete(ticket, actor=lead)
    assert send_due() == 0

    kept = Draft.objects.get()
    assert not kept.is_held
    assert f"This was not sent. #{ticket.pk} is deleted." in kept.stopped_text
