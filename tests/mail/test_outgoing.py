"""What leaves the house, looked at as the recipient's program gets it."""

import email
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default

import pytest
from django.core import mail as django_mail

from helpdesk import clock
from mail.addresses import body_reference, loop_token
from outbox.models import OutboundEmail
from outbox.posting import in_the_past
from outbox.sending import send_waiting
from tests.factories import CustomerFactory, make_ticket
from tests.mail import corpus
from tickets.actions import add_note, open_ticket, reply
from tickets.content import Body
from tickets.models import Attachment, Channel

pytestmark = pytest.mark.django_db


def sent() -> list[EmailMessage]:
    """Everything in the outbox, sent through Django's test backend and read again."""
    send_waiting(100)
    return [email.message_from_bytes(m.message().as_bytes(), policy=default) for m in django_mail.outbox]


def upload(agent, name: str, content: bytes, kind: str, content_id: str = "") -> Attachment:
    from django.core.files.base import ContentFile

    return Attachment.objects.create(
        uploaded_by=agent,
        filename=name,
        content_type=kind,
        size=len(content),
        content_id=content_id,
        is_inline=bool(content_id),
        file=ContentFile(content, name=name),
    )


def test_a_new_ticket_by_mail_is_acknowledged_in_its_thread(receive):
    ticket = receive(From="Ann Lee <ann@example.net>", Subject="Wrong invoice", Message_ID="<first@example.net>").ticket
    (message,) = sent()
    assert message["Subject"] == "Re: Wrong invoice"
    assert message["In-Reply-To"] == "<first@example.net>"
    assert message["References"] == "<first@example.net>"
    assert (message["To"], message["From"]) == (
        "Ann Lee <ann@example.net>",
        "Example Support <support@example.com>",
    )
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Helpdesk-Loop"] == loop_token()
    assert f"support+{ticket.pk}." in message["Reply-To"]
    assert body_reference(ticket.pk) in message.get_body(("plain",)).get_content()
    assert body_reference(ticket.pk) in message.get_body(("html",)).get_content()


def test_an_answer_subject_is_not_answered_twice(receive):
    receive(Subject="RE: Wrong invoice")
    assert sent()[0]["Subject"] == "RE: Wrong invoice"


def test_a_request_from_the_portal_is_acknowledged_and_one_by_phone_is_not(mailbox, customer, agent):
    make_ticket(requester=customer, channel=Channel.PORTAL)
    open_ticket(actor=agent, requester=customer, subject="x", body=Body.from_text("y"), channel=Channel.PHONE)
    assert OutboundEmail.objects.get().kind == "acknowledgement"


def test_a_machines_address_gets_no_acknowledgement(receive):
    receive(From="no-reply@shop.test")
    assert not OutboundEmail.objects.exists()


def test_acknowledgements_to_one_address_are_limited_visibly(receive, settings):
    settings.MAIL_ACKNOWLEDGEMENTS_AN_HOUR = 2
    for number in range(3):
        receive(From="robot@other.test", Message_ID=f"<{number}@other.test>")
    assert list(OutboundEmail.objects.order_by("pk").values_list("state", flat=True)) == ["queued", "queued", "failed"]
    assert "Held back" in OutboundEmail.objects.latest("pk").last_error


def test_a_reply_goes_out_whole(receive, agent):
    ticket = receive(
        From="Ann Lee <ann@example.net>",
        Subject="Wrong invoice",
        Message_ID="<first@example.net>",
        Cc="bob@example.net",
    ).ticket
    picture = upload(agent, "shot.png", corpus.PNG, "image/png", content_id="abc@desk")
    document = upload(agent, "Größe.pdf", b"%PDF-1.4", "application/pdf")
    body = Body.from_html('<p>Hello <b>Ann</b></p><ul><li>one</li></ul><p><img src="cid:abc@desk"></p>')
    reply(ticket, actor=agent, body=body, seen_seq=1, attachments=[picture, document])
    acknowledgement, message = sent()

    assert message["From"] == '"Omar Haddad (Example Support)" <support@example.com>'
    assert (message["To"], message["Cc"]) == ("Ann Lee <ann@example.net>", "bob@example.net")
    assert message["In-Reply-To"] == "<first@example.net>"
    assert set(message["References"].split()) == {"<first@example.net>", acknowledgement["Message-ID"]}
    assert message["Message-ID"] == OutboundEmail.objects.get(kind="reply").message_id
    assert message["Auto-Submitted"] is None
    assert "<b>Ann</b>" in message.get_body(("html",)).get_content()
    assert "Hello Ann" in message.get_body(("plain",)).get_content()
    files = {part.get_filename(): part for part in message.walk() if part.get_filename()}
    assert files["shot.png"]["Content-ID"] == "<abc@desk>"
    assert files["shot.png"].get_content_disposition() == "inline"
    assert files["Größe.pdf"].get_content_disposition() == "attachment"
    assert files["Größe.pdf"].get_payload(decode=True) == b"%PDF-1.4"
    assert message.get_content_type() == "multipart/mixed"


def test_a_picture_shown_by_its_address_on_our_site_travels_with_the_mail(receive, agent):
    ticket = receive().ticket
    picture = upload(agent, "shot.png", corpus.PNG, "image/png")
    body = Body.from_html(f'<p>See <img src="/attachments/{picture.key}/shot.png?inline=1"></p>')
    reply(ticket, actor=agent, body=body, seen_seq=1, attachments=[picture])
    message = sent()[1]
    (part,) = [part for part in message.walk() if part.get_filename() == "shot.png"]
    assert part.get_content_disposition() == "inline"
    assert f'src="cid:{part["Content-ID"].strip("<>")}"' in message.get_body(("html",)).get_content()


def test_a_plain_reply_has_an_html_part_too(receive, agent):
    ticket = receive().ticket
    reply(ticket, actor=agent, body=Body.from_text("2 < 3\nand more"), seen_seq=1)
    html = sent()[1].get_body(("html",)).get_content()
    assert "2 &lt; 3<br>and more" in html


def test_a_note_never_leaves_the_house(receive, agent):
    ticket = receive().ticket
    add_note(ticket, actor=agent, body=Body.from_text("secret"))
    assert all("secret" not in message.as_string() for message in sent())


def test_names_cannot_smuggle_headers(receive, agent):
    agent.name = 'Eve" <evil@x.y>, \r\nBcc: z@z.z'
    agent.save()
    ticket = receive().ticket
    reply(ticket, actor=agent, body=Body.from_text("hi"), seen_seq=1)
    message = sent()[1]
    assert [a.addr_spec for a in message["From"].addresses] == ["support@example.com"]
    assert message["Bcc"] is None


def test_nothing_is_posted_in_the_past(mailbox, customer, agent):
    with in_the_past(), clock.at(clock.now() - timedelta(days=30)):
        ticket = make_ticket(requester=customer)
        reply(ticket, actor=agent, body=Body.from_text("hi"), seen_seq=1)
    assert not OutboundEmail.objects.exists()


def test_german_customers_get_german_mail_where_translated(receive):
    CustomerFactory(email="jo@example.net", name="Jo", language="de")
    receive(From="jo@example.net", Subject="Frage")
    assert 'lang="de"' in sent()[0].get_body(("html",)).get_content()
