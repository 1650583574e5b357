"""Live updates: hints that something changed, from whoever committed to the browsers that look.

A hint has no row. Whoever misses one (Redis down, a slow stream) is told to catch up by `event: hello`. Who may hear what is
decided above (tickets/live.py); here there are only names of channels.
"""

import asyncio
import contextlib
import json
import logging
import random
import signal
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

import redis
import redis.asyncio
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from helpdesk.pause import Pause

PAUSE_SECONDS = 5
TIMEOUT_SECONDS = 0.05  # each of connecting and publishing
HEARTBEAT_SECONDS = 15
LIFE_SECONDS = 600  # then the browser comes again, and its right to listen is looked at afresh
MOST_WAITING = 100
MOST_STREAMS_OF_ONE = 30
HELLO = "event: hello\ndata: {}\n\n"

logger = logging.getLogger(__name__)
_pause = Pause(PAUSE_SECONDS)


@dataclass(frozen=True, slots=True)
class Hint:
    """`data` goes to every stream that listens on one of `channels`, once; `event` is what it is about."""

    channels: tuple[str, ...]
    data: dict[str, Any]
    event: str = "ticket"


def publish(hints: Iterable[Hint]) -> bool:
    """Tell all processes; False when Redis did not take it. Takes 100 ms at most and never raises."""
    if _pause.is_on():
        return False
    try:
        _publisher(settings.REDIS_URL).publish(_topic(), json.dumps([asdict(hint) for hint in hints]))
    except (redis.RedisError, OSError) as problem:
        _pause.begin()
        logger.warning("No live updates for %s s: %s", PAUSE_SECONDS, problem)
        return False
    return True


@cache
def _publisher(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=TIMEOUT_SECONDS,
        socket_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
        lib_name=None,
        lib_version=None,
    )


def _topic() -> str:
    """Redis's pub/sub spans its databases; ours does not."""
    return f"helpdesk:live:{urlsplit(settings.REDIS_URL).path.strip('/') or 0}"


class TooManyStreams(Exception):
    """One person holds as many streams of this process as anybody may."""


class Stream:
    """What one browser has still to be told. None in the queue ends it."""

    def __init__(self, owner: int) -> None:
        self.owner = owner
        self.waiting: asyncio.Queue[str | None] = asyncio.Queue(MOST_WAITING)

    def put(self, text: str | None) -> None:
        """A browser that takes nothing for long loses the single hints, and catches up."""
        try:
            self.waiting.put_nowait(text)
        except asyncio.QueueFull:
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(HELLO if text is not None else None)


class Hub:
    """All streams of one event loop, fed by one Redis subscription that lives while there are any."""

    def __init__(self) -> None:
        self.streams: dict[Stream, tuple[str, ...]] = {}
        self.listeners: dict[str, set[Stream]] = defaultdict(set)
        self.listening: asyncio.Task[None] | None = None
        self.is_connected = False
        self.is_ending = False
        # For whoever opens a stream and first needs the database.
        self.admission = asyncio.Semaphore(4)

    async def listen(self, owner: int, channels: Iterable[str]) -> AsyncIterator[str]:
        """The server-sent events of a new stream, until its life, its client or this process ends.

        Raises TooManyStreams.
        """
        if sum(stream.owner == owner for stream in self.streams) >= MOST_STREAMS_OF_ONE:
            raise TooManyStreams
        stream = Stream(owner)
        self._add(stream, tuple(channels))
        try:
            async for text in self._texts(stream):
                yield text
        finally:
            self._remove(stream)

    async def _texts(self, stream: Stream) -> AsyncIterator[str]:
        loop = asyncio.get_running_loop()
        end = loop.time() + LIFE_SECONDS * random.uniform(0.9, 1.1)
        yield f"retry: {random.randint(1000, 3000)}\n\n"  # after a restart they do not come back all at once
        while (left := end - loop.time()) > 0 and not self.is_ending:
            try:
                async with asyncio.timeout(min(HEARTBEAT_SECONDS, left)):
                    text = await stream.waiting.get()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if text is None:
                return
            yield text

    def _add(self, stream: Stream, channels: tuple[str, ...]) -> None:
        self.streams[stream] = channels
        for channel in channels:
            self.listeners[channel].add(stream)
        if self.is_connected:
            stream.put(HELLO)
        if self.listening is None:
            self.listening = asyncio.create_task(self._subscribe_for_ever())

    def _remove(self, stream: Stream) -> None:
        for channel in self.streams.pop(stream):
            self.listeners[channel].discard(stream)
            if not self.listeners[channel]:
                del self.listeners[channel]
        if not self.streams and self.listening is not None:
            self.listening.cancel()
            self.listening = None
            self.is_connected = False

    def end(self) -> None:
        """Let every stream end now; the browsers come back to another process, or to this one's successor."""
        self.is_ending = True
        for stream in self.streams:
            stream.put(None)

    async def _subscribe_for_ever(self) -> None:
        wait = 0.1
        while True:
            try:
                async with self._subscription() as subscription:
                    wait = 0.1
                    self.is_connected = True
                    self._tell(self.streams, HELLO)
                    while True:
                        message = await subscription.get_message(ignore_subscribe_messages=True, timeout=10)
                        if message is not None:
                            self._dispatch(message["data"])
            except (redis.RedisError, OSError) as problem:
                logger.warning("Live updates wait for Redis: %s", problem)
            finally:
                self.is_connected = False
            await asyncio.sleep(wait)
            wait = min(2.0, wait * 2)

    @contextlib.asynccontextmanager
    async def _subscription(self) -> AsyncIterator[redis.asyncio.client.PubSub]:
        """Subscribed for certain: Redis has confirmed it. A silent connection is tried every 10 s."""
        client = redis.asyncio.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=2, health_check_interval=10, retry=Retry(NoBackoff(), 0)
        )
        async with client, client.pubsub() as subscription:
            await subscription.subscribe(_topic())
            if await subscription.get_message(timeout=5) is None:
                raise redis.TimeoutError("The subscription was not confirmed.")
            yield subscription

    def _dispatch(self, payload: bytes) -> None:
        for hint in json.loads(payload):
            text = f"event: {hint.get('event', 'ticket')}\ndata: {json.dumps(hint['data'])}\n\n"
            hearing: set[Stream] = set()
            for channel in hint["channels"]:
                hearing |= self.listeners.get(channel, set())
            self._tell(hearing, text)

    def _tell(self, streams: Iterable[Stream], text: str) -> None:
        for stream in streams:
            stream.put(text)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running event loop: one per process, as a web process has one loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        for closed in [other for other in _hubs if other.is_closed()]:
            del _hubs[closed]
        _hubs[loop] = Hub()
        _end_on_term(loop, _hubs[loop].end)
    return _hubs[loop]


def _end_on_term(loop: asyncio.AbstractEventLoop, end: Callable[[], None]) -> None:
    """Before the server's own handlers, which wait for open answers: streams would keep them waiting."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        server_handler = signal.getsignal(number)
        if callable(server_handler):
            signal.signal(number, partial(_end_first, loop, end, server_handler))


def _end_first(
    loop: asyncio.AbstractEventLoop, end: Callable[[], None], server_handler: Callable[..., Any], *of_signal: Any
) -> None:
    loop.call_soon_threadsafe(end)
    server_handler(*of_signal)
