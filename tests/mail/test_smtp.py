"""A real SMTP conversation with the listener, from the first word to the ledger."""

import asyncio
import contextlib
import os
import smtplib
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from mail.management.commands import receive_mail
from mail.models import InboundEmail
from mail.smtp import serve
from mail.smtp_tls import Certificate
from tests.factories import MailboxFactory
from tests.mail import corpus
from tests.mail.certificates import self_signed

MOST = 8


@pytest.fixture
def listener(transactional_db, mailbox, settings, tmp_path) -> Iterator[int]:
    """Its port; the listener runs in a thread of its own."""
    settings.MAIL_MAX_BYTES = 200_000
    settings.SMTP_MAX_CONNECTIONS = MOST
    settings.DATA_DIR = tmp_path
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    loop = asyncio.new_event_loop()
    task = loop.create_task(serve("127.0.0.1", port))

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=run)
    thread.start()
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        time.sleep(0.05)
    yield port
    loop.call_soon_threadsafe(task.cancel)
    thread.join()
    loop.close()


def client(port: int) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", port, timeout=10)


def test_250_means_it_is_in_the_ledger(listener):
    with client(listener) as smtp:
        smtp.sendmail("ann@example.net", ["support@example.com"], corpus.plain())
        row = InboundEmail.objects.get()
    assert bytes(row.raw).strip() == corpus.plain().strip()
    assert (row.source, row.envelope_from, row.envelope_to) == ("smtp", "ann@example.net", ["support@example.com"])


def test_a_connection_goes_on_encrypted_when_asked_to(listener):
    with client(listener) as smtp:
        smtp.starttls(context=trusting_anybody())
        assert isinstance(smtp.sock, ssl.SSLSocket)
        smtp.sendmail("ann@example.net", ["support@example.com"], corpus.plain())
        assert smtp.noop()[0] == 250
    assert InboundEmail.objects.get().envelope_from == "ann@example.net"


def test_a_certificate_that_was_renewed_serves_the_next_connection(settings, tmp_path):
    files = self_signed(tmp_path)
    settings.SMTP_TLS_CERT, settings.SMTP_TLS_KEY = map(str, files)
    certificate = Certificate()
    first = certificate.context()
    assert certificate.context() is first

    self_signed(tmp_path)
    os.utime(files[0], (1, 1))
    assert certificate.context() is not first

    files[0].write_text("in the midst of being written")
    assert certificate.context()


def test_a_certificate_that_cannot_be_used_stops_the_start_with_one_line(settings, tmp_path):
    settings.SMTP_TLS_CERT = str(tmp_path / "none.pem")
    with pytest.raises(ImproperlyConfigured, match="SMTP_TLS_CERT"):
        Certificate()


