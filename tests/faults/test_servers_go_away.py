"""Redis is wiped and PostgreSQL restarts in the middle of the work."""

import threading

import pytest
import redis
from django.db import connection

from mail.models import InboundEmail, InboundState
from outbox.models import OutboundEmail
from tests.faults.house import House, mail_from_ann
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_wiped_redis_loses_no_mail(house: House, redis_server) -> None:
    client = redis.Redis.from_url(redis_server.url)
    house.listener()

    for number in range(3):
        house.deliver(mail_from_ann(f"before the worker {number}"))
    client.flushall()
    house.worker()
    for number in range(6):
        house.deliver(mail_from_ann(f"under the worker {number}"))
        client.flushall()
    house.settle()

    assert_each_once(house, 9)


def test_a_restarted_postgresql_loses_no_mail(house: House, postgres_server) -> None:
    house.listener()
    house.worker()
    mails = [mail_from_ann(f"around the restart {number}") for number in range(8)]
    postman = threading.Thread(target=lambda: [house.deliver(mail) for mail in mails])

    postman.start()
    postgres_server.restart()
    connection.close()
    postman.join()
    house.settle(claims_run_out=True)

    assert_each_once(house, 8, may_send_twice=True)


def assert_each_once(house: House, number: int, *, may_send_twice: bool = False) -> None:
    assert list(InboundEmail.objects.values_list("state", flat=True)) == [InboundState.CREATED] * number
    assert Ticket.objects.count() == Message.objects.count() == number
    times = house.outside.times_received()
    assert set(times) == set(OutboundEmail.objects.values_list("message_id", flat=True))
    assert len(times) == number
    if not may_send_twice:
        assert set(times.values()) == {1}
