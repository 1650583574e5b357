"""One seeded ticket's life: its columns, messages and events, as the verbs would have left them.

Moments are seconds since 1970. Columns and events hold what COPY and JSON take: moments as ISO 8601 texts.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from json.encoder import encode_basestring
from random import Random
from typing import Any

from accounts.actors import SLA_TIMER
from accounts.models import DEFAULT_BRAND
from demo.seeding.clocks import Clocks
from demo.seeding.words import Text
from sla.applying import Applied
from sla.counted import Counted
from tickets.events import QUIET, TRACKED, EventKind
from tickets.models import Channel, Kind, Level, Priority, Sentiment, Status

AUTO_CLOSE_AFTER = int(timedelta(days=7).total_seconds())
NEW, OPEN, SOLVED, CLOSED = Status.NEW.value, Status.OPEN.value, Status.SOLVED.value, Status.CLOSED.value
WAITING = {Status.PENDING.value, Status.ON_HOLD.value}
_DEFAULTS = {
    "status": NEW,
    "priority": Priority.NORMAL.value,
    "kind": Kind.QUESTION.value,
    "channel": Channel.EMAIL.value,
    "level": Level.FIRST_LINE.value,
    "organization_id": None,
    "team_id": None,
    "assignee_id": None,
    "mailbox_id": None,
    "brand_id": DEFAULT_BRAND,
    "language": "en",
    "sentiment": Sentiment.NEUTRAL.value,
    "is_spam": False,
    "deleted_at": None,
    "merged_into_id": None,
    "snoozed_until": None,
    "conceded_at": None,
    "verified_until": None,
    "conversation_seq": 1,
    "waiting_since": None,
    "first_reply_at": None,
    "solved_at": None,
    "closed_at": None,
    "reopen_count": 0,
    "satisfaction": None,
    "is_avoidable": None,
    "tasks_open": 0,
    "tasks_total": 0,
    "minutes_spent": 0,
    "form_id": None,
    "fields": {},
}


@dataclass(slots=True)
class Spoken:
    """One message to be: a text with a sentence of its own, or without."""

    key: int
    author: int
    text: Text
    sentence: list[str]
    at: int
    from_staff: bool = False
    is_note: bool = False
    thanks: bool = False
    seq: int = 1


@dataclass(slots=True)
class Happened:
    """One event to be; `actor` None for the closing after a week (`machine` names others). `data` is JSON."""

    kind: str
    actor: int | None
    at: str
    data: str
    machine: str = "Auto-close"


@dataclass(slots=True)
class Life:
    """Methods are named as the verbs; each moves the columns and writes the event that the verb would."""

    columns: dict[str, Any]
    messages: list[Spoken] = field(default_factory=list)
    events: list[Happened] = field(default_factory=list)
    clocks: Clocks = field(default_factory=Clocks)
    solved: int = 0
    tags: tuple[str, ...] = ()

    @classmethod
    def open(cls, message: Spoken, *, tags: tuple[str, ...], applied: Applied, **columns: Any) -> "Life":
        at = iso(message.at)
        life = cls(_DEFAULTS | columns | {"opened_at": at, "waiting_since": at, "sentiment": message.text.sentiment})
        life.messages.append(message)
        life.tags = tags
        snapshot = ", ".join([f'"{name}": {json_of(life.columns[name])}' for name in TRACKED])
        names = ", ".join(map(json_of, tags))
        sla = f', "sla": {json.dumps(applied._asdict())}' if applied.policy is not None else ""
        data = f'{{"message": {message.key}, "by_staff": false, "tags": [{names}], "snapshot": {{{snapshot}}}{sla}}}'
        life.events.append(Happened(EventKind.OPENED.value, message.author, at, data))
        life.clocks.open(message.at, life.columns, applied)
        return life

    @property
    def updated_at(self) -> str:
        return next(event.at for event in reversed(self.events) if event.kind not in QUIET)

    def assign(self, agent: int, at: int) -> None:
        self._change(EventKind.ASSIGNED, agent, at, assignee_id=agent, status=self._touched())

    def reply(self, message: Spoken) -> None:
        self._change(
            EventKind.REPLIED,
            message.author,
            message.at,
            f'"message": {message.key}, "human": true',
            conversation_seq=self._next_seq(message),
            waiting_since=None,
            first_reply_at=self.columns["first_reply_at"] or iso(message.at),
            status=self._touched(),
        )

    def receive(self, message: Spoken) -> None:
        waiting = self.columns["waiting_since"]
        status = self.columns["status"]
        self._change(
            EventKind.RECEIVED,
            message.author,
            message.at,
            f'"message": {message.key}, "thanks": {json_of(message.thanks)}',
            conversation_seq=self._next_seq(message),
            sentiment=Sentiment.PLEASED.value if message.thanks else message.text.sentiment,
            waiting_since=waiting if message.thanks else waiting or iso(message.at),
            status=OPEN if status in WAITING else status,
        )

    def note(self, message: Spoken) -> None:
        self._change(
            EventKind.NOTED,
            message.author,
            message.at,
            f'"message": {message.key}',
            conversation_seq=self._next_seq(message),
            status=self._touched(),
        )

    def escalate(self, agent: int, at: int, *, escalation: int, level: int, team: int) -> None:
        place = {"level": level, "team_id": team, "assignee_id": None}
        self._change_escalation(EventKind.ESCALATED, agent, at, escalation, place)

    def accept(self, agent: int, at: int, *, escalation: int) -> None:
        self._change_escalation(EventKind.ESCALATION_ACCEPTED, agent, at, escalation, {"assignee_id": agent})

    def come_back(
        self, kind: EventKind, agent: int, at: int, *, escalation: int, level: int, team: int, assignee: int
    ) -> None:
        """Declined, or handed back."""
        place: dict[str, int | None] = {"level": level, "team_id": team, "assignee_id": assignee}
        self._change_escalation(kind, agent, at, escalation, place)

    def promise(self, applied: Applied, name: str, at: int) -> None:
        told: dict[str, Any] = {**applied._asdict(), "name": name}
        self.events.append(Happened(EventKind.SLA_SET.value, None, iso(at), json.dumps(told), SLA_TIMER.name))
        self._tell_overdue(self.clocks.advance(EventKind.SLA_SET, at, {}, **told), at)

    def put(self, status: Status, agent: int, at: int) -> None:
        self._change(EventKind.STATUS_CHANGED, agent, at, status=status.value)

    def snooze(self, agent: int, at: int, until: int) -> None:
        self._change(EventKind.SNOOZED, agent, at, snoozed_until=iso(until))

    def solve(self, agent: int, at: int) -> None:
        self.solved = at
        self._change(EventKind.SOLVED, agent, at, status=SOLVED, solved_at=iso(at), waiting_since=None)

    def rate(self, customer: int, at: int, *, survey: int, score: int, comment: str) -> None:
        told = {"survey": survey, "of": "csat", "score": score, "before": None, "comment": comment}
        self._change(EventKind.RATED, customer, at, json.dumps(told)[1:-1], satisfaction=score)

    def close_in_time(self, now: int) -> None:
        """A week after it was solved, if that has come."""
        at = self.solved + AUTO_CLOSE_AFTER
        if at < now:
            self._change(EventKind.CLOSED, None, at, status=CLOSED, closed_at=iso(at))

    def _next_seq(self, message: Spoken) -> int:
        message.seq = self.columns["conversation_seq"] + 1
        self.messages.append(message)
        return message.seq

    def _touched(self) -> str:
        status: str = self.columns["status"]
        return OPEN if status == NEW else status

    def _change_escalation(
        self, kind: EventKind, agent: int, at: int, escalation: int, place: dict[str, int | None]
    ) -> None:
        told = {"escalation": escalation}
        self._change(kind, agent, at, f'"escalation": {escalation}', told, **place)

    def _change(
        self,
        kind: EventKind,
        actor: int | None,
        at: int,
        particulars: str = "",
        told: dict[str, Any] | None = None,
        **columns: Any,
    ) -> None:
        """`told` is what clocks have to know of the particulars."""
        changes = []
        for name, value in columns.items():
            before = self.columns[name]
            if before != value:
                changes.append(f'"{name}": [{json_of(before)}, {json_of(value)}]')
                self.columns[name] = value
        parts = [particulars] if particulars else []
        if changes:
            parts.append(f'"changes": {{{", ".join(changes)}}}')
        self.events.append(Happened(kind.value, actor, iso(at), f"{{{', '.join(parts)}}}"))
        self._tell_overdue(self.clocks.advance(kind, at, columns, human=kind == EventKind.REPLIED, **(told or {})), at)

    def come_to(self, now: int) -> None:
        """What is overdue by now was told when it became so."""
        while overdue := self.clocks.overdue(now):
            due = int(overdue.due.timestamp()) if overdue.due else now
            self._tell_overdue([overdue], max(due, self._newest()))

    def _newest(self) -> int:
        return int(datetime.fromisoformat(self.updated_at).timestamp())

    def _tell_overdue(self, overdue: Iterable[Counted], at: int) -> None:
        for clock in overdue:
            due = clock.due.isoformat() if clock.due else None
            told: dict[str, Any] = {"target": clock.target, "turn": clock.turn, "due": due, "tell": []}
            self.events.append(Happened(EventKind.SLA_BREACHED.value, None, iso(at), json.dumps(told), SLA_TIMER.name))
            self.clocks.breach(clock, at)


def later(random: Random, at: int, minutes: int, now: int) -> int:
    """Some time after, at most so many minutes, never beyond the present."""
    return min(at + 30 + int(random.random() * (minutes * 60 - 30)), now)


@lru_cache(maxsize=1024)
def iso(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()


def json_of(value: str | int | bool | dict[str, Any] | None) -> str:
    """Five times faster than `json.dumps`."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value)
    return str(value)
