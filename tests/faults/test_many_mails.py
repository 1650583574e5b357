"""Two hundred mails through the whole house while workers are killed at random: each is once in the ledger, on one ticket.

`make soak` sends 20,000 (KILLED_MAILS).
"""

import os
import random
import smtplib
import threading
import time

import pytest

from helpdesk.embedded.processes import kill_session
from mail.models import InboundEmail
from outbox.models import OutboundEmail
from tests.faults.house import HOST, House, mail_from_ann
from tickets.models import Event, Message, Ticket

pytestmark = pytest.mark.django_db(transaction=True)

MAILS = int(os.environ.get("KILLED_MAILS", "200"))
EVERY = 5  # one in so many answers the mail before it
KILLS = max(3, MAILS // 500)
WORKERS = 2
SECONDS = 120 + MAILS / 5


def test_workers_killed_at_random_lose_and_double_nothing(house: House) -> None:
    house.listener()
    chance = random.Random(MAILS)
    workers = [house.worker() for _number in range(WORKERS)]
    postman = threading.Thread(target=deliver_all, args=(house,))
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


def deliver_all(house: House) -> None:
    with smtplib.SMTP(HOST, house.smtp_port, timeout=30) as server:
        for number in range(MAILS):
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
