"""Django's Redis cache, where a dead Redis is a miss: pages come slower, never not at all.

Nothing may depend on a cached value being there; what must not be lost is a row in PostgreSQL.
"""

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from helpdesk.pause import Pause

PAUSE_SECONDS = 5
Key = str | bytes | memoryview
logger = logging.getLogger(__name__)


class MissingClient(RedisCacheClient):
    """Answers each question as an empty cache would while Redis is dead."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, retry=Retry(NoBackoff(), 0), **options)
        self.pause = Pause(PAUSE_SECONDS)
        self.redis = super().get_client(write=True)

    def get_client(self, key: Any = None, *, write: bool = False) -> redis.Redis:
        """The one for all questions: to make one takes longer than to ask it."""
        return self.redis

    def attempt(self, call: Callable[..., Any], *args: Any, miss: Any) -> Any:
        if self.pause.is_on():
            return miss
        try:
            return call(*args)
        except (RedisError, OSError) as problem:
            logger.warning("The cache is left alone for %s s: %s", PAUSE_SECONDS, problem)
            self.pause.begin()
            return miss

    def add(self, key: Key, value: Any, timeout: Any) -> bool:
        return self.attempt(super().add, key, value, timeout, miss=True)

    def get(self, key: Key, default: Any) -> Any:
        return self.attempt(super().get, key, default, miss=default)

    def set(self, key: Key, value: Any, timeout: Any) -> None:
        self.attempt(super().set, key, value, timeout, miss=None)

    def touch(self, key: Key, timeout: Any) -> bool:
        return self.attempt(super().touch, key, timeout, miss=False)

    def delete(self, key: Key) -> bool:
        return self.attempt(super().delete, key, miss=False)

    def get_many(self, keys: Any) -> dict[Any, Any]:
        return self.attempt(super().get_many, keys, miss={})

    def has_key(self, key: Key) -> bool:
        return self.attempt(super().has_key, key, miss=False)

    def incr(self, key: Key, delta: int) -> int:
        return self.attempt(super().incr, key, delta, miss=delta)

    def set_many(self, data: Any, timeout: Any) -> None:
        self.attempt(super().set_many, data, timeout, miss=None)

    def delete_many(self, keys: Any) -> None:
        self.attempt(super().delete_many, keys, miss=None)

    def clear(self) -> bool:
        return self.attempt(super().clear, miss=False)


class MissingRedisCache(RedisCache):
    _servers: list[str]
    _options: dict[str, Any]

    @property
    def _cache(self) -> MissingClient:
        """Django makes a cache for each request, and another for each thread that it meets: with clients of their own every page
        would connect anew, and none would know that Redis is left alone.
        """
        return client_of(tuple(self._servers), tuple(sorted(self._options.items())))


@cache
def client_of(servers: tuple[str, ...], options: tuple[tuple[str, Any], ...]) -> MissingClient:
    """One per process and server; threads and forked children may use it (`redis.ConnectionPool`)."""
    return MissingClient(list(servers), **dict(options))
