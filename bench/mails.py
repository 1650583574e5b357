"""How fast mails come in: over real SMTP into the ledger, then parsed and made tickets by one real worker."""

import smtplib
import statistics
import threading
import time
from collections.abc import Sequence
from email.message import EmailMessage

from django.db import connection

from bench.machine import HOST, cpu_seconds, smtp, worker
from bench.meter import Statements
from bench.report import Result
from mail.models import UNPROCESSED, InboundEmail, InboundState, Mailbox
from mail.processing import process_batch
from mail.receiving import store

CONNECTIONS = 4
LEDGER_CONNECTIONS = 20
LEDGER_MAILS = 1_020
LEDGER_BYTES = 10_000
LONGEST_SECONDS = 120
ATTACHMENT_EVERY = 10
SENTENCES = (
    "Since this morning the export of our time sheets ends with an error.",
    "We tried it in two browsers and with another account, and it is the same everywhere.",
    "Could you please have a look before the end of the month, since our payroll depends on it?",
    "The file that it makes is empty, and the page says that something went wrong.",
)


class NotProcessed(Exception):
    """The worker did not get through the mails in time."""


def measure(environment: dict[str, str], result: Result, *, how_many: int) -> None:
    """Fills in mails a second and statements a mail."""
    address = Mailbox.objects.get(is_default=True).address
    result.statements_a_mail = statements_a_mail([ordinary_mail(f"count-{n}", address) for n in range(12)], address)
    mails = [ordinary_mail(f"rate-{number}", address).as_bytes() for number in range(how_many)]
    with smtp(environment), worker(environment) as working:
        deliver([ordinary_mail(f"warm-{number}", address).as_bytes() for number in range(20)], environment, address)
        wait_until_processed("warm-", 20)
        used, started = cpu_seconds(working.pid), time.monotonic()
        deliver(mails, environment, address)
        stored = time.monotonic()
        wait_until_processed("rate-", how_many)
        ended = time.monotonic()
        result.worker_cpu_ms_a_mail = (cpu_seconds(working.pid) - used) * 1000 / how_many
    result.mails_a_second = how_many / (ended - started)
    result.mails_a_second_by_smtp = how_many / (stored - started)
    opened = InboundEmail.objects.filter(message_id__startswith="rate-", state=InboundState.CREATED)
    result.proofs["every mail opened a ticket of its own"] = (
        opened.values("ticket").distinct().count() == how_many == opened.count()
    )
    result.ledger_mails_a_second = into_the_ledger(environment, address)


def into_the_ledger(environment: dict[str, str], address: str) -> float:
    """Mails of 10 KB a second, from the first connection to the last 250; no worker takes any."""
    mails = [large_mail(f"ledger-{number}", address).as_bytes() for number in range(LEDGER_MAILS)]
    with smtp(environment):
        deliver(mails[:LEDGER_CONNECTIONS], environment, address)
        started = time.monotonic()
        deliver(mails[LEDGER_CONNECTIONS:], environment, address, connections=LEDGER_CONNECTIONS)
        return (LEDGER_MAILS - LEDGER_CONNECTIONS) / (time.monotonic() - started)


def statements_a_mail(mails: Sequence[EmailMessage], address: str) -> int:
    """The median from the ledger to the committed ticket with its acknowledgement in the outbox, in this process."""
    counts = []
    for mail in mails:
        statements = Statements()
        with connection.execute_wrapper(statements):
            store(mail.as_bytes(), mail["From"], [address], "smtp")
            process_batch(limit=1)
        counts.append(statements.count)
    return round(statistics.median(counts[2:]))


def ordinary_mail(name: str, address: str) -> EmailMessage:
    """Text and HTML; one in ten with a small file. Every other writer is new to us."""
    number = int(name.rpartition("-")[2])
    mail = EmailMessage()
    mail["From"] = f"Writer {number} <{name if number % 2 else f'regular-{number % 40}'}@customers.example.net>"
    mail["To"] = address
    mail["Subject"] = f"The export of time sheets fails ({number})"
    mail["Message-ID"] = f"<{name}@customers.example.net>"
    mail["Date"] = "Mon, 02 Nov 2026 09:30:00 +0000"
    body = "\n\n".join(["Hello,", *SENTENCES, f"Kind regards\nWriter {number}"])
    mail.set_content(body)
    mail.add_alternative("".join(f"<p>{part}</p>" for part in body.split("\n\n")), subtype="html")
    if number % ATTACHMENT_EVERY == 0:
        mail.add_attachment(b"date;hours\n" * 2000, maintype="text", subtype="csv", filename="hours.csv")
    return mail


def large_mail(name: str, address: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "writer@customers.example.net", address, "A long story"
    mail["Message-ID"] = f"<{name}@customers.example.net>"
    line = "".join(f"{sentence}\n" for sentence in SENTENCES)
    mail.set_content(line * (LEDGER_BYTES // len(line) + 1))
    return mail


def deliver(
    mails: Sequence[bytes], environment: dict[str, str], address: str, *, connections: int = CONNECTIONS
) -> None:
    """Over several connections at once, each kept for all its mails; returns when every mail was answered with 250."""
    threads = [
        threading.Thread(target=deliver_one_by_one, args=(mails[start::connections], environment, address))
        for start in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def deliver_one_by_one(mails: Sequence[bytes], environment: dict[str, str], address: str) -> None:
    with smtplib.SMTP(HOST, int(environment["SMTP_PORT"]), timeout=30) as server:
        for mail in mails:
            server.sendmail("writer@customers.example.net", [address], mail)


def wait_until_processed(prefix: str, how_many: int) -> None:
    """Raises NotProcessed after LONGEST_SECONDS."""
    deadline = time.monotonic() + LONGEST_SECONDS
    done = InboundEmail.objects.filter(message_id__startswith=prefix).exclude(state__in=UNPROCESSED)
    while (number := done.count()) < how_many:
        if time.monotonic() > deadline:
            raise NotProcessed(f"{number} of {how_many} mails after {LONGEST_SECONDS} s")
        time.sleep(0.1)
