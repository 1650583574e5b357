"""A real process is killed (kill -9) at every named place; afterwards nothing is lost and nothing happened twice."""

import signal
import subprocess
from collections.abc import Callable

import pytest

from helpdesk.embedded.processes import kill_session
from helpdesk.faults import FAULT_POINTS
from mail.models import InboundEmail, InboundState
from outbox.models import OutboundEmail
from tests.faults.house import House, mail_from_ann
from tickets.models import Event, Message, Ticket

pytestmark = pytest.mark.django_db(transaction=True)

AT_THE_LISTENER = ("after_ledger",)
AT_THE_WORKER = tuple(point for point in FAULT_POINTS if point not in AT_THE_LISTENER)
# Between the server's 250 and our commit: SMTP cannot tell that the first one arrived.
MAY_SEND_TWICE = ("after_send",)


@pytest.mark.parametrize("point", AT_THE_LISTENER)
def test_a_listener_killed_here_loses_no_mail(house: House, point: str, record_property: Callable) -> None:
    listener = house.listener(fault=point)
    mail = mail_from_ann(f"killed {point}")

    acknowledged = house.hand_over(mail)
    died_here(listener.wait(10) == -signal.SIGKILL, point, record_property)
    house.listener()
    house.deliver(mail)
    house.worker()
    house.settle()

    assert not acknowledged
    assert_one_conversation(house, may_send_twice=False)


@pytest.mark.parametrize("point", AT_THE_WORKER)
def test_a_worker_killed_here_loses_no_mail(house: House, point: str, record_property: Callable) -> None:
    house.listener()
    worker = house.worker(fault=point)

    house.deliver(mail_from_ann(f"killed {point}"))
    house.wait_until_killed(point)
    died_here(worker.poll() is None, point, record_property)  # its parent lives: only the child was killed, by itself
    kill(worker)
    house.let_claims_run_out()
    house.worker()
    house.settle()

    assert_one_conversation(house, may_send_twice=point in MAY_SEND_TWICE)


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
def test_a_worker_killed_amid_mails_taken_together_loses_none(
    house: House, point: str, record_property: Callable
) -> None:
    house.listener()
    for number in range(3):
        house.deliver(mail_from_ann(f"together {number}"))

    worker = house.worker(fault=point)
    house.wait_until_killed(point)
    died_here(worker.poll() is None, point, record_property)
    kill(worker)
    house.let_claims_run_out()
    house.worker()
    house.settle()

    assert list(InboundEmail.objects.values_list("state", flat=True)) == [InboundState.CREATED] * 3
    assert Ticket.objects.count() == Message.objects.count() == Event.objects.count() == 3
    assert sorted(house.outside.times_received().values()) == [1, 1, 1]


def died_here(killed: bool, point: str, record_property: Callable) -> None:
    assert killed, f"the process passed {point} alive"
    record_property("fault_point", point)


def kill(worker: subprocess.Popen[bytes]) -> None:
    kill_session(worker)
    worker.wait(10)


def assert_one_conversation(house: House, *, may_send_twice: bool) -> None:
    """One mail, one ticket, one message, and an acknowledgement that arrived (once)."""
    assert list(InboundEmail.objects.values_list("state", flat=True)) == [InboundState.CREATED]
    ticket = Ticket.objects.get()
    assert Message.objects.filter(ticket=ticket).count() == 1
    assert list(Event.objects.filter(ticket=ticket).values_list("seq", flat=True)) == list(
        range(1, ticket.event_seq + 1)
    )
    posted = OutboundEmail.objects.get()
    times = house.outside.times_received()
    assert set(times) == {posted.message_id}
    assert times[posted.message_id] in ((1, 2) if may_send_twice else (1,))
