"""The page of a ticket, read."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Team
from outbox.models import EmailState, OutboundEmail, OutboundRecipient, RecipientState
from tests.desk.conftest import HTMX, signed_in
from tests.factories import make_ticket
from tickets.actions import add_note, assign_team, delete, link, receive_message, reply, set_priority
from tickets.content import Body
from tickets.html import clean
from tickets.models import Attachment, Channel, Priority

pytestmark = pytest.mark.django_db


def page(client, ticket, query: str = "") -> str:
    response = client.get(f"/desk/tickets/{ticket.number}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_the_conversation_with_what_happened_between(desk, agent, customer, ticket):
    set_priority(ticket, actor=agent, priority=Priority.HIGH)
    reply(ticket, actor=agent, body=Body.from_html("<p>Use <b>water</b></p>"), seen_seq=1)
    add_note(ticket, actor=agent, body=Body.from_text("They have no water"))
    text = re.sub(r"\s+", " ", page(desk, ticket))
    order = [
        text.index(words)
        for words in ("It started this morning", "raised the priority", "Use <b>water</b>", "They have no water")
    ]
    assert order == sorted(order)
    assert "Internal note" in text


def test_pictures_from_elsewhere_load_when_asked_for(desk, customer, ticket):
    html = clean('<p>Look <img src="https://tracker.test/pixel.png"></p>')
    message = receive_message(ticket, actor=customer, body=Body(text="Look", html=html), channel=Channel.EMAIL)
    shown = page(desk, ticket)
    assert "tracker.test" not in shown
    assert "Show pictures" in shown
    asked = desk.get(f"/desk/tickets/{ticket.number}/live/?remote={message.pk}", headers=HTMX).content.decode()
    assert f"/messages/{message.pk}/frame/?remote=1" in asked
    assert f"/messages/{message.pk}/frame/?remote=1" in page(desk, ticket)


def test_rich_mail_stands_in_a_frame(desk, customer, ticket):
    html = clean('<table><tr><td bgcolor="red">Sale</td></tr></table>')
    message = receive_message(ticket, actor=customer, body=Body(text="Sale", html=html), channel=Channel.EMAIL)
    shown = page(desk, ticket)
    frame = re.search(rf'<iframe[^>]*src="/messages/{message.pk}/frame/"[^>]*>', shown)
    assert frame
    assert "allow-scripts" not in frame[0]
    assert "<td bgcolor" not in shown


def test_quoted_text_is_folded(desk, customer, ticket):
    body = Body(text="New words", quoted_text="> Old words")
    receive_message(ticket, actor=customer, body=body, channel=Channel.EMAIL)
    shown = page(desk, ticket)
    assert shown.index("New words") < shown.index('class="message__quoted"') < shown.index("Old words")


def test_files_are_listed_with_their_size(desk, customer, ticket):
    file = Attachment(uploaded_by=customer, filename='a "b" <c>.txt', size=2048, file="attachments/x")
    receive_message(ticket, actor=customer, body=Body.from_text("See"), channel=Channel.EMAIL, attachments=[file])
    shown = page(desk, ticket)
    assert "a &quot;b&quot; &lt;c&gt;.txt" in shown
    assert "2.0" in shown


def mail_of_a_reply(ticket, agent, **fields) -> OutboundEmail:
    message = reply(ticket, actor=agent, body=Body.from_text("Hello"), seen_seq=1)
    OutboundEmail.objects.filter(ticket_message=message).delete()
    return OutboundEmail.objects.create(
        kind="reply", ticket=ticket, ticket_message=message, message_id="<a@b>", from_header="s@example.com",
        subject="Re", text="x", due_at=message.created_at, created_at=message.created_at, **fields,
    )  # fmt: skip


def test_delivery_is_shown_per_recipient_and_a_failure_can_be_sent_again(desk, agent, ticket):
    email = mail_of_a_reply(ticket, agent, state=EmailState.FAILED)
    OutboundRecipient.objects.create(email=email, address="ann@example.net", state=RecipientState.FAILED, error="full")
    OutboundRecipient.objects.create(email=email, address="bob@example.net", state=RecipientState.SENT)
    shown = page(desk, ticket)
    assert "Not delivered to" in shown
    assert "Sent to" in shown
    assert desk.post(f"/desk/emails/{email.pk}/resend/", headers=HTMX).status_code == 200
    email.refresh_from_db()
    assert email.state == EmailState.QUEUED
    assert [one.state for one in email.recipients.order_by("pk")] == [RecipientState.QUEUED, RecipientState.SENT]


@pytest.mark.parametrize(("last_error", "is_told"), [("", False), ("451 busy", True)])
def test_a_mail_on_its_way_for_the_first_time_is_no_trouble_yet(desk, agent, ticket, last_error, is_told):
    mail_of_a_reply(ticket, agent, state=EmailState.QUEUED, attempts=1, last_error=last_error)
    assert ("It did not work yet" in page(desk, ticket)) == is_told


def test_the_customer_is_known(desk, agent, customer, ticket):
    make_ticket(requester=customer, subject="The earlier fire")
    shown = page(desk, ticket)
    assert "The earlier fire" in shown
    assert customer.email in shown


def test_what_may_not_be_seen_is_not_shown_as_a_link(desk, agent, admin, ticket):
    secret = make_ticket(subject="The merger")
    team = Team.objects.create(name="Legal", levels=[1], is_private=True)
    assign_team(secret, actor=admin, team=team)
    link(ticket, actor=admin, other=secret)
    assert "The merger" not in page(desk, ticket)
    assert "The merger" in page(signed_in(admin), ticket)
    assert desk.get(f"/desk/tickets/{secret.number}/").status_code == 404


def test_nothing_new_is_answered_without_a_page(desk, agent, ticket):
    page(desk, ticket)
    url = f"/desk/tickets/{ticket.number}/live/?seq=1"
    assert desk.get(url, headers=HTMX).status_code == 204
    add_note(ticket, actor=agent, body=Body.from_text("Something new"))
    answer = desk.get(url, headers=HTMX).content.decode()
    assert "Something new" in answer
    assert 'id="composer"' not in answer


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_number_that_is_none_is_not_found(desk, number):
    assert desk.get(f"/desk/tickets/{number}/").status_code == 404


def test_customers_have_no_way_in(customer, ticket):
    client = signed_in(customer)
    assert client.get(f"/desk/tickets/{ticket.number}/").status_code == 403
    assert client.post(f"/desk/tickets/{ticket.number}/send/", {"html": "x"}).status_code == 403


def test_a_long_conversation_costs_as_many_queries_as_a_short_one(desk, agent, customer, ticket):
    grow(ticket, agent, customer, 1)
    page(desk, ticket)
    few = queries(desk, ticket)
    grow(ticket, agent, customer, 29)
    assert queries(desk, ticket) == few <= 32


def grow(ticket, agent, customer, count: int) -> None:
    for number in range(count):
        ticket.refresh_from_db()
        file = Attachment(uploaded_by=customer, filename=f"{number}.txt", size=1, file="attachments/x")
        receive_message(ticket, actor=customer, body=Body.from_text("And?"), channel=Channel.EMAIL, attachments=[file])
        reply(ticket, actor=agent, body=Body.from_text("So."), seen_seq=ticket.conversation_seq)
        set_priority(ticket, actor=agent, priority=Priority.HIGH if number % 2 else Priority.LOW)


def queries(client, ticket) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, ticket)
    return len(captured)


def test_other_tickets_are_those_that_each_may_see(desk, agent, lead, admin, customer, ticket):
    legal = Team.objects.create(name="Legal", levels=[1], is_private=True)
    legal.members.add(lead)
    secret = make_ticket(requester=customer, subject="The merger")
    assign_team(secret, actor=admin, team=legal)
    for _again in range(2):
        assert "The merger" in page(signed_in(lead), ticket)
        assert "The merger" not in page(desk, ticket)
        assert "The merger" in page(signed_in(admin), ticket)
    legal.members.add(agent)
    assert "The merger" in page(desk, ticket)


def test_many_other_tickets_are_counted_without_this_one(desk, lead, customer, ticket):
    for number in range(7):
        make_ticket(requester=customer, subject=f"Earlier {number}")
    assert 'Other tickets <span class="count">7</span>' in page(desk, ticket)
    delete(ticket, actor=lead)
    assert 'Other tickets <span class="count">7</span>' in page(desk, ticket)


def test_every_control_beside_the_conversation_is_found_in_the_palette(desk, ticket):
    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    side = page[page.index('id="side"') :]
    controls = re.findall(r'<summary class="property"[^>]*>|<input class="input input--small"[^>]*>', side)

    assert len(controls) >= 8
    assert [control for control in controls if "data-key=" not in control and "data-action" not in control] == []