def test_one_made_here_is_kept_for_its_owner_alone(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    Certificate()
    key = tmp_path / "smtp" / "key.pem"
    before = key.read_bytes()
    Certificate()

    assert key.read_bytes() == before
    assert key.stat().st_mode & 0o777 == 0o600


def test_who_comes_when_all_places_are_taken_is_asked_to_come_again(listener):
    guests = [client(listener) for _number in range(MOST)]
    with pytest.raises(smtplib.SMTPConnectError) as refused:
        client(listener)
    assert refused.value.smtp_code == 421

    guests.pop().quit()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with contextlib.suppress(smtplib.SMTPConnectError):
            guests.append(client(listener))
            break
    guests[0].starttls(context=trusting_anybody())  # takes no second place
    for guest in guests:
        guest.sendmail("ann@example.net", ["support@example.com"], corpus.plain())
        guest.quit()
    assert len(guests) == MOST


def trusting_anybody() -> ssl.SSLContext:
    """As mail servers do among each other."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def test_plus_addresses_are_ours(listener):
    with client(listener) as smtp:
        smtp.sendmail("ann@example.net", ["Support+7.abc@Example.com"], corpus.plain())
    assert InboundEmail.objects.get().envelope_to == ["Support+7.abc@Example.com"]


@pytest.mark.parametrize("recipient", ["nobody@example.com", "someone@elsewhere.test"])
def test_unknown_recipients_are_refused(listener, recipient):
    with client(listener) as smtp, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        smtp.sendmail("ann@example.net", [recipient], corpus.plain())
    assert refused.value.recipients[recipient][0] == 550
    assert not InboundEmail.objects.exists()


def test_one_message_for_two_mailboxes_is_two_rows(listener):
    MailboxFactory(address="sales@example.com", is_default=False)
    with client(listener) as smtp:
        smtp.sendmail("a@b.cd", ["support@example.com", "support+x@example.com", "sales@example.com"], corpus.plain())
    assert sorted(row.envelope_to for row in InboundEmail.objects.all()) == [
        ["sales@example.com"],
        ["support@example.com", "support+x@example.com"],
    ]


def test_the_postmaster_of_our_domains_is_always_somebody(listener, mailbox, settings):
    """RFC 5321, 4.5.1: whoever takes mail for a domain takes it for its postmaster, who needs no domain either."""
    sales = MailboxFactory(address="sales@other.example", is_default=False)
    with client(listener) as smtp:
        for number, recipient in enumerate(["PostMaster@Example.com", "postmaster@other.example", "Postmaster"]):
            smtp.sendmail("a@b.cd", [recipient], corpus.plain(Message_ID=f"<{number}@b.cd>"))
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            smtp.sendmail("a@b.cd", ["postmaster@elsewhere.test"], corpus.plain())
    rows = InboundEmail.objects.order_by("pk")
    assert [row.mailbox for row in rows] == [mailbox, sales, mailbox]
    assert rows[2].envelope_to == [f"Postmaster@{settings.SITE_HOST}"]


def test_a_message_that_is_too_large_is_refused_with_552(listener):
    with client(listener) as smtp, pytest.raises(smtplib.SMTPResponseException) as refused:
        smtp.sendmail("a@b.cd", ["support@example.com"], b"Subject: x\n\n" + b"x" * 60 * 4000)
    assert refused.value.smtp_code == 552
    assert not InboundEmail.objects.exists()


def test_very_long_lines_and_eight_bit_are_taken(listener):
    raw = b"From: a@b.cd\r\nSubject: long\r\n\r\n" + "ü".encode() * 20_000
    with client(listener) as smtp:
        smtp.sendmail("a@b.cd", ["support@example.com"], raw)
    assert bytes(InboundEmail.objects.get().raw).strip() == raw


def test_lines_that_begin_with_a_dot_arrive_unchanged(listener):
    with client(listener) as smtp:
        smtp.sendmail("a@b.cd", ["support@example.com"], b"Subject: x\r\n\r\n.hidden\r\n..\r\nend")
    assert bytes(InboundEmail.objects.get().raw).endswith(b"\r\n.hidden\r\n..\r\nend\r\n")


def test_five_deliveries_are_one_row(listener):
    def deliver() -> None:
        with client(listener) as smtp:
            smtp.sendmail("ann@example.net", ["support@example.com"], corpus.plain())

    threads = [threading.Thread(target=deliver) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert InboundEmail.objects.count() == 1


def test_a_database_that_is_down_means_try_again(listener, monkeypatch):
    from django.db import OperationalError

    def away(*args: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr("mail.smtp.store", away)
    with client(listener) as smtp, pytest.raises(smtplib.SMTPDataError) as refused:
        smtp.sendmail("ann@example.net", ["support@example.com"], corpus.plain())
    assert refused.value.smtp_code == 451


def run_command(process_env: dict[str, str], *args: str, raw: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "manage.py", *args]
    return subprocess.run(
        command, input=raw, env=process_env, cwd=settings.BASE_DIR, capture_output=True, timeout=60, check=False
    )


def test_receive_mail_takes_a_message_from_standard_input(process_env, mailbox):
    done = run_command(process_env, "receive_mail", "--to", "support+1.x@example.com", raw=corpus.plain())
    assert done.returncode == 0, done.stderr
    row = InboundEmail.objects.get()
    assert (row.source, row.envelope_to, bytes(row.raw)) == ("pipe", ["support+1.x@example.com"], corpus.plain())


def test_receive_mail_asks_to_try_again_when_the_database_is_down(process_env):
    env = {**process_env, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    done = run_command(env, "receive_mail", raw=corpus.plain())
    assert done.returncode == 75
    assert b"Traceback" not in done.stderr


def test_receive_mail_refuses_an_empty_input(process_env):
    assert run_command(process_env, "receive_mail", raw=b"\n").returncode == 65


def test_receive_mail_never_has_a_message_returned_for_a_fault_of_ours(process_env):
    env = {name: value for name, value in process_env.items() if name not in {"SECRET_KEY", "DEBUG", "DEMO"}}
    assert run_command(env, "receive_mail", raw=corpus.plain()).returncode == 75
    with pytest.raises(SystemExit) as usage:
        receive_mail.Command().run_from_argv(["manage.py", "receive_mail", "--nonsense"])
    assert usage.value.code == 64
    with pytest.raises(SystemExit) as failed:  # standard input is closed
        receive_mail.Command().run_from_argv(["manage.py", "receive_mail", "--skip-checks"])
    assert failed.value.code == 75
