"""One clock of a ticket, as sla/deadlines.py moves it. No database here."""

from dataclasses import dataclass, field
from datetime import datetime

from sla.terms import Target

RUNNING, PAUSED, MET, BREACHED, CANCELLED = "running", "paused", "met", "breached", "cancelled"


@dataclass(slots=True)
class Counted:
    """One clock. `runs` are the stretches counted so far, `since` when the one began that is running."""

    target: Target
    turn: int
    started: datetime
    since: datetime | None
    seconds: int | None = None  # of the newest promise; None: there was none ever
    is_promised: bool = False
    policy: int | None = None  # the versions of that promise
    calendar: int | None = None
    runs: list[tuple[datetime, datetime]] = field(default_factory=list)
    due: datetime | None = None
    is_breached: bool = False
    is_cancelled: bool = False
    warned: int = 0
    next_warning: datetime | None = None
    settles: datetime | None = None
    ended: datetime | None = None
    escalation: int | None = None  # that waits to be accepted

    @property
    def state(self) -> str:
        if self.is_cancelled or not self.is_promised:
            return CANCELLED
        if self.is_breached:
            return BREACHED
        if self.ended is not None:
            return MET
        return RUNNING if self.since is not None else PAUSED

    @property
    def deadline(self) -> datetime | None:
        """None while it stands still and is not late, and for what was kept though the deadline of its last run had passed: it
        stood still when it ended, so that there was none.
        """
        stands_still = self.since is None and self.ended is None and not self.is_breached
        was_still = self.state == MET and self.ended is not None and self.due is not None and self.due < self.ended
        return None if stands_still or was_still else self.due

    @property
    def is_open(self) -> bool:
        return self.ended is None

    @property
    def next_moment(self) -> datetime | None:
        """When the timer has to look at it."""
        if not self.is_open:
            return None
        if self.settles is not None:
            return self.settles
        if self.is_breached or self.since is None:
            return None
        return self.next_warning or self.due

    def stop(self, at: datetime) -> None:
        if self.since is not None:
            self.runs.append((self.since, max(at, self.since)))
            self.since = None

    def end(self, at: datetime) -> None:
        self.stop(at)
        self.settles = None
        self.ended = max(at, self.started)
