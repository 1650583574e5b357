"""Live updates: hints that something changed, from whoever committed to the browsers that look.

A hint has no row. Whoever may have missed one (Redis was away, a slow stream) is told to catch up by `event: hello`; a hint that
Redis lost is found a few seconds later by the process's lookout. Who may hear what is decided above (tickets/live.py); here
there are only names of channels.
"""

import asyncio
import contextlib
import json
import logging
import random
import signal
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol
from urllib.parse import urlsplit

import redis
import redis.asyncio
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import Error as AnyDatabaseError
from redis.backoff import NoBackoff
from redis.retry import Retry

from helpdesk import presence
from helpdesk.pause import Pause
from helpdesk.quick_redis import quick_redis

PAUSE_SECONDS = 5
HEARTBEAT_SECONDS = 15
LIFE_SECONDS = 600  # then the browser comes again, and its right to listen is looked at afresh
MOST_WAITING = 100
MOST_STREAMS_OF_ONE = 30
HELLO = "event: hello\ndata: {}\n\n"
# Said when nothing else was for a while: a browser that hears nothing for twice as long takes the connection for lost.
HERE = "event: here\ndata: {}\n\n"
# How long it takes at most until somebody who went without a word is missed; a change is looked for at once.
LOOK_SECONDS = 1
LOOK_SOON_SECONDS = 0.05
# Between two questions for events without a hint, one for all streams of a process: a lost hint comes after twice as long.
LOOK_OUT_SECONDS = 2

_PRESENCE = "presence"  # no stream listens on it, the processes do

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
        quick_redis(settings.REDIS_URL).publish(_topic(), _as_json(hints))
    except (redis.RedisError, OSError) as problem:
        _pause.begin()
        logger.warning("No live updates for %s s: %s", PAUSE_SECONDS, problem)
        return False
    return True


def _as_json(hints: Iterable[Hint]) -> str:
    return json.dumps([{"channels": hint.channels, "data": hint.data, "event": hint.event} for hint in hints])


def _topic() -> str:
    """Redis's pub/sub spans its databases; ours does not."""
    return f"helpdesk:live:{urlsplit(settings.REDIS_URL).path.strip('/') or 0}"


def look_who_is_there() -> None:
    """Somebody came, went or began to write: let all processes look."""
    publish([Hint((_PRESENCE,), {})])


class Lookout(Protocol):
    """Knows what should have been heard."""

    def heard(self, data: Mapping[str, Any]) -> None:
        """A hint with this data came."""

    def look(self) -> list[Hint]:
        """What did not come and should have. Called in a thread; leaves no database connection open."""


_make_lookout: list[Callable[[], Lookout]] = []


def look_out_with(make: Callable[[], Lookout]) -> None:
    """For the app that knows what happens (tickets/unheard.py); called once, when it is ready."""
    _make_lookout[:] = [make]


class TooManyStreams(Exception):
    """One person holds as many streams of this process as anybody may."""


class Stream:
    """What one browser has still to be told. None in the queue ends it."""

    def __init__(self, owner: int) -> None:
        self.owner = owner
        self.waiting: asyncio.Queue[str | None] = asyncio.Queue(MOST_WAITING)
        # It was told who is where, and no word of that is lost since.
        self.knows_who_is_there = False

    def put(self, text: str | None) -> None:
        """A browser that takes nothing for long loses the single hints, and catches up."""
        try:
            self.waiting.put_nowait(text)
        except asyncio.QueueFull:
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(HELLO if text is not None else None)
            self.knows_who_is_there = False


