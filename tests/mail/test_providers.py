"""A mailbox sends by its own server or provider: real servers on loopback that speak SMTP, and each provider's API."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse

from accounts.models import SettingChange
from desk.settings.configuration import export, take_over
from desk.settings.history import undo
from helpdesk.embedded.ports import free_port
from mail.models import MailProvider, Provider
from mail.providers import remove_provider, set_provider
from outbox.models import OutboundEmail
from outbox.posting import Address, post_email
from outbox.sending import send_waiting
from tests.factories import MailboxFactory
from tests.mail.hooking import provider_of
from tickets.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db

# What each provider answers to a mail that it takes, as its documentation shows.
TAKEN = {
    Provider.MAILGUN: {"id": "<20160306015544.116301@example.com>", "message": "Queued. Thank you."},
    Provider.POSTMARK: {
        "To": "ann@example.net",
        "SubmittedAt": "2014-02-17T07:25:01.4178645-05:00",
        "MessageID": "0a129aee-e1cd-480d-b08d-4f48548ff48d",
        "ErrorCode": 0,
        "Message": "OK",
    },
    Provider.SENDGRID: {},
    Provider.AMAZON_SES: {"MessageId": "00000137860315fd-34208509-5b74-41f3-95c5-22c1edc3c924-000000"},
    Provider.BREVO: {"messageId": "<201906041124.24667418218@smtp-relay.mailin.fr>"},
}
PROVIDERS = list(TAKEN)


class Api:
    """Answers all that is sent to it, and remembers it: path, headers, body."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.answer: tuple[int, Any] = (200, {})
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                api.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                status, answer = api.answer
                said = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def api() -> Iterator[Api]:
    api = Api()
    yield api
    api.server.shutdown()
    api.server.server_close()


def post(mailbox, *to: str) -> OutboundEmail:
    email = post_email(
        kind="test",
        from_header=f'"Support" <{mailbox.address}>',
        envelope_from=mailbox.address,
        to=[Address(address) for address in to or ("ann@example.net",)],
        subject="Hello",
        text="Hello Ann",
        html="<p>Hello Ann</p>",
    )
    assert email is not None
    return email


def sending(mailbox, kind: Provider, api: Api) -> MailProvider:
    extra = {"account": "AKIAEXAMPLE", "region": "eu-central-1"} if kind == Provider.AMAZON_SES else {}
    api.answer = (202 if kind == Provider.SENDGRID else 200, TAKEN[kind])
    return provider_of(mailbox, kind, api_url=api.url, **extra)


@pytest.mark.parametrize("kind", PROVIDERS)
def test_a_mail_leaves_by_the_providers_api_with_its_key(mailbox, api, kind) -> None:
    sending(mailbox, kind, api)
    email = post(mailbox)

    send_waiting(10)

    email.refresh_from_db()
    assert (email.state, email.last_error) == ("sent", "")
    ((_path, headers, body),) = api.asked
    said = body.decode("utf-8", "replace").replace("+", " ")
    assert "Hello Ann" in said or "SGVsbG8gQW5u" in said or kind == Provider.AMAZON_SES  # which takes it in base64
    key = {
        Provider.MAILGUN: "authorization",
        Provider.POSTMARK: "x-postmark-server-token",
        Provider.SENDGRID: "authorization",
        Provider.AMAZON_SES: "authorization",
        Provider.BREVO: "api-key",
    }[kind]
    assert headers[key]
    assert bool(email.recipients.get().provider_id)


@pytest.mark.parametrize(("status", "sentence"), [(401, "refused our key"), (500, "answered 500")])
def test_what_a_provider_does_not_take_waits_and_says_why(mailbox, api, status, sentence) -> None:
    sending(mailbox, Provider.MAILGUN, api)
    api.answer = (status, {"message": "no"})
    email = post(mailbox)

    send_waiting(10)

    email.refresh_from_db()
    assert email.state == "queued"
    assert sentence in email.last_error


def test_whom_a_provider_refuses_is_not_tried_again(mailbox, api) -> None:
    sending(mailbox, Provider.POSTMARK, api)
    api.answer = (
        422,
        {
            "ErrorCode": 406,
            "Message": "Found inactive addresses: ann@example.net. Inactive recipients are ones that bounced.",
        },
    )
    email = post(mailbox)

    send_waiting(10)

    assert email.recipients.get().state == "failed"


def test_a_second_attempt_goes_to_who_still_lacks_it(mailbox, api) -> None:
    sending(mailbox, Provider.BREVO, api)
    email = post(mailbox, "ann@example.net", "bob@example.net")
    email.recipients.filter(address="ann@example.net").update(state="sent")

    send_waiting(10)

    assert [one["email"] for one in json.loads(api.asked[0][2])["to"]] == ["bob@example.net"]


