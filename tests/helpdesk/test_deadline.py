"""Servers that send a byte now and then, for ever: whoever talks to them gives up in time."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import requests

from helpdesk.deadline import Deadline, within
from mail.fetching import imap, imap_clients
from mail.imap_models import ImapAccount, Security
from mail.models import MailProvider, Provider
from mail.transports import transport
from outbox.reaching import post
from outbox.transport import patience

LONG = 5  # seconds: far less than the server would go on, far more than is allowed


@pytest.fixture
def dribbler() -> Iterator:
    """A server that says `first` at once, and then one more byte ten times a second; told by its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve(first: bytes, then: bytes) -> int:
        def talk() -> None:
            connection, _address = listening.accept()
            with connection:
                connection.sendall(first)
                while not over.wait(0.1):
                    try:
                        connection.sendall(then)
                    except OSError:
                        return

        threading.Thread(target=talk, daemon=True).start()
        return listening.getsockname()[1]

    yield serve
    over.set()
    listening.close()


@pytest.fixture(autouse=True)
def _is_quick() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < LONG


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: "])
def test_a_webhook_whose_receiver_never_ends_its_headers_is_given_up(first, dribbler, settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    port = dribbler(first, b"x")
    with pytest.raises(OSError):  # noqa: PT011 - each end of a connection has its own
        post(f"http://127.0.0.1:{port}/", b"{}", {}, timeout=0.5)


def test_an_answer_that_ends_with_its_connection_is_not_taken_for_whole(dribbler):
    port = dribbler(b"HTTP/1.1 200 OK\r\n\r\n", b"x")
    with pytest.raises(TimeoutError), Deadline(0.5) as deadline, requests.Session() as session:
        within(session, deadline).get(f"http://127.0.0.1:{port}/", timeout=5)


def test_what_ends_in_time_is_no_trouble():
    with Deadline(5) as deadline:
        pass
    assert not deadline.passed


@pytest.mark.parametrize("security", [Security.NONE, Security.TLS, Security.STARTTLS])
def test_a_mailbox_server_that_dribbles_its_greeting_is_told_as_one_that_did_not_answer(
    security, dribbler, monkeypatch
):
    monkeypatch.setattr(imap_clients, "SECONDS_TO_SIGN_IN", 0.5)
    account = ImapAccount(host="127.0.0.1", port=dribbler(b"", b"\x16"), security=security, user="ann", password="x")  # noqa: S106
    with pytest.raises(imap.Trouble, match="in time|TLS"):
        imap.connected(account)


@pytest.mark.parametrize("security", [Security.NONE, Security.TLS])
def test_a_sending_server_that_dribbles_is_given_up(security, dribbler, settings):
    settings.EMAIL_TIMEOUT, settings.OUTBOX_CLAIM_SECONDS = 0.5, 1
    port = dribbler(b"220-", b"x")
    backend = transport(MailProvider(kind=Provider.SMTP, host="127.0.0.1", port=port, security=security))
    backend.timeout = LONG
    with pytest.raises(OSError):  # noqa: PT011 - TLS or not
        backend.open()


def test_a_providers_api_that_dribbles_is_given_up(dribbler, settings):
    settings.EMAIL_TIMEOUT, settings.OUTBOX_CLAIM_SECONDS = 0.5, 1
    port = dribbler(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x")
    backend = transport(MailProvider(kind=Provider.POSTMARK, key="k"))
    backend.open()
    with pytest.raises(TimeoutError), patience(backend):
        backend.session.get(f"http://127.0.0.1:{port}/", timeout=LONG)
