"""Messages and changes as HTML: hostile text stays text."""

import pytest

from desk.deliveries import Delivery, Recipient
from desk.entries import deliveries_html, entries_html
from tests.factories import CustomerFactory, make_ticket
from tickets.actions import add_note, receive_message, reply, set_subject
from tickets.content import Body
from tickets.models import Channel

pytestmark = pytest.mark.django_db

EVIL = '<img src=x onerror="alert(1)">&amp;\'"'


def page(client, ticket) -> str:
    return client.get(f"/desk/tickets/{ticket.number}/").content.decode()


def test_a_hostile_name_and_its_words_stay_text(desk, agent, mailbox):
    ticket = make_ticket(requester=CustomerFactory(name=EVIL), subject=EVIL)
    receive_message(ticket, actor=ticket.requester, body=Body.from_text(EVIL), channel=Channel.EMAIL)
    set_subject(ticket, actor=agent, subject="Tamed")
    html = page(desk, ticket)
    assert "<img src=x" not in html
    assert "&lt;img src=x onerror=" in html
    assert "changed the subject from" in html


def test_hostile_addresses_and_errors_of_mails_stay_text():
    recipient = Recipient(field="cc", address="<b>@x", state="failed", error="<script>")
    failed = Delivery(1, "other", "<i>", "sent", "", (recipient,))
    html = deliveries_html(7, [failed], "token")
    for evil in ("<b>", "<script>", "<i>"):
        assert evil not in html
    assert "Send again" in html
    assert 'value="token"' in html


def test_only_whom_it_lacks_stands_in_red_and_why_is_said_once():
    got, lacks = (
        Recipient("to", "ann@example.net", "sent", ""),
        Recipient("cc", "bob@example.net", "failed", "5.1.1 gone"),
    )
    html = deliveries_html(7, [Delivery(1, "reply", "Re", "failed", "5.1.1 gone", (got, lacks))], "token")
    assert html.count("delivery__error") == html.count("5.1.1 gone") == 1
    assert html.index("ann@example.net") < html.index("delivery__error") < html.index("bob@example.net")


def test_what_was_delivered_offers_nothing_to_send_again():
    sent = Delivery(1, "reply", "Re", "sent", "", (Recipient("to", "ann@example.net", "sent", ""),))
    html = deliveries_html(7, [sent], "token")
    assert 'id="deliveries-7"' in html
    assert "ann@example.net" in html
    assert "<form" not in html


def test_copied_people_are_named(desk, agent, customer, mailbox, ticket):
    bob = CustomerFactory(email="bob@example.net")
    reply(ticket, actor=agent, body=Body.from_text("Hello"), seen_seq=1, cc=[bob])
    assert "CC bob@example.net" in page(desk, ticket)


def test_a_note_names_no_address(desk, agent, ticket):
    note = add_note(ticket, actor=agent, body=Body.from_text("Careful"))
    html = page(desk, ticket)
    article = html[html.index(f'id="message-{note.pk}"') :]
    article = article[: article.index("</article>")]
    assert "Internal note" in article
    assert agent.email not in article


def test_nothing_is_nothing():
    assert entries_html([], "") == ""
