"""Deadlines as a function of the event log and of the versions of policies and calendars. No database here.

`Standing` is where a ticket's clocks stand after an event; `advance` brings it past the next one. Folded over all events
(`standing_of`) it is the truth that `check_integrity` compares with; kept in `Ticket.sla` it lets the listener go on from the
newest event without reading the log.

- A *response* clock runs from the moment the customer waits (`waiting_since`) until they do not; no status pauses it.
- *Resolution* and *level* stand still while solved and in the policy's pausing statuses. Solving does not end them: reopened
  within 72 hours they go on with the time left, afterwards or once closed they are met. A level's clock ends with the level.
- *Acceptance* runs while an escalation waits to be accepted; no status pauses it, and whatever ends the waiting ends it. Waits
  the same escalation again (what ended it is taken back), its clock goes on with the time left.
- Spam, deletion and merging away cancel what is open; taken back, it stands as if that had not been.
- What is overdue stays open (and overdue) until it ends. What was breached or ended is never computed anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from sla.calendar import Schedule
from sla.counted import Counted
from sla.due import Missed, due_after, missed_of, warning_after, warnings_given
from sla.terms import RESPONSES, Target, Terms
from tickets.events import EventKind
from tickets.models import Channel, Level, Status

SETTLES_AFTER = timedelta(hours=72)
_DONE = (Status.SOLVED, Status.CLOSED)
_ANSWERS = (EventKind.REPLIED, EventKind.SOLVED, EventKind.CLOSED)
# The timer's own: it tells what is overdue one by one, warnings first.
_TIMED = (EventKind.SLA_WARNED, EventKind.SLA_BREACHED)
# Of these the columns do not tell what they say of an escalation.
_ACCEPTING = (EventKind.ESCALATION_ACCEPTED, EventKind.ESCALATION_UNACCEPTED)
# Those that concern whatever they say, a reply while it is a person's, and the columns whose changes do (`concerns`).
KINDS = (EventKind.OPENED, EventKind.SLA_SET, *_TIMED, *_ACCEPTING)
COLUMNS = frozenset({"status", "priority", "level", "waiting_since", "is_spam", "deleted_at", "merged_into_id"})
# The log of such a talk is itself the first reply.
_TALKED = (Channel.PHONE, Channel.IN_PERSON)


def concerns(event: "Happening") -> bool:
    """Whether the event can change where clocks stand; all others are passed over."""
    if event.kind in KINDS:
        return True
    if event.kind == EventKind.REPLIED and event.data.get("human") or "waits_again" in event.data:
        return True
    return not COLUMNS.isdisjoint(event.data.get("changes", ()))


class Happening(Protocol):
    """What is needed of an event."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def data(self) -> dict[str, Any]: ...


class Book(Protocol):
    """Where the terms of versions are looked up; a version never changes."""

    def terms(self, policy: int) -> Terms: ...

    def schedule(self, calendar: int) -> Schedule: ...


