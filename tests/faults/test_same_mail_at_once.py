"""A mail that is delivered again and again, also at the same moment, is one message on one ticket."""

import threading
from email.message import EmailMessage

import pytest

from mail.models import InboundEmail
from tests.faults.house import House, mail_from_ann
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db(transaction=True)


def test_five_deliveries_at_once_to_two_workers_are_one_message(house: House) -> None:
    house.listener()
    house.worker()
    house.worker()

    deliver_at_once(house, mail_from_ann("five at once"))
    house.settle()

    ticket = Ticket.objects.get()
    assert Message.objects.get().ticket == ticket

    answer = mail_from_ann("Re: five at once", "One thing more.", In_Reply_To="<five-at-once@example.net>")
    deliver_at_once(house, answer)
    house.settle()

    assert Ticket.objects.get() == ticket
    assert Message.objects.filter(ticket=ticket, from_staff=False).count() == 2
    assert InboundEmail.objects.count() == 2


def deliver_at_once(house: House, mail: EmailMessage, times: int = 5) -> None:
    barrier = threading.Barrier(times)

    def deliver() -> None:
        barrier.wait()
        house.deliver(mail)

    threads = [threading.Thread(target=deliver) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
