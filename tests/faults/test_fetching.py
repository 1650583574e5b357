"""Two hundred mails that lie at a provider, while workers and its server are killed: each is once in the ledger, on one ticket.

`make soak` fetches 20,000 (KILLED_MAILS).
"""

import os
import random
import time
from collections.abc import Iterator

import pytest

from helpdesk import clock
from helpdesk.celery import app
from helpdesk.embedded.processes import kill_session
from mail.fetching.keeping import connect_imap
from mail.imap_models import Begin, FetchedMail, ImapAccount
from mail.models import InboundEmail
from tests.faults.house import House, mail_from_ann
from tests.mail.imap_server import PASSWORD, USER, ImapServer
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db(transaction=True)

MAILS = int(os.environ.get("KILLED_MAILS", "200"))
KILLS = max(2, MAILS // 1000)
SECONDS = 120 + MAILS / 5


@pytest.fixture
def provider() -> Iterator[ImapServer]:
    server = ImapServer()
    for number in range(MAILS):
        mail = mail_from_ann(f"mail {number}")
        mail.replace_header("From", f"writer{number}@example.net")
        server.deliver(mail.as_bytes())
    yield server
    server.stop()


def test_workers_and_the_server_killed_at_random_lose_and_double_nothing(
    house: House, provider, mailbox, admin
) -> None:
    words = {"host": "127.0.0.1", "port": provider.port, "security": "none", "user": USER, "password": PASSWORD}
    connect_imap(mailbox, actor=admin, begin=Begin.ALL, **words)
    chance = random.Random(MAILS)
    worker = house.worker(concurrency=2)

    deadline = time.monotonic() + SECONDS
    for kill in range(KILLS):
        fetch_until(MAILS * kill // KILLS + chance.randrange(1, MAILS // KILLS), house, deadline)
        provider.kill()
        kill_session(worker)
        worker.wait(10)
        provider.start()
        house.let_claims_run_out()
        worker = house.worker(concurrency=2)
    fetch_until(MAILS, house, deadline)
    while Message.objects.count() < MAILS:
        assert time.monotonic() < deadline, f"{Message.objects.count()} of {MAILS} mails are messages"
        house.send_sweepers()
        time.sleep(0.1)

    rows = InboundEmail.objects.values_list("message_id", "state", "ticket")
    assert sorted(row[0] for row in rows) == sorted(f"mail-{number}@example.net" for number in range(MAILS))
    assert {row[1] for row in rows} == {"created"}
    assert len({row[2] for row in rows}) == MAILS == Ticket.objects.count() == Message.objects.count()
    assert FetchedMail.objects.count() == MAILS


def fetch_until(count: int, house: House, deadline: float) -> None:
    """Until so many mails are in the ledger; meanwhile beat comes by, and nobody waits for the next minute."""
    while (done := InboundEmail.objects.count()) < count:
        assert time.monotonic() < deadline, f"{done} of {count} mails were fetched"
        ImapAccount.objects.filter(claimed_until=None).update(due_at=clock.now())
        ImapAccount.objects.filter(claimed_until__lt=clock.now()).update(due_at=clock.now())
        app.send_task("mail.tasks.fetch_mail", queue="slow")
        time.sleep(0.1)
