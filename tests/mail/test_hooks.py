"""Mail and news of mail by providers' webhooks: signed or nothing, as it came, once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mail.models import InboundEmail, Provider
from mail.processing import process_batch
from mail.senders import copied_people
from outbox.models import OutboundEmail, OutboundRecipient
from outbox.posting import Address, post_email
from tests.mail import corpus
from tests.mail.hooking import SIGNING_KEY, basic, call, fate_event, incoming_with, mailgun_signature, provider_of, sns
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
PROVIDERS = [kind for kind in Provider if kind != Provider.SMTP]
each_provider = pytest.mark.parametrize("kind", PROVIDERS)


@pytest.fixture
def sent(mailbox) -> OutboundEmail:
    email = post_email(
        kind="test",
        from_header='"Support" <support@example.com>',
        envelope_from=mailbox.address,
        to=[Address("ann@example.net")],
        subject="Hello",
        text="Hello",
    )
    assert email is not None
    email.recipients.update(state="sent")
    OutboundEmail.objects.update(state="sent")
    return email


def state_of(email: OutboundEmail) -> tuple[str, str]:
    recipient = email.recipients.get()
    return recipient.state, recipient.error


@each_provider
def test_a_mail_that_a_provider_brings_opens_a_ticket_once(mailbox, kind) -> None:
    provider, raw = provider_of(mailbox, kind), corpus.plain()

    assert [call(provider, "incoming", **incoming_with(kind, raw)) for _time in range(2)] == [200, 200]
    process_batch()

    row = InboundEmail.objects.get()
    assert (row.mailbox, row.source, row.envelope_from) == (mailbox, kind, "bounces@example.net")
    assert (row.envelope_to, row.state) == (["support@example.com"], "created")
    assert kind == Provider.BREVO or bytes(row.raw) == raw
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.requester.email) == ("Wrong invoice", "ann@example.net")
    assert ticket.messages.get().text == "Hello, my invoice is wrong."


@each_provider
@pytest.mark.parametrize("what", ["incoming", "delivery"])
def test_a_wrong_signature_is_refused_and_stores_nothing(mailbox, sent, kind, what) -> None:
    provider = provider_of(mailbox, kind)
    event = incoming_with(kind, corpus.plain())
    if what == "delivery":
        event = fate_event(kind, "bounced", email=sent.pk, address="ann@example.net")

    assert call(provider, what, secret="another", **event) == 403

    assert not InboundEmail.objects.exists()
    assert state_of(sent) == ("sent", "")


def test_without_a_signing_key_nobody_is_believed(mailbox) -> None:
    provider = provider_of(mailbox, Provider.MAILGUN, signing_key="")
    assert call(provider, "incoming", **incoming_with(Provider.MAILGUN, corpus.plain())) == 403


def test_a_signature_of_mailgun_is_good_for_one_call_and_not_for_ever(mailbox) -> None:
    """It signs a time and a token alone: whoever kept it could put any mail below it."""
    provider = provider_of(mailbox, Provider.MAILGUN)
    path = reverse("mail:incoming_hook", args=[provider.hook_key])

    def post(raw: bytes, signature: dict[str, str]) -> int:
        form = {"recipient": "support@example.com", "sender": "a@b.cd", "body-mime": raw.decode("latin-1")}
        return Client().post(path, form | signature).status_code

    kept = mailgun_signature()
    assert post(corpus.plain(), kept) == post(corpus.plain(), kept) == 200
    assert post(corpus.plain(Message_ID="<forged@example.net>"), kept) == 200
    for age in (10 * 3600, -3600):
        assert post(corpus.plain(Message_ID="<late@example.net>"), mailgun_signature(age=age)) == 403
    assert post(corpus.plain(Message_ID="<again@example.net>"), mailgun_signature(age=7 * 3600)) == 200
    assert sorted(InboundEmail.objects.values_list("message_id", flat=True)) == ["again@example.net", "m1@example.net"]


@each_provider
@pytest.mark.parametrize(
    ("what", "state"),
    [("delivered", "delivered"), ("bounced", "bounced"), ("soft", "failed"), ("complained", "complained")],
)
def test_the_fate_of_a_mail_stands_at_its_recipient(mailbox, sent, kind, what, state) -> None:
    provider = provider_of(mailbox, kind)
    event = fate_event(kind, what, email=sent.pk, address="Ann@example.net")

    assert call(provider, "delivery", **event) == call(provider, "delivery", **event) == 200

    may_pass = (kind, what) == (Provider.MAILGUN, "soft")  # Mailgun goes on trying
    found, said = state_of(sent)
    assert found == ("sent" if may_pass else state)
    assert bool(said) == (found in ("bounced", "failed")) or found == "complained"


def test_news_that_come_late_change_nothing_back(mailbox, sent) -> None:
    provider = provider_of(mailbox, Provider.POSTMARK)
    for what in ("bounced", "delivered", "soft"):
        call(provider, "delivery", **fate_event(Provider.POSTMARK, what, email=sent.pk, address="ann@example.net"))
    assert state_of(sent)[0] == "bounced"


@pytest.mark.parametrize("kind", [Provider.MAILGUN, Provider.POSTMARK, Provider.AMAZON_SES, Provider.BREVO])
def test_the_providers_own_id_tells_which_mail_is_meant(mailbox, sent, kind) -> None:
    OutboundRecipient.objects.update(provider_id="<a.b@provider>")
    event = fate_event(kind, "delivered", email=0, address="ann@example.net", provider_id="<a.b@provider>")
    assert call(provider_of(mailbox, kind), "delivery", **event) == 200
    assert state_of(sent)[0] == "delivered"


def test_a_mailbox_hears_of_its_own_mails_only(mailbox, sent) -> None:
    OutboundEmail.objects.update(envelope_from="sales@example.com")
    event = fate_event(Provider.POSTMARK, "bounced", email=sent.pk, address="ann@example.net")
    assert call(provider_of(mailbox, Provider.POSTMARK), "delivery", **event) == 200
    assert state_of(sent)[0] == "sent"


def test_whoever_complained_is_not_copied_again(mailbox, sent, customer) -> None:
    from mail.mailboxes import Mailboxes
    from mail.parsing import parse_message

    provider = provider_of(mailbox, Provider.SENDGRID)
    call(provider, "delivery", **fate_event(Provider.SENDGRID, "complained", email=sent.pk, address="ann@example.net"))

    mail = parse_message(corpus.plain(Cc="ann@example.net, bob@example.net", From="carl@example.net"))
    assert [person.email for person in copied_people(mail, customer, Mailboxes())] == ["bob@example.net"]


def test_a_mail_in_fields_is_made_whole_with_its_files(mailbox) -> None:
    """Mailgun's parsed form: headers, words and files apart."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    provider = provider_of(mailbox, Provider.MAILGUN)
    headers = '[["From","Ann Lee <ann@example.net>"],["To","support@example.com"],["Subject","Grüße"],["Message-Id","<x@y.z>"]]'
    fields: dict[str, Any] = {
        "recipient": "support@example.com",
        "sender": "ann@example.net",
        "message-headers": headers,
        "body-plain": "Hello",
        "body-html": "<p>Hello</p>",
        "attachment-count": "1",
    }
    for _time in range(2):
        file = SimpleUploadedFile("bill.pdf", b"%PDF-1.4\r\nbytes\x00\xff\r\n", "application/pdf")
        assert call(provider, "incoming", form={**fields, "attachment-1": file}) == 200
    process_batch()

    message = Ticket.objects.get(subject="Grüße").messages.get()
    attachment = message.attachments.get()
    assert (attachment.filename, attachment.file.read()) == ("bill.pdf", b"%PDF-1.4\r\nbytes\x00\xff\r\n")
    assert InboundEmail.objects.count() == 1


