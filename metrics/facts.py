"""What a ticket's events say of it, for figures: a pure function of the log and of the numbered versions of policies and
calendars. No database here, and nothing of the present moment: what depends on it (has a ticket settled, is a promise overdue)
is asked of these facts later.

What counts is design.md section 11. The rules where it is brief:

- What was taken back (a merge, a split, a move, a solving, an escalation nobody had accepted) has not been.
- A ticket keeps every figure dated before a merge, split or move; what its customer still waits for goes with its message.
- A bot that gives a conversation to people (0 → 1) escalates nothing.
- Solved without an answer, a first response stays to be given until the customer writes again: then their new wait counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from metrics.reasons import Standing, reason_of, standings
from sla.counted import BREACHED, Counted
from sla.deadlines import Book, standing_of
from tickets.events import EventKind
from tickets.levels import ping_pongs
from tickets.models import Level, Status
from tickets.talks import TALKED
from tickets.waiting import Happening, Waits, ends_waits, follow, oldest

FIRST, NEXT = "first", "next"
DONE = (Status.SOLVED, Status.CLOSED)
_WAITED_FOR = (Status.NEW, Status.OPEN, Status.ON_HOLD)  # neither pending nor solved
_COPIED = ("status", "team_id", "level", "channel", "priority", "organization_id", "assignee_id")
_TRANSFERS = (EventKind.MERGED, EventKind.MERGED_HERE, EventKind.SPLIT, EventKind.MOVED_AWAY, EventKind.MOVED_HERE)
_UNDOING = (EventKind.UNMERGED, EventKind.UNMERGED_HERE, EventKind.UNSPLIT_HERE)
_NOTHING = timedelta(0)


class Versions(Book, Protocol):
    """Where the terms and hours of versions are looked up; a version never changes."""

    def default_calendar(self, at: datetime) -> int | None:
        """The version of the default calendar that held then; None: there is no default."""
        ...

    def restated(self, calendar: int, at: datetime) -> tuple[int, int | None]:
        """The version that an answer of then counts by instead of this one, and the restatement that says so."""
        ...


@dataclass(frozen=True, slots=True)
class Response:
    """A public human reply that somebody waited for. Without `business_seconds` where there is no calendar."""

    turn: int
    kind: str
    started_at: datetime
    answered_at: datetime
    seconds: int
    business_seconds: int | None
    calendar_id: int | None
    restatement_id: int | None
    by_id: int | None


@dataclass(frozen=True, slots=True)
class Solve:
    """`next_at`: when it was solved the next time."""

    turn: int
    at: datetime
    next_at: datetime | None
    resolution_seconds: int
    wait_seconds: int


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of not being solved, with one team at one level; `until` is None while it lasts.

    The level held the ticket since `at_level_since`, whichever teams had it there; `ends_level`: no longer after this stay.
    """

    turn: int
    team_id: int | None
    level: int
    since: datetime
    until: datetime | None
    at_level_since: datetime
    ends_level: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """A clock. It counts at `counts_at`, and for good from `fixed_at` on (None: it does)."""

    target: str
    turn: int
    state: str
    seconds: int
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    counts_at: datetime | None
    fixed_at: datetime | None
    policy_id: int | None
    calendar_id: int | None
    reason: str  # why it was broken (metrics/reasons.py); empty: it was not


@dataclass(frozen=True, slots=True)
class Facts:
    """`columns` are the ticket's own, as TicketFacts has them."""

    columns: dict[str, Any]
    responses: Sequence[Response]
    solves: Sequence[Solve]
    stays: Sequence[Stay]
    promises: Sequence[Promise]


def facts_for(events: Iterable[Happening], versions: Versions) -> Facts:
    """From all events of one ticket, in their order."""
    told = list(events)
    _standing, clocks = standing_of(told, versions)
    return facts_with(told, versions, clocks.values())


def facts_with(told: Sequence[Happening], versions: Versions, clocks: Iterable[Counted]) -> Facts:
    """The same for who has moved the clocks through these events already."""
    reading = _Reading(versions, taken_back=_taken_back(told))
    for event in told:
        reading.take(event)
    counted = list(clocks)
    where = standings(told) if any(clock.is_breached for clock in counted) else []
    return Facts(
        columns=reading.columns_of(told),
        responses=reading.responses,
        solves=reading.solves(),
        stays=list(_at_levels(reading.stays)),
        promises=[_promise(clock, where, versions) for clock in counted],
    )


def _taken_back(events: Sequence[Happening]) -> set[int]:
    """The seqs of solvings and transfers that later events took back."""
    undone = {event.data["batch"] for event in events if _undoes_transfer(event)}
    seqs = {seq for event in events if event.kind == EventKind.UNSOLVED for seq in event.data["solved"]}
    for event in events:
        if event.kind in _TRANSFERS and event.data["batch"] in undone and not _undoes_transfer(event):
            seqs.add(event.seq)
    return seqs


