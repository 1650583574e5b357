"""Events of which no hint came: a live stream tells them all the same, a few seconds later.

A hint has no row, so Redis can lose it: at high load, between a commit and the publishing, while it restarts. Each process
compares the newest events with what it heard, by one statement for all of its streams.
"""

import time
from collections import deque
from collections.abc import Mapping
from typing import Any

from django.db import connection, connections

from helpdesk import live
from tickets.live import hints_of_events
from tickets.models import Event

# An event can be older than its commit, and ids commit out of order: so long each is looked for.
WINDOW_SECONDS = 20
MOST_AT_ONCE = 5000
# What is written into the past (demo, importers) is no news.
_NEWEST = """
    SELECT id, ticket_id, seq FROM tickets_event
    WHERE id > %s AND at > statement_timestamp() - interval '15 minutes'
    ORDER BY id DESC LIMIT %s
"""
# The database's clock alone is asked, about a span of ours: clocks of two machines may differ.
_BEFORE = """
    SELECT id FROM tickets_event WHERE at < statement_timestamp() - make_interval(secs => %s) ORDER BY id DESC LIMIT 1
"""

Key = tuple[int, int]  # ticket, seq


class Unheard:
    """What one process heard, and what it should have heard. `heard` is called by its event loop, `look` by a thread."""

    def __init__(self) -> None:
        self.since = time.monotonic()
        self.heard_at: dict[Key, float] = {}
        self.suspects: set[int] = set()
        self.marks: deque[tuple[float, int]] = deque()

    def heard(self, data: Mapping[str, Any]) -> None:
        """The data of a hint that came."""
        if "seq" in data:
            self.heard_at[data["ticket"], data["seq"]] = time.monotonic()

    def look(self) -> list[live.Hint]:
        """Hints of events that this look and the one before it found without a hint.

        One that is on its way at this moment is not told twice, therefore.
        """
        try:
            return self._look()
        finally:
            connections.close_all()

    def _look(self) -> list[live.Hint]:
        now = time.monotonic()
        if not self.marks:
            self.marks.append((now, _last_before(self.since)))
        found = _newest(self._floor(now))
        self._forget(now)
        unheard = {pk for pk, key in found.items() if key not in self.heard_at}
        missed = unheard & self.suspects
        self.suspects = unheard - missed
        for pk in missed:
            self.heard_at[found[pk]] = now
        self.marks.append((now, max(found, default=self.marks[-1][1])))
        if not missed:
            return []
        return hints_of_events(Event.objects.filter(pk__in=missed).select_related("ticket").order_by("pk"))

    def _floor(self, now: float) -> int:
        """The newest id of WINDOW_SECONDS ago."""
        while len(self.marks) > 1 and self.marks[1][0] <= now - WINDOW_SECONDS:
            self.marks.popleft()
        return self.marks[0][1]

    def _forget(self, now: float) -> None:
        """What no look asks for any more."""
        old = now - 3 * WINDOW_SECONDS
        for key in [key for key, at in list(self.heard_at.items()) if at < old]:
            self.heard_at.pop(key, None)


def _last_before(since: float) -> int:
    """The newest event before then (of the monotonic clock), 0 without any: the first look can come late on a busy machine."""
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [time.monotonic() - since])
        row = cursor.fetchone()
    return row[0] if row else 0


def _newest(floor: int) -> dict[int, Key]:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [floor, MOST_AT_ONCE])
        return {pk: (ticket, seq) for pk, ticket, seq in cursor.fetchall()}
