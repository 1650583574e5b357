"""Redis for what a page must not wait for: a connection that gives up at once."""

from functools import cache

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT_SECONDS = 0.05  # each of connecting and asking


@cache
def quick_redis(url: str) -> redis.Redis:
    """One client per process and address. Whoever asks it leaves it alone for a while after a failure (helpdesk/pause.py)."""
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=TIMEOUT_SECONDS,
        socket_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
        lib_name=None,
        lib_version=None,
    )