def test_each_mailbox_sends_its_own_way(mailbox, api, settings) -> None:
    class Taken:
        def __init__(self) -> None:
            self.mails: list[str] = []

        async def handle_DATA(self, server, session, envelope):
            self.mails.append(envelope.mail_from)
            return "250 OK"

    taken = Taken()
    server = Controller(taken, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        sales = MailboxFactory(address="sales@example.com", is_default=False)
        provider_of(mailbox, Provider.SMTP, host="127.0.0.1", port=server.port, security="none", key="", account="")
        sending(sales, Provider.POSTMARK, api)
        post(mailbox)
        post(sales)
        send_waiting(10)
    finally:
        server.stop()

    assert taken.mails == ["support@example.com"]
    assert [json.loads(body)["From"] for _path, _headers, body in api.asked] == ["Support <sales@example.com>"]


def test_one_that_only_brings_mail_sends_none(mailbox, api, settings) -> None:
    settings.DEMO = True
    settings.EMAIL_HOST = ""
    sending(mailbox, Provider.BREVO, api)
    MailProvider.objects.update(sends=False)
    post(mailbox)

    send_waiting(10)

    assert api.asked == []


def test_a_provider_is_set_and_noted_without_its_key(admin, mailbox) -> None:
    set_provider(mailbox, actor=admin, kind="postmark", key="top-secret")
    set_provider(mailbox, actor=admin, kind="postmark", key="")

    assert MailProvider.objects.get().key == "top-secret"
    change = SettingChange.objects.get()
    assert "top-secret" not in json.dumps(change.changes)


def test_a_new_key_is_told_without_being_shown(admin, mailbox) -> None:
    set_provider(mailbox, actor=admin, kind="postmark", key="one")
    set_provider(mailbox, actor=admin, kind="postmark", key="two")
    assert SettingChange.objects.first().changes == {"key": ["", "a new one"]}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"kind": "pigeon"}, "one of the offered"),
        ({"kind": "smtp"}, "name of the server"),
        ({"kind": "smtp", "host": "smtp.example.com", "account": "me"}, "password"),
        ({"kind": "postmark"}, "switch sending off"),
        ({"kind": "amazon_ses", "key": "k"}, "access key ID and the region"),
        ({"kind": "brevo", "key": "k", "api_url": "ftp://x"}, "https://"),
        ({"kind": "sendgrid", "key": "k", "signing_key": "nonsense"}, "verification key"),
    ],
)
def test_what_cannot_work_is_refused_with_what_to_write(admin, mailbox, words, sentence) -> None:
    with pytest.raises(Invalid, match=sentence):
        set_provider(mailbox, actor=admin, **words)
    assert not MailProvider.objects.exists()


def test_a_key_goes_to_no_other_server(admin, mailbox) -> None:
    set_provider(mailbox, actor=admin, kind="smtp", host="smtp.example.com", account="me", key="secret")
    with pytest.raises(Invalid, match="again"):
        set_provider(mailbox, actor=admin, kind="smtp", host="smtp.evil.example")
    assert MailProvider.objects.get().host == "smtp.example.com"


def test_another_kind_forgets_the_first_ones_words_and_addresses(admin, mailbox) -> None:
    first = set_provider(mailbox, actor=admin, kind="postmark", key="one")
    second = set_provider(mailbox, actor=admin, kind="brevo", key="two")
    provider = MailProvider.objects.get()
    assert (provider.pk, provider.kind, provider.key) == (first.pk, "brevo", "two")
    assert second.hook_key != first.hook_key


def test_removing_it_is_done_once(admin, mailbox) -> None:
    set_provider(mailbox, actor=admin, kind="postmark", key="one")
    assert [remove_provider(mailbox, actor=admin) for _time in range(2)] == [True, False]


def test_only_admins_set_it(lead, mailbox) -> None:
    with pytest.raises(NotAllowed):
        set_provider(mailbox, actor=lead, kind="postmark", key="one")


def test_the_page_offers_all_kinds_and_then_shows_the_webhooks(client, admin, mailbox) -> None:
    client.force_login(admin)
    here = reverse("settings:mail_provider", args=[mailbox.pk])
    offered = client.get(here).content.decode()
    assert all(str(kind.label) in offered for kind in Provider)

    answer = client.post(here + "?kind=postmark", {"sends": "on", "key": "top-secret"}, follow=True)

    page = answer.content.decode()
    assert MailProvider.objects.get().hook_secret in page
    assert "top-secret" not in page


def test_a_wrong_form_keeps_what_was_typed(client, admin, mailbox) -> None:
    client.force_login(admin)
    here = reverse("settings:mail_provider", args=[mailbox.pk])
    answer = client.post(here + "?kind=smtp", {"host": "smtp example", "port": "587", "security": "tls"})
    assert answer.status_code == 422
    assert "smtp example" in answer.content.decode()


def test_the_file_of_the_configuration_holds_it_without_its_key_and_takes_it_over(admin, mailbox) -> None:
    set_provider(mailbox, actor=admin, kind="postmark", key="top-secret")
    file = export()
    assert "top-secret" not in file
    remove_provider(mailbox, actor=admin)

    take_over(file, actor=admin)

    provider = MailProvider.objects.get()
    assert (provider.kind, provider.sends, provider.key) == ("postmark", False, "")


def test_adding_it_is_taken_back_from_its_history(admin, mailbox) -> None:
    set_provider(mailbox, actor=admin, kind="postmark", key="one")
    undo(SettingChange.objects.get(), actor=admin)
    assert not MailProvider.objects.exists()
