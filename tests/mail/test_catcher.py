"""The demo's mail catcher: read as the recipient, answered through the real SMTP listener."""

import email
import socket
from collections.abc import Iterator
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.core.files.uploadedfile import SimpleUploadedFile

from outbox.models import EmailState, OutboundEmail, OutboundRecipient
from outbox.posting import Address, post_email
from tests.mail import corpus
from tickets.actions import reply
from tickets.content import Body
from tickets.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings) -> None:
    settings.DEMO = True


class Taking:
    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], bytes]] = []
        self.reply = "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return self.reply


@pytest.fixture
def listener(settings) -> Iterator[Taking]:
    handler = Taking()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


def post(subject: str = "Hello", to: str = "ann@example.net", **fields: object) -> OutboundEmail:
    mail = post_email(
        kind="test",
        from_header='"Support" <support@example.com>',
        reply_to='"Support" <support+7.abc@example.com>',
        to=[Address(to, "Ann Lee")],
        subject=subject,
        text="We have mended it.",
        **fields,
    )
    assert mail is not None
    return mail


@pytest.mark.parametrize("path", ["", "write/", "1/", "1/frame/", "1/files/1/"])
def test_outside_the_demo_there_is_no_such_page(client, settings, path):
    settings.DEMO = False
    post()
    assert client.get(f"/demo/mail/{path}").status_code == 404


def test_lists_mails_newest_first_with_recipient_and_subject(client, demo):
    post("First")
    post("Second", to="bob@example.net")
    page = client.get("/demo/mail/").content.decode()
    assert page.index("Second") < page.index("First")
    assert "bob@example.net" in page


def test_history_was_never_sent_and_is_not_shown(client, demo):
    OutboundEmail.objects.filter(pk=post("Old times").pk).update(state=EmailState.HISTORY)
    assert "Old times" not in client.get("/demo/mail/").content.decode()


@pytest.mark.parametrize(
    ("search", "found"), [("bob", True), ("INVOICE", True), ("bob invoice", True), ("zebra", False)]
)
def test_search_finds_recipients_and_subjects(client, demo, search, found):
    post("Your invoice", to="bob@example.net")
    assert ("Your invoice" in client.get("/demo/mail/", {"q": search}).content.decode()) is found


def test_pages_follow_each_other_and_lead_back(client, demo):
    for number in range(60):
        post(f"Mail number {number:02}")
    seen: list[str] = []
    page = client.get("/demo/mail/").context["page"]
    seen += [mail.subject for mail in page.mails]
    while page.next:
        page = client.get("/demo/mail/", {"after": page.next}).context["page"]
        seen += [mail.subject for mail in page.mails]
    assert seen == [f"Mail number {number:02}" for number in reversed(range(60))]
    page = client.get("/demo/mail/", {"before": page.previous}).context["page"]
    assert [mail.subject for mail in page.mails] == seen[25:50]
    assert client.get("/demo/mail/", {"after": "x'"}).status_code == 200


def test_a_mail_opens_with_its_text_and_headers(client, demo):
    page = client.get(f"/demo/mail/{post(headers={'References': '<a@b>'}).pk}/").content.decode()
    assert "We have mended it." in page
    assert "&lt;a@b&gt;" in page


def test_html_is_framed_without_scripts_and_remote_pictures(client, demo):
    mail = post(html='<p>Hi<img src="https://evil.test/x.png"><script>alert(1)</script></p>')
    assert "sandbox=" in client.get(f"/demo/mail/{mail.pk}/").content.decode()
    frame = client.get(f"/demo/mail/{mail.pk}/frame/")
    assert frame["Content-Security-Policy"].startswith("default-src 'none'")
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert ' src="https://evil.test' not in frame.content.decode()


