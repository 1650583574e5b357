"""Celery's scheduler without its file (which kill -9 can damage), with a heartbeat in PostgreSQL."""

import time
from typing import Any

from celery.beat import Scheduler

from helpdesk.heartbeat import BEAT, EVERY_SECONDS, beat_safely


class HeartbeatScheduler(Scheduler):
    last_beat_at = float("-inf")

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Seconds until the next call."""
        wait = super().tick(*args, **kwargs)
        now = time.monotonic()
        if now - self.last_beat_at >= EVERY_SECONDS:
            beat_safely(BEAT)
            self.last_beat_at = now
        return min(wait, EVERY_SECONDS / 2)
