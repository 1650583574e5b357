"""A worker dies while it sends a held reply: afterwards it was sent, once; and Redis may lose everything meanwhile."""

import pytest
from django.utils import timezone

from accounts.models import User
from helpdesk.celery import app
from helpdesk.embedded.processes import kill_session
from mail.models import Mailbox
from outbox.models import OutboundEmail
from tests.faults.house import House, eventually
from tickets.actions import Letter, hold
from tickets.models import Draft, Event, Message, Ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
def test_a_worker_killed_here_neither_loses_nor_repeats_a_held_reply(
    house: House, point: str, agent: User, ticket: Ticket, mailbox: Mailbox
) -> None:
    letter = Letter(html="<p>Unplug it.</p>", seen_seq=1, cc=[])
    hold(ticket, actor=agent, letter=letter, send_at=timezone.now())
    worker = house.worker(fault=point)

    eventually(lambda: was_killed(house), f"the worker is killed at {point}")
    kill_session(worker)
    worker.wait(10)
    house.worker()
    eventually(is_sent, "the held reply is sent")
    house.settle(claims_run_out=True)

    assert Message.objects.filter(ticket=ticket).count() == 2
    assert Event.objects.filter(ticket=ticket, kind="message.replied").count() == 1
    assert OutboundEmail.objects.filter(kind="reply").count() == 1
    assert not Draft.objects.exists()


def beat_comes_by() -> None:
    app.send_task("tickets.tasks.send_held", queue="default")


def was_killed(house: House) -> bool:
    beat_comes_by()
    return "SIGKILL" in house.worker_logs()


def is_sent() -> bool:
    beat_comes_by()
    return not Draft.objects.exists()
