"""Rate limits: so many requests a minute per token or person, and per address for those who are nobody.

Counted in Redis in windows of one minute; a Redis that is down limits nobody and fails nobody (helpdesk/cache.py).
"""

import time
from dataclasses import dataclass

from django.core.cache import cache

WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a limit in this window."""

    limit: int
    remaining: int
    reset_seconds: int
    is_exceeded: bool

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_seconds),
        }


def spend(who: str, limit: int) -> Allowance | None:
    """Count one request of `who`; None where there is no limit (0)."""
    if limit <= 0:
        return None
    now = time.time()
    window = int(now // WINDOW_SECONDS)
    key = f"api-limit:{who}:{window}"
    cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
    try:
        used = cache.incr(key)
    except ValueError:  # wiped between the two
        used = 1
    return Allowance(
        limit=limit,
        remaining=max(0, limit - used),
        reset_seconds=max(1, int((window + 1) * WINDOW_SECONDS - now)),
        is_exceeded=used > limit,
    )