def test_pictures_and_files_of_the_mail_are_served_and_no_others(client, demo, receive, agent):
    from tests.mail.test_outgoing import upload

    ticket = receive().ticket
    picture = upload(agent, "shot.png", corpus.PNG, "image/png", content_id="abc@desk")
    page = upload(agent, "x.html", b"<script>alert(1)</script>", "text/html")
    body = Body.from_html('<p><img src="cid:abc@desk"></p>')
    reply(ticket, actor=agent, body=body, seen_seq=1, attachments=[picture, page])
    mail = OutboundEmail.objects.get(kind="reply")
    assert f"/demo/mail/{mail.pk}/files/{picture.pk}/" in client.get(f"/demo/mail/{mail.pk}/frame/").content.decode()
    assert b"".join(client.get(f"/demo/mail/{mail.pk}/files/{picture.pk}/").streaming_content) == corpus.PNG
    download = client.get(f"/demo/mail/{mail.pk}/files/{page.pk}/")
    assert download["Content-Disposition"].startswith("attachment")
    assert (download["Content-Type"], download["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    foreign = Attachment.objects.create(filename="secret", size=0)
    assert client.get(f"/demo/mail/{mail.pk}/files/{foreign.pk}/").status_code == 404


def test_an_answer_goes_in_by_smtp_in_the_thread(client, demo, listener):
    mail = post(headers={"References": "<first@example.net>"})
    file = SimpleUploadedFile("Foto ä.png", corpus.PNG, "image/png")
    form = {"sender": "ann@example.net", "body": "Thank you!\nAnn", "attached": [file]}
    assert client.post(f"/demo/mail/{mail.pk}/", form).status_code == 302
    ((sender, recipients, raw),) = listener.taken
    assert (sender, recipients) == ("ann@example.net", ["support+7.abc@example.com"])
    message = email.message_from_bytes(raw, policy=default)
    assert (message["From"], message["Subject"]) == ("Ann Lee <ann@example.net>", "Re: Hello")
    assert message["In-Reply-To"] == mail.message_id
    assert message["References"].split() == ["<first@example.net>", mail.message_id]
    text = message.get_body(("plain",)).get_content()
    assert text.startswith("Thank you!")
    assert "> We have mended it." in text
    assert [(a.get_filename(), a.get_content()) for a in message.iter_attachments()] == [("Foto ä.png", corpus.PNG)]


def test_only_recipients_of_the_mail_can_answer_it(client, demo, listener):
    response = client.post(f"/demo/mail/{post().pk}/", {"sender": "eve@example.net", "body": "x"})
    assert (response.status_code, listener.taken) == (422, [])


def test_a_refused_answer_keeps_the_words_and_says_why(client, demo, listener):
    listener.reply = "552 5.3.4 too large"
    response = client.post(f"/demo/mail/{post().pk}/", {"sender": "ann@example.net", "body": "My long words"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "My long words" in page
    assert "too large" in page


def test_without_a_listener_it_says_so(client, demo, settings):
    settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", 1
    response = client.post(f"/demo/mail/{post().pk}/", {"sender": "ann@example.net", "body": "words"})
    assert response.status_code == 422


def test_a_new_mail_to_support(client, demo, mailbox, listener):
    form = {"name": "Jo\r\nBcc: x@y.z", "sender": "jo@example.net", "recipient": "support@example.com"}
    form |= {"subject": "Grüße", "body": "Hello"}
    assert client.post("/demo/mail/write/", form).status_code == 302
    ((sender, recipients, raw),) = listener.taken
    message = email.message_from_bytes(raw, policy=default)
    assert (sender, recipients, message["Subject"]) == ("jo@example.net", ["support@example.com"], "Grüße")
    assert message["Bcc"] is None


def test_as_many_statements_for_thirty_mails_as_for_one(client, demo, django_assert_max_num_queries):
    post()
    with django_assert_max_num_queries(4) as one:
        client.get("/demo/mail/")
    for number in range(24):
        post(str(number))
    assert OutboundRecipient.objects.count() == 25
    with django_assert_max_num_queries(len(one)):
        client.get("/demo/mail/")