def _undoes_transfer(event: Happening) -> bool:
    return event.kind in _UNDOING or bool(event.data.get("undo"))


def _promise(clock: Counted, where: Sequence[Standing], versions: Versions) -> Promise:
    """A clock that stands still while the ticket is solved has ended, unless it is reopened within the 72 hours."""
    stopped = clock.runs[-1][1] if clock.runs else clock.started
    ended = clock.ended if clock.settles is None else stopped
    due = clock.deadline
    # One that was kept has not come to its deadline.
    counts = due if ended is None or clock.is_breached else ended
    return Promise(
        target=str(clock.target),
        turn=clock.turn,
        state=str(clock.state),
        seconds=clock.seconds or 0,
        started_at=clock.started,
        due_at=due,
        ended_at=ended,
        counts_at=counts,
        fixed_at=None if clock.is_breached else clock.settles,
        policy_id=clock.policy,
        calendar_id=clock.calendar,
        reason=_reason(clock, where, versions) if clock.state == BREACHED else "",
    )


def _reason(clock: Counted, where: Sequence[Standing], versions: Versions) -> str:
    by_business = clock.policy is not None and versions.terms(clock.policy).counts_business_time(clock.target)
    return str(reason_of(clock, where, versions, in_business_time=by_business))


@dataclass(slots=True)
class _Reading:
    """Where we are in the log."""

    versions: Versions
    taken_back: set[int]
    columns: dict[str, Any] = field(default_factory=dict)
    opened: datetime | None = None
    calendar: int | None = None  # of the policy
    at: datetime | None = None  # of the event before
    waited: timedelta = _NOTHING
    waits: Waits = field(default_factory=dict)
    first_since: datetime | None = None  # since when a first response is to be given
    had_first: bool = False
    has_lapsed: bool = False  # solved before there was one
    replies: dict[str, datetime] = field(default_factory=dict)  # public, by people
    asked: dict[str, datetime] = field(default_factory=dict)  # customers' messages but thanks
    escalations: set[int] = field(default_factory=set)
    answers_above: int = 0  # since the last escalation
    hand_backs: int = 0
    responses: list[Response] = field(default_factory=list)
    solvings: list[tuple[datetime, timedelta]] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)

    def take(self, event: Happening) -> None:
        if event.kind == EventKind.OPENED:
            self._open(event)
        elif event.seq in self.taken_back:
            return
        else:
            self._pass_time(event.at)
            self._hear(event)
            self._follow_waits(event)
            self._change(event)
        self.at = event.at

    def _open(self, event: Happening) -> None:
        data, self.columns = event.data, dict(event.data["snapshot"])
        self.opened = datetime.fromisoformat(self.columns["opened_at"])
        self.calendar = (data.get("sla") or {}).get("calendar")
        by_staff = bool(data.get("by_staff"))
        self.replies = _moments(data.get("replies", {}))
        self.asked = _moments(data.get("asked", {}))
        if by_staff and self.columns["channel"] in TALKED and "split_from" not in data:
            self.replies[str(data["message"])] = self.opened
            self.had_first = True
        if not by_staff:
            self.first_since = self.opened
        if first := self.columns.get("first_reply_at"):
            self._answer(datetime.fromisoformat(first), None)
        follow(self.waits, event, ends=False)
        self._stay_from(self.opened)
        # A ticket that was split off is older than its log.
        self._count_wait(event.at - self.opened)

    def _pass_time(self, at: datetime) -> None:
        self._count_wait(at - (self.at or at))

    def _count_wait(self, passed: timedelta) -> None:
        if self.columns["status"] in _WAITED_FOR:
            self.waited += max(passed, _NOTHING)

    def _hear(self, event: Happening) -> None:
        data = event.data
        match event.kind:
            case EventKind.REPLIED if data.get("human"):
                self._answer(event.at, event.actor_id)
                self.replies[str(data["message"])] = event.at
                self.answers_above += 1
            case EventKind.RECEIVED if not data.get("thanks"):
                self.asked[str(data["message"])] = event.at
            case EventKind.SLA_SET:
                self.calendar = data["calendar"]
            case EventKind.ESCALATED if event.changes.get("level") != [Level.SELF_SERVICE, Level.FIRST_LINE]:
                self.escalations.add(data["escalation"])
                self.answers_above = 0
            case EventKind.ESCALATION_WITHDRAWN:
                self.escalations.discard(data["escalation"])
            case EventKind.HANDED_BACK | EventKind.ESCALATION_DECLINED:
                self.hand_backs += 1
            case EventKind.MERGED_HERE | EventKind.UNMERGED | EventKind.UNSPLIT_HERE | EventKind.MOVED_HERE:
                self.asked |= _moments({key: at for key, at in data["waits_here"].items() if key.isdigit()})
            case EventKind.SPLIT | EventKind.MOVED_AWAY:
                for key in map(str, data["messages"]):
                    self.asked.pop(key, None)
                    self.replies.pop(key, None)
            case EventKind.SOLVED | EventKind.CLOSED:
                self._solve(event)

    def _answer(self, at: datetime, by: int | None) -> None:
        """A public human reply: what it answers is a response, if somebody waited."""
        kind = NEXT if self.had_first else FIRST
        since = oldest(self.waits) if self.had_first else self.first_since
        self.had_first = True
        if since is None:
            return
        calendar, restatement = self.calendar or self.versions.default_calendar(at), None
        if calendar:
            calendar, restatement = self.versions.restated(calendar, at)
        business = self.versions.schedule(calendar).business_seconds_between(since, at) if calendar else None
        response = Response(
            turn=len(self.responses) + 1,
            kind=kind,
            started_at=since,
            answered_at=at,
            seconds=_whole(at - since),
            business_seconds=business,
            calendar_id=calendar,
            restatement_id=restatement,
            by_id=by,
        )
        self.responses.append(response)

    def _solve(self, event: Happening) -> None:
        if event.kind == EventKind.SOLVED or self.columns["status"] not in DONE:
            self.solvings.append((event.at, self.waited))
        self.has_lapsed = self.first_since is not None and not self.had_first

    def _follow_waits(self, event: Happening) -> None:
        if _undoes_transfer(event):
            for key in map(str, event.data["messages"]):
                self.waits.pop(key, None)
        follow(self.waits, event, ends=ends_waits(event))
        if self.waits and not self.had_first:
            if self.has_lapsed:
                self.had_first = True
            elif self.first_since is None:
                self.first_since = oldest(self.waits)

    def _change(self, event: Happening) -> None:
        before = self._place()
        for name, (_before, after) in event.changes.items():
            self.columns[name] = after
        if self._place() == before:
            return
        if self.stays and self.stays[-1].until is None:
            last = self.stays.pop()
            if last.since < event.at:
                self.stays.append(replace(last, until=event.at))
        self._stay_from(event.at)

    def _place(self) -> tuple[int | None, int] | None:
        """The team and level that hold the ticket; None while nobody does."""
        return None if self.columns["status"] in DONE else (self.columns["team_id"], self.columns["level"])

    def _stay_from(self, at: datetime) -> None:
        if place := self._place():
            turn = self.stays[-1].turn + 1 if self.stays else 1
            self.stays.append(Stay(turn, *place, at, None, at, ends_level=False))

    # --- At the end -------------------------------------------------------------------------------------------------

    def solves(self) -> list[Solve]:
        assert self.opened is not None  # noqa: S101 - each log begins with the opening
        following = [at for at, _waited in self.solvings[1:]]
        return [
            Solve(turn, at, next_at, _whole(at - self.opened), _whole(waited))
            for turn, ((at, waited), next_at) in enumerate(
                zip(self.solvings, [*following, None], strict=False), start=1
            )
        ]

    def columns_of(self, events: Sequence[Happening]) -> dict[str, Any]:
        columns = self.columns
        closed = columns.get("closed_at")
        return {
            **{name: columns.get(name) for name in _COPIED},
            "seq": events[-1].seq,
            "is_counted": not (columns["is_spam"] or columns["deleted_at"] or columns["merged_into_id"]),
            "opened_at": self.opened,
            "closed_at": datetime.fromisoformat(closed) if closed else None,
            "replies": len(self.replies),
            "reopens": columns["reopen_count"],
            "escalations": len(self.escalations),
            "hand_backs": self.hand_backs,
            "ping_pongs": ping_pongs(events),
            "answers_above": self.answers_above if self.escalations else None,
            "is_avoidable": bool(columns.get("is_avoidable")),
            "is_first_contact": self._is_first_contact(),
        }

    def _is_first_contact(self) -> bool:
        """Exactly one answer, and that was it."""
        if len(self.replies) != 1 or self.columns["reopen_count"] or self.escalations:
            return False
        (answered,) = self.replies.values()
        return all(at <= answered for at in self.asked.values())


def _at_levels(stays: Sequence[Stay]) -> Iterator[Stay]:
    """Each with how long the level had held the ticket."""
    since: datetime | None = None
    for before, stay, after in zip([None, *stays], stays, [*stays[1:], None], strict=False):
        since = stay.since if before is None or since is None or not _goes_on(before, stay) else since
        ends = stay.until is not None and (after is None or not _goes_on(stay, after))
        yield replace(stay, at_level_since=since, ends_level=ends)


def _goes_on(stay: Stay, following: Stay) -> bool:
    """With another team at the same level, and not solved in between."""
    return stay.until == following.since and stay.level == following.level


def _moments(told: dict[str, str]) -> dict[str, datetime]:
    return {key: datetime.fromisoformat(at) for key, at in told.items()}


def _whole(passed: timedelta) -> int:
    """Seconds; what is left over is dropped."""
    return max(passed, _NOTHING) // timedelta(seconds=1)
