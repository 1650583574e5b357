"""Telling a worker, after commit, that there is work.

Only a hint: what is to be done is a row, and a sweeper finds the rows whose nudge was lost. So it never raises and never
holds up a page for longer than 100 ms; after a failure the broker is left alone for 5 s.
"""

import logging
import threading
from typing import Any

from celery import Task, current_app
from kombu import Producer
from kombu.exceptions import OperationalError
from redis import RedisError

from helpdesk.pause import Pause

# So long at most one nudge stands for all: those of `nudge_once` that come before their task has begun.
SECONDS_TO_BEGIN = 2
# After that a sweeper has come by anyway: what piled up while no worker ran is thrown away, not worked off.
SECONDS_OF_USE = 10
SECONDS_TO_CONNECT = 0.05
SECONDS_TO_ANSWER = 0.04
OPTIONS = {
    "socket_connect_timeout": SECONDS_TO_CONNECT,
    "socket_timeout": SECONDS_TO_ANSWER,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
}

logger = logging.getLogger(__name__)
pause = Pause(5)
per_thread = threading.local()


def nudge(task: Task, *args: Any) -> None:
    """To be called from `transaction.on_commit`."""
    if pause.is_on():
        return
    try:
        task.apply_async(args, producer=producer(), retry=False, expires=SECONDS_OF_USE)
    except (OperationalError, RedisError, OSError) as problem:
        _leave_alone(task, problem)


def nudge_once(task: Task) -> None:
    """The same, unless a nudge waits already; the task calls `begun` first of all, and so finds every row of who relied on it."""
    if pause.is_on():
        return
    try:
        is_first = producer().channel.client.set(_waiting(task), 1, nx=True, ex=SECONDS_TO_BEGIN)
    except (OperationalError, RedisError, OSError) as problem:
        _leave_alone(task, problem)
        return
    if is_first:
        nudge(task)


def begun(task: Task) -> None:
    """From here on another nudge is wanted."""
    if pause.is_on():
        return
    try:
        producer().channel.client.delete(_waiting(task))
    except (OperationalError, RedisError, OSError) as problem:
        _leave_alone(task, problem)


def _waiting(task: Task) -> str:
    return f"helpdesk:nudged:{task.name}"


def _leave_alone(task: Task, problem: Exception) -> None:
    pause.begin()
    forget_producer()
    logger.warning("No nudge for %s, and none for %s s: %s", task.name, pause.seconds, problem)


def producer() -> Producer:
    """One connection per thread, with short time limits that a worker's own connection could not live with."""
    if not hasattr(per_thread, "producer"):
        options = current_app.conf.broker_transport_options | OPTIONS
        connection = current_app.connection_for_write(transport_options=options)
        per_thread.producer = Producer(connection.default_channel)
    return per_thread.producer


def forget_producer() -> None:
    if hasattr(per_thread, "producer"):
        connection = per_thread.producer.channel.connection.client
        del per_thread.producer
        connection.release()