class Hub:
    """All streams of one event loop, fed by one Redis subscription that lives while there are any."""

    def __init__(self) -> None:
        self.streams: dict[Stream, tuple[str, ...]] = {}
        self.listeners: dict[str, set[Stream]] = defaultdict(set)
        self.listening: asyncio.Task[None] | None = None
        self.looking_out: asyncio.Task[None] | None = None
        self.lookout: Lookout | None = None
        self.is_connected = False
        self.is_ending = False
        self.whereabouts = presence.Whereabouts()
        self.look_at = 0.0
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
                yield HERE
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
            self._tell_who_is_there({})
        if self.listening is None:
            self.listening = asyncio.create_task(self._subscribe_for_ever())
            self.looking_out = asyncio.create_task(self._look_out())

    def _remove(self, stream: Stream) -> None:
        for channel in self.streams.pop(stream):
            self.listeners[channel].discard(stream)
            if not self.listeners[channel]:
                del self.listeners[channel]
        if not self.streams and self.listening is not None:
            self.listening.cancel()
            self.listening = None
            self.is_connected = False
            if self.looking_out is not None:
                self.looking_out.cancel()

    def end(self) -> None:
        """Let every stream end now; the browsers come back to another process, or to this one's successor."""
        self.is_ending = True
        for stream in self.streams:
            stream.put(None)

    async def _subscribe_for_ever(self) -> None:
        wait = 0.1
        while True:
            try:
                async with self._client() as client, self._subscription(client) as subscription:
                    wait = 0.1
                    self.is_connected = True
                    self._tell(self.streams, HELLO)
                    await self._follow(client, subscription)
            except (redis.RedisError, OSError) as problem:
                logger.warning("Live updates wait for Redis: %s", problem)
                # Nobody's name stays because nothing more is heard of them.
                self._tell_who_is_there(self.whereabouts.change(()))
            finally:
                self.is_connected = False
            await asyncio.sleep(wait)
            wait = min(2.0, wait * 2)

    async def _look_out(self) -> None:
        """Tell what Redis lost, also while it is away. A database that is away too is asked again."""
        self.lookout = lookout = _make_lookout[0]()
        look = sync_to_async(lookout.look, thread_sensitive=False)
        while True:
            try:
                for hint in await look():
                    self._tell_hint(hint.channels, hint.event, hint.data)
            except AnyDatabaseError as problem:
                logger.warning("Nobody looks for lost live updates: %s", problem)
            await asyncio.sleep(LOOK_OUT_SECONDS)

    async def _follow(self, client: redis.asyncio.Redis, subscription: redis.asyncio.client.PubSub) -> None:
        """Pass on what is published, and look again and again who is there."""
        loop = asyncio.get_running_loop()
        self.look_at = loop.time()
        while True:
            left = max(0.0, self.look_at - loop.time())
            message = await subscription.get_message(ignore_subscribe_messages=True, timeout=left)
            if message is not None:
                self._dispatch(message["data"])
            if loop.time() >= self.look_at:
                self.look_at = loop.time() + LOOK_SECONDS
                found = await presence.everybody_soon(client)
                self._tell_who_is_there(self.whereabouts.change(found))

    def _client(self) -> redis.asyncio.Redis:
        """A silent connection is tried every 10 s."""
        return redis.asyncio.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=2, health_check_interval=10, retry=Retry(NoBackoff(), 0)
        )

    @contextlib.asynccontextmanager
    async def _subscription(self, client: redis.asyncio.Redis) -> AsyncIterator[redis.asyncio.client.PubSub]:
        """Subscribed for certain: Redis has confirmed it."""
        async with client.pubsub() as subscription:
            await subscription.subscribe(_topic())
            if await subscription.get_message(timeout=5) is None:
                raise redis.TimeoutError("The subscription was not confirmed.")
            yield subscription

    def _dispatch(self, payload: bytes) -> None:
        for hint in json.loads(payload):
            if _PRESENCE in hint["channels"]:
                self.look_at = min(self.look_at, asyncio.get_running_loop().time() + LOOK_SOON_SECONDS)
                continue
            if self.lookout is not None:
                self.lookout.heard(hint["data"])
            self._tell_hint(hint["channels"], hint.get("event", "ticket"), hint["data"])

    def _tell_hint(self, channels: Iterable[str], event: str, data: Mapping[str, Any]) -> None:
        self._tell(self._hearing(channels), f"event: {event}\ndata: {json.dumps(data)}\n\n")

    def _tell_who_is_there(self, changed: Mapping[int, Iterable[str]]) -> None:
        """What changed to those who hear of it; everything to a stream that does not know it."""
        news: dict[Stream, list[int]] = defaultdict(list)
        for place, channels in changed.items():
            for stream in self._hearing(channels):
                news[stream].append(place)
        for stream, channels in self.streams.items():
            is_whole = not stream.knows_who_is_there
            if not is_whole and stream not in news:
                continue
            places = self.whereabouts.places if is_whole else news[stream]
            told = self.whereabouts.told(places, channels, stream.owner)
            if is_whole:
                told = [one for one in told if one["people"]]
            stream.knows_who_is_there = True
            stream.put(f"event: presence\ndata: {json.dumps({'is_whole': is_whole, 'tickets': told})}\n\n")

    def _hearing(self, channels: Iterable[str]) -> set[Stream]:
        return {stream for channel in channels for stream in self.listeners.get(channel, ())}

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
