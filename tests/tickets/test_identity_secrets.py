"""A code of the identity check that comes back in a mail: nobody of ours reads it."""

import re

import pytest

from outbox.models import OutboundEmail
from tests.factories import CustomerFactory
from tickets.actions import open_ticket, receive_automatic, receive_message, send_identity_code, verify_identity
from tickets.content import Body
from tickets.errors import NotAllowed
from tickets.events import EventKind
from tickets.identity_secrets import STRUCK
from tickets.models import Channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailed(ticket, agent, mailbox) -> OutboundEmail:
    send_identity_code(ticket, actor=agent)
    return OutboundEmail.objects.filter(kind="identity_code").latest("pk")


def code_in(mailed: OutboundEmail) -> str:
    return re.search(r"([0-9]{3} [0-9]{3})", mailed.text)[1]


def test_it_is_struck_out_of_words_and_quotes(ticket, customer, agent, mailed):
    code = code_in(mailed)
    body = Body(
        text=f"It says {code}.",
        html=f"<p>It says {code.replace(' ', '&nbsp;')}.</p>",
        quoted_text=mailed.text,
        quoted_html=f"<p>{code.replace(' ', '')}</p>",
    )

    message = receive_message(ticket, actor=customer, body=body, channel=Channel.EMAIL)

    assert message.text == f"It says {STRUCK}."
    assert message.html == f"<p>It says {STRUCK}.</p>"
    assert message.quoted_html == f"<p>{STRUCK}</p>"
    assert code not in message.quoted_text
    assert message.verdict["struck"] is True
    ticket.refresh_from_db()
    assert code not in ticket.snippet
    assert (
        verify_identity(ticket, actor=agent, code=code).kind == EventKind.IDENTITY_VERIFIED
    )  # it still works, read out


def test_the_link_that_does_the_same_goes_too(ticket, customer, mailed):
    link = re.search(r"/identity/[^\s/]+", mailed.text)[0]

    message = receive_message(ticket, actor=customer, body=Body.from_text(mailed.text), channel=Channel.EMAIL)

    assert link not in message.text
    assert f"/identity/{STRUCK}" in message.text


def test_other_numbers_stay(ticket, customer, mailed):
    words = "Order 123 456 and 0049 123456789, invoice 2026-001234."

    message = receive_message(ticket, actor=customer, body=Body.from_text(words), channel=Channel.EMAIL)

    assert (message.text, message.verdict) == (words, {})


def test_of_machines_and_on_new_tickets_too(ticket, customer, admin, mailed):
    body = Body.from_text(f"Your code: {code_in(mailed)}")

    auto = receive_automatic(ticket, actor=admin, author=customer, body=body)
    other = open_ticket(actor=customer, requester=customer, subject="Code", body=body, channel=Channel.EMAIL)

    assert STRUCK in auto.text
    assert STRUCK in other.messages.get().text


def test_without_six_digits_nothing_is_asked(ticket, customer, mailed, django_assert_num_queries):
    from tickets.identity_secrets import without_codes

    with django_assert_num_queries(0):
        without_codes(Body.from_text("Call 12345 or 1234567"), None, person=customer, ticket=ticket)


def test_somebody_elses_six_digits_are_no_code(ticket, mailed):
    stranger = CustomerFactory()
    body = Body.from_text("My number is 123456.")

    assert (
        "123456"
        in open_ticket(actor=stranger, requester=stranger, subject="x", body=body, channel=Channel.EMAIL)
        .messages.get()
        .text
    )


def test_the_source_is_for_admins_only_then(ticket, customer, agent, admin, mailed):
    from mail.sources import find_source

    message = receive_message(
        ticket, actor=customer, body=Body.from_text(f"It is {code_in(mailed)}"), channel=Channel.EMAIL
    )

    with pytest.raises(NotAllowed, match="Only admins"):
        find_source(message, person=agent)
    assert find_source(message, person=admin) is None  # it was not mailed in this test
