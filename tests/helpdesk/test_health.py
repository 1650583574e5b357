"""What the probes say."""

import socket
from contextlib import closing
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.db import connection
from django.db.models.functions import Now

from helpdesk import health, heartbeat
from helpdesk.embedded.ports import free_port
from helpdesk.models import Heartbeat
from helpdesk.tasks import heartbeat as heartbeat_task

# The database is asked in a thread of its own, which sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def smtp_listener(settings):
    settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", free_port()
    controller = Controller(Sink(), hostname=settings.SMTP_HOST, port=settings.SMTP_PORT)
    controller.start()
    yield
    controller.stop()


@pytest.fixture
def everything_lives(smtp_listener):
    for name in (heartbeat.WORKER, heartbeat.BEAT, heartbeat.TASKS):
        heartbeat.beat(name)


def silence(name: str, seconds: int) -> None:
    Heartbeat.objects.filter(name=name).update(at=Now() - timedelta(seconds=seconds))


def test_healthz_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz/").content == b"ok"


def test_readyz_is_200_when_every_part_is_ok(client, everything_lives):
    response = client.get("/readyz/")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "redis": "ok", "worker": "ok", "beat": "ok", "smtp": "ok"}


@pytest.mark.parametrize(("dead", "alive"), [("worker", "beat"), ("beat", "worker")])
def test_a_silent_process_is_named_and_the_other_is_not(client, everything_lives, dead, alive):
    silence(dead, 40)

    response = client.get("/readyz/")

    assert response.status_code == 503
    assert response.json()[dead] == "has given no sign of life for 40 s"
    assert response.json()[alive] == "ok"


def test_a_worker_that_takes_no_tasks_is_not_ok(client, everything_lives):
    silence(heartbeat.TASKS, 200)

    assert "has done no task for 200 s" in client.get("/readyz/").json()["worker"]


def test_the_task_that_beat_sends_leaves_its_sign(client, everything_lives):
    silence(heartbeat.TASKS, 200)

    heartbeat_task()

    assert client.get("/readyz/").status_code == 200


def test_processes_that_never_ran_are_said_to_be_starting(client, smtp_listener):
    assert client.get("/readyz/").json()["beat"] == "has not started yet"


def test_a_listener_that_does_not_greet_is_not_ok(client, settings, everything_lives):
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        settings.SMTP_PORT = silent.getsockname()[1]

        response = client.get("/readyz/")

    assert response.status_code == 503
    assert response.json()["smtp"].startswith("does not greet at 127.0.0.1:")


def test_a_database_that_hangs_is_not_waited_for(client, smtp_listener, monkeypatch):
    monkeypatch.setattr(health, "DATABASE_SECONDS", 0.2)
    with connection.cursor() as cursor:
        monkeypatch.setattr(health, "database_state", lambda: cursor.execute("SELECT pg_sleep(1)") or "ok")

        response = client.get("/readyz/")

    assert response.status_code == 503
    assert response.json()["database"] == "does not answer within 0.2 s"


def test_a_dead_redis_is_named(client, everything_lives, redis_server):
    redis_server.kill()
    try:
        state = client.get("/readyz/").json()
    finally:
        redis_server.restart()

    assert state["redis"].startswith("does not answer: ")
    assert state["database"] == "ok"
