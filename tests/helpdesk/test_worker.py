"""A real worker: what is told to it through Redis is done, also after Redis lost everything."""

import signal
import time

import pytest
import redis

from helpdesk import heartbeat
from helpdesk.models import Heartbeat
from helpdesk.nudge import nudge
from helpdesk.tasks import heartbeat as heartbeat_task

pytestmark = pytest.mark.django_db(transaction=True)


def wait_for_row(name: str, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not Heartbeat.objects.filter(name=name).exists():
        assert time.monotonic() < deadline, f"no {name} after {seconds} s"
        time.sleep(0.05)


def test_tasks_sent_after_a_flush_reach_a_worker_that_was_there_before(celery_worker_process, redis_server):
    nudge(heartbeat_task)
    wait_for_row(heartbeat.TASKS)
    Heartbeat.objects.all().delete()
    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()

    nudge(heartbeat_task)

    wait_for_row(heartbeat.TASKS)


def test_a_worker_says_that_it_lives_without_a_task(celery_worker_process):
    wait_for_row(heartbeat.WORKER)


def test_a_worker_ends_when_asked(celery_worker_process):
    celery_worker_process.send_signal(signal.SIGTERM)

    assert celery_worker_process.wait(40) == 0
