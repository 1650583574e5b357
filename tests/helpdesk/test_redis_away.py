"""A dead Redis makes things slower, never wrong."""

import contextvars
import os
import signal
import time
from collections.abc import Callable

import pytest
import redis
from django.core.cache import cache, caches

from helpdesk import nudge as nudging
from helpdesk.nudge import begun, nudge, nudge_once
from helpdesk.tasks import heartbeat


@pytest.fixture
def hung_redis(redis_server, impatient):
    """Takes connections and answers nothing, the worst way to be dead."""
    os.kill(redis_server.process.pid, signal.SIGSTOP)
    yield redis_server
    os.kill(redis_server.process.pid, signal.SIGCONT)


@pytest.fixture
def dead_redis(redis_server):
    redis_server.kill()
    yield redis_server
    redis_server.restart()


def quickest(call: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """In milliseconds, of five attempts: a busy machine takes its time now and then."""
    took = []
    for _attempt in range(5):
        before()
        started = time.perf_counter()
        call()
        took.append((time.perf_counter() - started) * 1000)
    return min(took)


def end_pause() -> None:
    nudging.pause.until = float("-inf")


def queue_length(server) -> int:
    with redis.Redis.from_url(server.url) as client:
        return client.llen("default")


def test_a_nudge_puts_the_task_into_its_queue(redis_server):
    nudge(heartbeat)

    assert queue_length(redis_server) == 1


def test_after_a_flush_nudges_still_arrive(redis_server):
    nudge(heartbeat)
    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()

    nudge(heartbeat)

    assert queue_length(redis_server) == 1


def test_one_nudge_stands_for_all_until_its_task_begins(redis_server):
    for _ in range(3):
        nudge_once(heartbeat)
    assert queue_length(redis_server) == 1

    begun(heartbeat)
    nudge_once(heartbeat)

    assert queue_length(redis_server) == 2


def test_a_hung_redis_holds_a_nudge_up_for_100_ms_at_most_and_then_not_at_all(hung_redis):
    assert quickest(lambda: nudge(heartbeat), before=end_pause) < 100
    assert quickest(lambda: nudge(heartbeat)) < 5


def test_a_hung_redis_holds_neither_a_single_nudge_up_nor_the_task_that_begins(hung_redis):
    assert quickest(lambda: nudge_once(heartbeat), before=end_pause) < 200
    assert quickest(lambda: (nudge_once(heartbeat), begun(heartbeat))) < 10


def test_a_dead_redis_raises_nothing_and_nudges_go_on_when_it_is_back(redis_server):
    nudge(heartbeat)
    redis_server.kill()
    assert quickest(lambda: nudge(heartbeat), before=end_pause) < 100
    redis_server.restart()
    end_pause()

    nudge(heartbeat)

    assert queue_length(redis_server) == 1


def test_a_dead_redis_is_an_empty_cache(dead_redis):
    cache.set("name", "value")

    assert cache.get("name", "nothing") == "nothing"
    assert cache.get_many(["name"]) == {}
    assert cache.add("name", "value")
    assert not cache.delete("name")
    assert cache.get_or_set("name", lambda: "made") == "made"


def test_a_hung_redis_is_asked_once_in_5_seconds(hung_redis):
    cache.get("name")

    assert quickest(lambda: [cache.get("name") for _ in range(100)]) < 20


def test_a_page_asks_through_the_connections_that_are_there(redis_server):
    """Each request has a context of its own, and in it a cache of its own (django.utils.connection)."""
    cache.get("anything")
    with redis.Redis.from_url(redis_server.url) as server:
        before = server.info("stats")["total_connections_received"]
        for _request in range(3):
            contextvars.Context().run(lambda: caches["default"].get("anything"))
        assert server.info("stats")["total_connections_received"] == before
