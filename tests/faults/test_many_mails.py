"""Two hundred mails through the whole house while workers are killed at random: each is once in the ledger, on one ticket.

`make soak` sends 20,000 (KILLED_MAILS), and 50,000 to workers that nobody kills, whose memory has to stay what it was
(STEADY_MAILS).
"""

import contextlib
import os
import random
import smtplib
import threading
import time
from pathlib import Path

import pytest

from helpdesk.embedded.processes import kill_session
from mail.models import InboundEmail
from outbox.models import OutboundEmail
from tests.faults.house import HOST, House, mail_from_ann
from tickets.models import Event, Message, Ticket

pytestmark = pytest.mark.django_db(transaction=True)

MAILS = int(os.environ.get("KILLED_MAILS", "200"))
STEADY = int(os.environ.get("STEADY_MAILS", "0"))
GROWTH = 1.15  # of the memory after the first fifth of the mails
EVERY = 5  # one in so many answers the mail before it
KILLS = max(3, MAILS // 500)
WORKERS = 2
SECONDS = 120 + MAILS / 5


def test_workers_killed_at_random_lose_and_double_nothing(house: House) -> None:
    house.listener()
    chance = random.Random(MAILS)
    workers = [house.worker() for _number in range(WORKERS)]
    postman = threading.Thread(target=deliver_all, args=(house, MAILS))
    postman.start()

    deadline = time.monotonic() + SECONDS
    for kill in range(KILLS):
        wait_until_read(house, MAILS * (kill + 1) // (KILLS + 1), deadline)
        chosen = chance.randrange(WORKERS)
        kill_session(workers[chosen])
        workers[chosen].wait(10)
        house.let_claims_run_out()
        workers[chosen] = house.worker()
    postman.join()
    wait_until_read(house, MAILS, deadline)
    while not house.is_settled():
        assert time.monotonic() < deadline, "not all mails have left"

    rows = InboundEmail.objects.values_list("message_id", "state", "ticket_message", "ticket")
    assert sorted(row[0] for row in rows) == sorted(message_id(number) for number in range(MAILS))
    assert {row[1] for row in rows} <= {"created", "appended"}
    assert len({row[2] for row in rows}) == MAILS == Message.objects.count()
    assert {row[3] for row in rows} == set(Ticket.objects.values_list("pk", flat=True))
    assert Event.objects.filter(kind="ticket.opened").count() == Ticket.objects.count() == OutboundEmail.objects.count()
    assert set(house.outside.times_received()) == set(OutboundEmail.objects.values_list("message_id", flat=True))


@pytest.mark.skipif(not STEADY, reason="a part of `make soak`: STEADY_MAILS says how many")
def test_the_memory_of_a_worker_stays_what_it_was(house: House) -> None:
    house.listener()
    worker = house.worker()
    deadline = time.monotonic() + 120 + STEADY / 5
    postman = threading.Thread(target=deliver_all, args=(house, STEADY))
    postman.start()
    sizes = []
    for fifth in range(1, 6):
        wait_until_read(house, STEADY * fifth // 5, deadline)
        sizes.append(memory_of_session(worker.pid))
        house.outside.received.clear()  # this process remembers them all
    postman.join()

    print(f"Megabytes after each fifth of {STEADY:,} mails: {[round(size / 2**20) for size in sizes]}")  # noqa: T201
    assert Message.objects.count() == STEADY
    assert max(sizes) < sizes[0] * GROWTH


def memory_of_session(leader: int) -> int:
    """Bytes that its processes have to themselves: what forks share is counted once, with whom it belongs to."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            if os.getsid(int(process.name)) == leader:
                lines = (process / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total


def deliver_all(house: House, count: int) -> None:
    with smtplib.SMTP(HOST, house.smtp_port, timeout=30) as server:
        for number in range(count):
            answers = number - 1 if number % EVERY == EVERY - 1 else None
            who = f"writer{number if answers is None else answers}@example.net"
            mail = mail_from_ann(f"mail {number}")
            mail.replace_header("From", who)
            if answers is not None:
                mail["In-Reply-To"] = f"<{message_id(answers)}>"
            server.send_message(mail, who, ["support@example.com"])


def message_id(number: int) -> str:
    return f"mail-{number}@example.net"


def wait_until_read(house: House, count: int, deadline: float) -> None:
    """Until so many mails have become messages; meanwhile beat's sweepers come by."""
    rounds = 0
    while (done := Message.objects.count()) < count:
        assert time.monotonic() < deadline, f"{done} of {count} mails are messages"
        rounds += 1
        if rounds % 10 == 0:
            house.send_sweepers()
        time.sleep(0.05)