@dataclass(slots=True)
class Standing:
    """Of one ticket. `touched` are the clocks that changed since it was read, `overrun` what an event found untold."""

    policy: int | None = None
    calendar: int | None = None
    status: str = Status.NEW
    priority: int = 2
    level: int = 1
    channel: str = ""
    waiting: datetime | None = None
    escalated: datetime | None = None  # since when somebody above has to accept it
    escalation: int | None = None  # which that is
    is_away: bool = False  # spam, deleted or merged
    away: dict[str, Any] = field(default_factory=dict)
    had_first: bool = False  # the first response has had its clock, or needs none
    turns: dict[str, int] = field(default_factory=dict)
    clocks: dict[Target, Counted] = field(default_factory=dict)
    gone: list[Counted] = field(default_factory=list)  # cancelled because the wait went to another ticket
    accepted: list[Counted] = field(default_factory=list)  # of escalations that may wait again
    touched: dict[tuple[Target, int], Counted] = field(default_factory=dict)
    overrun: list[Missed] = field(default_factory=list)

    # --- Through an event -------------------------------------------------------------------------------------------

    def advance(self, event: Happening, book: Book) -> None:
        """Past this event. What was due before it and not met is breached; that stands in `overrun`, after its warnings."""
        if event.kind == EventKind.OPENED:
            self._open(event, book)
            return
        if not concerns(event):
            return
        if event.kind not in _TIMED:
            self._expire(event.at, book)
        self.settle(event.at)
        priority_before, level_before = self.priority, self.level
        self._note(event.data.get("changes", {}))
        self._hear(event, book)
        self._reconcile(event, book, level_before=level_before)
        if event.kind == EventKind.SLA_SET or self.priority != priority_before:
            self.compute_open(book)

    def compute_open(self, book: Book) -> None:
        """By the terms that hold now."""
        for clock in self._open_clocks():
            self._compute(clock, book)
        self._await_acceptance(book)

    def settle(self, at: datetime) -> None:
        """What was solved 72 hours ago is met or breached for good."""
        for clock in self._open_clocks():
            if clock.settles is not None and clock.settles <= at:
                self._end(clock, clock.runs[-1][1] if clock.runs else clock.started)

    @property
    def next_due(self) -> datetime | None:
        """The earliest deadline that is not standing still; past, where it is overdue."""
        return min((clock.due for clock in self._open_clocks() if clock.since and clock.due), default=None)

    def _open(self, event: Happening, book: Book) -> None:
        columns = event.data["snapshot"]
        applied = event.data.get("sla") or {}
        self.policy, self.calendar = applied.get("policy"), applied.get("calendar")
        self._note({name: [None, value] for name, value in columns.items()})
        opened = _moment(columns["opened_at"])
        by_staff = bool(event.data.get("by_staff"))
        self.had_first = columns.get("first_reply_at") is not None or by_staff and columns["channel"] in _TALKED
        for target in (Target.RESOLUTION, Target.LEVEL):
            self._start(target, opened or event.at, book)
        self._reconcile(event, book, level_before=self.level)

    def _note(self, changes: Mapping[str, Any]) -> None:
        for name in ("status", "priority", "level", "channel"):
            if name in changes:
                setattr(self, name, changes[name][1])
        if "waiting_since" in changes:
            self.waiting = _moment(changes["waiting_since"][1])
        for name in ("is_spam", "deleted_at", "merged_into_id"):
            if name in changes:
                self.away[name] = changes[name][1]
        self.away = {name: value for name, value in self.away.items() if value}

    def _hear(self, event: Happening, book: Book) -> None:
        """What the events of our own say."""
        data = event.data
        if event.kind == EventKind.SLA_SET:
            self.policy, self.calendar = data["policy"], data["calendar"]
        elif event.kind in _TIMED:
            clock = self.clocks.get(Target(data["target"]))
            if clock is None or clock.turn != data["turn"] or not clock.is_open:
                return
            if event.kind == EventKind.SLA_BREACHED:
                clock.is_breached, clock.next_warning = True, None
            else:
                clock.warned = max(clock.warned, data["warning"])
                self._compute(clock, book)
            self._touch(clock)
        elif event.kind == EventKind.REPLIED and data.get("human"):
            self.had_first = True

    def _expire(self, at: datetime, book: Book) -> None:
        """What the timer did not come to tell before this: of what is late now, the warnings first."""
        late = [
            clock
            for clock in self._open_clocks()
            if clock.since and clock.due and clock.due < at and not clock.is_breached
        ]
        untold = [missed for clock in late for missed in self._untold(clock, book)]
        self.overrun.extend(sorted(untold, key=lambda missed: (missed.moment, missed.clock.target)))
        for clock in late:
            clock.is_breached, clock.next_warning = True, None
            self._touch(clock)

    def _untold(self, clock: Counted, book: Book) -> list[Missed]:
        if clock.policy is None:
            return []
        terms = book.terms(clock.policy)
        return missed_of(clock, terms, self._schedule(terms, clock.target, book))

    # --- What is, against what should be ------------------------------------------------------------------------------

    def _reconcile(self, event: Happening, book: Book, *, level_before: int) -> None:
        if self.away:
            self._cancel_all(event.at)
            return
        if self.is_away:
            self._take_cancelling_back()
        self._responses(event, book)
        self._levels(event, book, level_before)
        self._acceptance(event, book, level_before)
        self._run_or_stop(event, book)

    def _cancel_all(self, at: datetime) -> None:
        self.is_away = True
        for clock in self._open_clocks():
            clock.is_cancelled, clock.ended = True, at
            self._touch(clock)

    def _take_cancelling_back(self) -> None:
        self.is_away = False
        for clock in self.clocks.values():
            clock.is_cancelled, clock.ended = False, None
            self._touch(clock)

    def _responses(self, event: Happening, book: Book) -> None:
        clock = next((self.clocks[target] for target in RESPONSES if target in self.clocks), None)
        if clock is not None and self._is_over(clock):
            if event.kind not in _ANSWERS:  # what was waited for went elsewhere, and may come back
                clock.is_cancelled = True
                self.gone.append(clock)
            self._end(clock, event.at, still_runs=clock.is_cancelled)
            clock = None
        if clock is None and self.waiting is not None and not self._come_back(book):
            target = Target.NEXT_RESPONSE if self.had_first else Target.FIRST_RESPONSE
            self.had_first = True
            self._start(target, self.waiting, book)

    def _come_back(self, book: Book) -> bool:
        """The clock of a wait that had gone elsewhere goes on as if it had never been away."""
        clock = next((clock for clock in self.gone if clock.started == self.waiting), None)
        if clock is None:
            return False
        self.gone.remove(clock)
        self.clocks[clock.target] = clock
        clock.is_cancelled, clock.ended = False, None
        self._compute(clock, book)
        self._touch(clock)
        return True

    def _is_over(self, clock: Counted) -> bool:
        """Nobody waits, or only for something that was said later: what the clock began with is no longer here."""
        return self.waiting is None or self.waiting > clock.started

    def _levels(self, event: Happening, book: Book, level_before: int) -> None:
        if self.level == level_before:
            return
        if clock := self.clocks.get(Target.LEVEL):
            self._end(clock, event.at)
        self._start(Target.LEVEL, event.at, book)

    def _acceptance(self, event: Happening, book: Book, level_before: int) -> None:
        """At the first line nobody has to be asked. Its clock is there only where somebody promised it."""
        waits, which, again = self.escalated, self.escalation, event.data.get("waits_again")
        if event.kind == EventKind.ESCALATED:
            waits, which = event.at if self.level > Level.FIRST_LINE else None, event.data.get("escalation")
        elif again is not None:
            waits, which = event.at, again
        elif event.kind == EventKind.ESCALATION_ACCEPTED or self.level != level_before or self.status in _DONE:
            waits, which = None, None
        clock = self.clocks.get(Target.ACCEPTANCE)
        if clock is not None and (waits, which) != (self.escalated, self.escalation):
            clock.is_cancelled = event.kind == EventKind.ESCALATION_WITHDRAWN
            self._end(clock, event.at)
            self.accepted.append(clock)
        self.escalated, self.escalation = waits, which
        if again is not None:
            self._wait_again(event.at, book)
        self._await_acceptance(book)
        if self.status == Status.CLOSED:
            self.accepted.clear()

    def _wait_again(self, at: datetime, book: Book) -> None:
        """The clock of this escalation goes on: what was used up before it was accepted counts, what came between does not."""
        clock = next((clock for clock in self.accepted if clock.escalation == self.escalation), None)
        if clock is None:
            return
        self.accepted.remove(clock)
        self.clocks[Target.ACCEPTANCE] = clock
        clock.is_cancelled, clock.ended, clock.since = False, None, at
        self._compute(clock, book)
        self._touch(clock)

    def _await_acceptance(self, book: Book) -> None:
        waits = None if self.is_away or Target.ACCEPTANCE in self.clocks else self.escalated
        if waits is not None and self._seconds_for(Target.ACCEPTANCE, book) is not None:
            self._start(Target.ACCEPTANCE, waits, book)
            self.clocks[Target.ACCEPTANCE].escalation = self.escalation

    def _run_or_stop(self, event: Happening, book: Book) -> None:
        done = self.status in _DONE
        pausing = book.terms(self.policy).pause if self.policy is not None else ()
        for target in (Target.RESOLUTION, Target.LEVEL):
            clock = self.clocks.get(target)
            if clock is None:
                continue
            if (done or self.status in pausing) and clock.since is not None:
                clock.stop(event.at)
                clock.next_warning = None
                self._touch(clock)
            elif not done and self.status not in pausing and clock.since is None:
                clock.since = event.at
                self._compute(clock, book)
            if done != (clock.settles is not None):
                clock.settles = event.at + SETTLES_AFTER if done else None
                self._touch(clock)
            if self.status == Status.CLOSED:
                self._end(clock, clock.runs[-1][1] if clock.runs else event.at)

    # --- One clock ----------------------------------------------------------------------------------------------------

    def _start(self, target: Target, at: datetime, book: Book) -> None:
        turn = self.turns[target] = self.turns.get(target, 0) + 1
        clock = self.clocks[target] = Counted(target, turn, started=at, since=at)
        self._compute(clock, book)

    def _end(self, clock: Counted, at: datetime, *, still_runs: bool = False) -> None:
        """`still_runs`: as if it ran on, should it come back."""
        if still_runs:
            clock.ended = max(at, clock.started)
        else:
            clock.end(at)
        del self.clocks[clock.target]
        self._touch(clock)

    def _compute(self, clock: Counted, book: Book) -> None:
        """Due and next warning by the terms that hold now; what was breached stays as it was."""
        if clock.is_breached:
            return
        terms, seconds = self._terms(book), self._seconds_for(clock.target, book)
        clock.is_promised, clock.due, clock.next_warning = seconds is not None, None, None
        if seconds is not None:
            if clock.policy is not None and clock.policy != self.policy:
                clock.warned = warnings_given(clock.warned, book.terms(clock.policy), terms)
            clock.seconds, clock.policy, clock.calendar = seconds, self.policy, self.calendar
        if clock.is_promised and clock.since is not None:
            schedule = self._schedule(terms, clock.target, book)
            clock.due = due_after(clock, clock.seconds or 0, schedule)
            clock.next_warning = warning_after(clock, terms, schedule)
        self._touch(clock)

    def _terms(self, book: Book) -> Terms:
        return book.terms(self.policy) if self.policy is not None else Terms()

    def _seconds_for(self, target: Target, book: Book) -> int | None:
        return self._terms(book).seconds_for(target, priority=self.priority, level=self.level, channel=self.channel)

    def _schedule(self, terms: Terms, target: Target, book: Book) -> Schedule | None:
        if self.calendar is None or not terms.counts_business_time(target):
            return None
        return book.schedule(self.calendar)

    def _open_clocks(self) -> Iterator[Counted]:
        yield from [clock for clock in self.clocks.values() if clock.is_open]

    def _touch(self, clock: Counted) -> None:
        self.touched[clock.target, clock.turn] = clock


def standing_of(events: Iterable[Happening], book: Book) -> tuple[Standing, dict[tuple[Target, int], Counted]]:
    """After all events of a ticket in their order, and every clock it ever had by target and turn."""
    standing = Standing()
    for event in events:
        standing.advance(event, book)
    return standing, {key: clock for key, clock in standing.touched.items() if clock.seconds is not None}


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