def test_bytes_of_any_charset_come_through_a_form(mailbox) -> None:
    raw = corpus.raw(
        "From: ann@example.net\nSubject: Latin\nContent-Type: text/plain; charset=iso-8859-1", b"Gr\xfc\xdfe"
    )
    provider = provider_of(mailbox, Provider.MAILGUN)
    boundary = "----boundary"
    parts = {**{k: v.encode() for k, v in mailgun_signature(SIGNING_KEY).items()}, "body-mime": raw}
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        for name, value in parts.items()
    )
    body += f"--{boundary}--\r\n".encode()

    path = reverse("mail:incoming_mime_hook", args=[provider.hook_key])
    answer = Client().post(path, body, content_type=f"multipart/form-data; boundary={boundary}")

    assert answer.status_code == 200
    assert bytes(InboundEmail.objects.get().raw) == raw


def test_a_mail_larger_than_a_form_may_be_comes_whole(mailbox) -> None:
    raw = corpus.plain("x" * 70 + "\n" + "large " * 600_000)
    provider = provider_of(mailbox, Provider.POSTMARK)
    assert call(provider, "incoming", **incoming_with(Provider.POSTMARK, raw)) == 200
    assert bytes(InboundEmail.objects.get().raw) == raw


def test_what_is_larger_than_a_mail_may_be_is_refused(mailbox, monkeypatch) -> None:
    monkeypatch.setattr("mail.hook_requests.MOST_BYTES", 100)
    provider = provider_of(mailbox, Provider.POSTMARK)
    assert call(provider, "incoming", **incoming_with(Provider.POSTMARK, corpus.plain())) == 413


@pytest.mark.parametrize("body", [b"", b"[]", b'{"a": 1}', b"\xff"])
@each_provider
def test_nonsense_is_no_event(mailbox, kind, body) -> None:
    provider = provider_of(mailbox, kind)
    for what in ("incoming", "delivery"):
        path = reverse(f"mail:{what}_hook", args=[provider.hook_key])
        answer = Client().post(path, body, content_type="application/json", headers=basic())
        assert answer.status_code in (200, 400, 403)
    assert not InboundEmail.objects.exists()


def test_amazon_is_asked_for_its_password(mailbox) -> None:
    provider = provider_of(mailbox, Provider.AMAZON_SES)
    answer = Client().post(reverse("mail:delivery_hook", args=[provider.hook_key]), "{}", content_type="text/plain")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Basic realm="helpdesk"')


@pytest.mark.parametrize("what", ["incoming", "delivery"])
def test_amazon_comes_again_where_its_topic_cannot_be_confirmed(mailbox, what, monkeypatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")  # nobody is there
    provider = provider_of(mailbox, Provider.AMAZON_SES, account="AKIA", region="us-east-1")
    question = sns({}) | {"Type": "SubscriptionConfirmation", "Token": "2336412f37fb687f5d51e6e241d7700a"}
    assert call(provider, what, body=question) == 503


def test_an_address_that_is_nobodys_is_not_found(mailbox) -> None:
    path = reverse("mail:incoming_hook", args=["8d79f2f1-20ae-4939-8d0b-74517a95a09d"])
    assert Client().post(path).status_code == 404
