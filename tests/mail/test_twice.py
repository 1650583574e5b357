"""What comes twice, or by two ways, is neither doubled nor lost."""

from datetime import timedelta

import pytest

from helpdesk import clock
from mail.addresses import reply_address
from mail.models import InboundEmail, InboundReason, InboundState
from mail.processing import process_batch
from mail.receiving import recipients_named_in, store
from outbox.models import OutboundEmail
from tests.factories import MailboxFactory
from tests.mail import corpus
from tests.mail.test_processing import together
from tickets.actions import delete
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
ANN = "Ann Lee <ann@example.net>"


@pytest.fixture
def conversation(receive):
    return receive(From=ANN, Message_ID="<first@example.net>").ticket


def test_other_words_under_the_id_of_a_mail_in_quarantine_are_kept_as_well(receive):
    forged = receive(From=ANN, Message_ID="<same@x>", body="forged", Authentication_Results="mx; dmarc=fail (p=reject)")

    genuine = receive(From=ANN, Message_ID="<same@x>", body="the real one, other words")

    assert forged.state == InboundState.QUARANTINED
    assert genuine.pk != forged.pk
    assert b"the real one" in bytes(genuine.raw)


def test_an_answer_to_two_of_our_addresses_is_one_message(mailbox, conversation):
    MailboxFactory(address="sales@example.com", name="Sales", is_default=False)
    to = reply_address("support@example.com", conversation.pk)
    raw = corpus.plain("More words", From=ANN, To=to, Cc="sales@example.com", Message_ID="<2@x>")

    for recipient in (to, "sales@example.com"):
        store(raw, "ann@example.net", [recipient], "smtp")
    process_batch(100)

    assert conversation.messages.filter(text="More words").count() == 1
    second = InboundEmail.objects.order_by("pk").last()
    assert (second.state, second.reason) == (InboundState.IGNORED, InboundReason.DUPLICATE)


def delivered_twice(raw: bytes, *recipients: str) -> None:
    for recipient in recipients:
        store(raw, "ann@example.net", [recipient], "smtp")


def test_a_new_mail_to_two_of_our_addresses_is_one_ticket_of_the_first(mailbox):
    sales = MailboxFactory(address="sales@example.com", name="Sales", is_default=False)
    raw = corpus.plain(From=ANN, To="sales@example.com, support@example.com")

    delivered_twice(raw, "support@example.com", "sales@example.com")
    process_batch(100)

    ticket = Ticket.objects.get()
    assert ticket.mailbox == sales
    assert OutboundEmail.objects.count() == 1, "one acknowledgement"
    first, second = InboundEmail.objects.order_by("pk")
    assert (first.state, second.state, second.reason) == ("created", "ignored", InboundReason.DUPLICATE)
    assert second.ticket == ticket


def test_the_same_words_sent_again_later_are_a_ticket_of_their_own(mailbox):
    MailboxFactory(address="sales@example.com", name="Sales", is_default=False)
    raw = corpus.plain(From=ANN, To="sales@example.com, support@example.com")
    delivered_twice(raw, "support@example.com")
    process_batch(100)
    InboundEmail.objects.update(received_at=clock.now() - timedelta(days=1))
    delivered_twice(raw, "sales@example.com")
    process_batch(100)
    assert Ticket.objects.count() == 2


def test_a_mail_that_the_first_mailbox_refused_is_not_lost(mailbox):
    MailboxFactory(address="sales@example.com", name="Sales", is_default=False)
    raw = corpus.plain(From=ANN, To="sales@example.com, support@example.com")
    delivered_twice(raw, "support@example.com", "sales@example.com")
    InboundEmail.objects.filter(pk=InboundEmail.objects.earliest("pk").pk).update(state=InboundState.QUARANTINED)
    process_batch(100)
    assert Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_one_ticket(mailbox):
    MailboxFactory(address="sales@example.com", name="Sales", is_default=False)
    raw = corpus.plain(From=ANN, To="sales@example.com, support@example.com")
    delivered_twice(raw, "support@example.com", "sales@example.com")

    together(lambda: process_batch(1), 2)

    assert Ticket.objects.count() == 1
    assert sorted(InboundEmail.objects.values_list("state", flat=True)) == ["created", "ignored"]


def test_an_answer_to_a_deleted_ticket_opens_a_new_one(receive, conversation, lead):
    sent = OutboundEmail.objects.get(ticket=conversation)
    delete(conversation, actor=lead)

    row = receive(From=ANN, Message_ID="<2@x>", In_Reply_To=sent.message_id)

    assert row.state == InboundState.CREATED
    assert row.ticket != conversation


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ({"To": "sales@example.com", "Cc": "ann@example.net"}, ["sales@example.com", "ann@example.net"]),
        ({"To": "list@example.net", "Delivered_To": "support@example.com"}, ["support@example.com"]),
        ({"To": "nobody"}, []),
    ],
)
def test_a_pipe_without_an_envelope_reads_it_off_the_mail(headers, named):
    assert recipients_named_in(corpus.plain(**headers)) == named
