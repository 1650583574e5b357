"""Claim, send, mark: against a real SMTP server that says what a test wants it to say."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from smtplib import SMTPAuthenticationError, SMTPConnectError

import pytest
from aiosmtpd.controller import Controller
from django.db import connections

from helpdesk import clock
from mail.resending import resend
from outbox.models import OutboundEmail
from outbox.posting import Address, post_email
from outbox.sending import MOST_ATTEMPTS, claim, send_waiting
from outbox.transport import refusals
from tickets.errors import NotAllowed

pytestmark = pytest.mark.django_db


class Server:
    """Remembers what it took; refuses whom it is told to, with the code it is told."""

    def __init__(self) -> None:
        self.refused: dict[str, str] = {}
        self.data_answer = "250 OK"
        self.sender_answer = ""
        self.taken: list[tuple[list[str], bytes]] = []

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.data_answer.startswith("2"):
            self.taken.append((list(envelope.rcpt_tos), envelope.original_content))
        return self.data_answer


@pytest.fixture
def server(settings) -> Iterator[Server]:
    handler = Server()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


def post(*to: str, **fields) -> OutboundEmail:
    email = post_email(
        kind="test",
        from_header='"Support" <support@example.com>',
        envelope_from="support@example.com",
        to=[Address(address) for address in to or ("ann@example.net",)],
        **{"subject": "Hello", "text": "Hello", "html": "<p>Hello</p>", **fields},
    )
    assert email is not None
    return email


def states(email: OutboundEmail) -> tuple[str, list[str]]:
    email.refresh_from_db()
    return email.state, list(email.recipients.values_list("state", flat=True))


def make_due() -> None:
    OutboundEmail.objects.update(due_at=clock.now())


def test_a_mail_is_sent_once(server):
    email = post()
    assert send_waiting(10) == 1
    assert send_waiting(10) == 0
    assert states(email) == ("sent", ["sent"])
    ((recipients, content),) = server.taken
    assert recipients == ["ann@example.net"]
    assert f"Message-ID: {email.message_id}".encode() in content
    assert email.sent_at is not None


def test_a_refused_recipient_fails_and_the_others_get_it(server):
    server.refused = {"gone@example.net": "550 5.1.1 no such user"}
    email = post("ann@example.net", "gone@example.net")
    send_waiting(10)
    assert states(email) == ("failed", ["sent", "failed"])
    assert "no such user" in email.recipients.get(address="gone@example.net").error
    assert "no such user" in email.last_error


def test_a_temporary_refusal_is_tried_again_only_for_whom_it_lacks(server):
    server.refused = {"slow@example.net": "450 later"}
    email = post("ann@example.net", "slow@example.net")
    send_waiting(10)
    assert states(email) == ("queued", ["sent", "queued"])
    assert email.due_at > clock.now() + timedelta(seconds=30)
    server.refused = {}
    make_due()
    send_waiting(10)
    assert states(email) == ("sent", ["sent", "sent"])
    assert [recipients for recipients, _content in server.taken] == [["ann@example.net"], ["slow@example.net"]]


def test_a_refused_content_fails_at_once(server):
    server.data_answer = "554 5.7.1 spam"
    email = post()
    send_waiting(10)
    assert states(email) == ("failed", ["failed"])


def test_words_of_any_alphabet_leave_in_seven_bits(server):
    post(text="Grüße, 元気", html="<p>Grüße, 元気</p>")
    send_waiting(10)

    ((_recipients, content),) = server.taken
    assert content.isascii()
    assert [part.get_content().strip() for part in message_from_bytes(content, policy=default).iter_parts()] == [
        "Grüße, 元気",
        "<p>Grüße, 元気</p>",
    ]


def test_a_server_that_wants_a_sign_in_first_is_tried_again(server):
    server.sender_answer = "530 5.7.0 Authentication required"
    email = post()
    send_waiting(10)
    email.refresh_from_db()

    assert (email.state, email.last_error) == (
        "queued",
        "The mail server refused our sign-in: 530 5.7.0 Authentication required",
    )


def test_a_server_that_is_away_is_tried_again_until_enough(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    email = post()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        make_due()
        assert send_waiting(10) == 1
        assert states(email) == (("queued", ["queued"]) if attempt < MOST_ATTEMPTS else ("failed", ["failed"]))
    assert "refused" in email.last_error.lower()


def test_without_a_transport_it_says_so(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""
    email = post()
    send_waiting(10)
    assert states(email)[0] == "queued"
    assert "EMAIL_HOST" in email.last_error


def test_in_the_demo_mails_stay_in_the_catcher(settings):
    settings.DEMO = True
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""
    email = post()
    send_waiting(10)
    assert states(email) == ("sent", ["sent"])


def test_one_bad_mail_does_not_stop_the_next(server):
    bad = post(headers={"X-Bad": "line\nbreak"})
    good = post()
    send_waiting(10)
    assert (states(bad)[0], states(good)[0]) == ("queued", "sent")


def test_a_failed_mail_can_be_resent_with_the_same_id(server, agent):
    server.data_answer = "554 no"
    email = post()
    send_waiting(10)
    server.data_answer = "250 OK"
    assert resend(email, actor=agent) is not None
    assert resend(email, actor=agent) is None
    send_waiting(10)
    assert states(email) == ("sent", ["sent"])
    assert email.message_id.encode() in server.taken[0][1]


def test_customers_cannot_resend(server, customer):
    with pytest.raises(NotAllowed):
        resend(post(), actor=customer)


def test_a_mail_whose_sender_died_is_taken_over_after_its_claim(server):
    email = post()
    claim()
    assert send_waiting(10) == 0
    OutboundEmail.objects.update(claimed_until=clock.now())
    send_waiting(10)
    assert states(email) == ("sent", ["sent"])


@pytest.mark.django_db(transaction=True)
def test_two_senders_send_each_mail_once(server):
    for _ in range(20):
        post()
    barrier = threading.Barrier(2)

    def run() -> None:
        barrier.wait()
        send_waiting(100)
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.taken) == 20
    assert not OutboundEmail.objects.exclude(state="sent").exists()


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "The mail server cannot be reached"),
        (SMTPAuthenticationError(535, b"5.7.8 Bad credentials"), "The mail server refused our sign-in: 535 5.7.8 Bad"),
        (SMTPConnectError(421, b"Too busy"), "The mail server answered 421 Too busy"),
    ],
)
def test_what_went_wrong_is_said_in_words(problem, said):
    ((code, text),) = refusals(problem, ["ann@example.net"]).values()
    assert code == 0 and text.startswith(said)
