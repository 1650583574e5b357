"""One seeded ticket's life: its columns, messages and events, as the verbs would have left them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tickets.events import TRACKED, EventKind
from tickets.models import Channel, Kind, Level, Priority, Status

AUTO_CLOSE_AFTER = timedelta(days=7)


@dataclass(slots=True)
class Spoken:
    """One message to be."""

    key: int
    is_note: bool
    seq: int
    author: int
    from_staff: bool
    thanks: bool
    text: str
    html: str
    at: datetime


@dataclass(slots=True)
class Happened:
    """One event to be; `actor` None for the closing after a week."""

    kind: str
    actor: int | None
    at: datetime
    data: dict[str, Any]


@dataclass(slots=True)
class Life:
    """Methods are named as the verbs; each moves the columns and writes the event that the verb would."""

    columns: dict[str, Any]
    messages: list[Spoken] = field(default_factory=list)
    events: list[Happened] = field(default_factory=list)
    updated_at: datetime | None = None

    @classmethod
    def open(cls, message: Spoken, *, tags: tuple[str, ...], **columns: Any) -> "Life":
        life = cls(
            {
                "status": Status.NEW.value,
                "priority": Priority.NORMAL.value,
                "kind": Kind.QUESTION.value,
                "channel": Channel.EMAIL.value,
                "level": Level.FIRST_LINE.value,
                "organization_id": None,
                "team_id": None,
                "assignee_id": None,
                "mailbox_id": None,
                "language": "en",
                "is_spam": False,
                "deleted_at": None,
                "conversation_seq": 1,
                "opened_at": message.at,
                "waiting_since": message.at,
                "first_reply_at": None,
                "solved_at": None,
                "closed_at": None,
                "reopen_count": 0,
            }
            | columns
        )
        life.messages.append(message)
        snapshot = {name: plain(life.columns[name]) for name in TRACKED}
        data = {"message": message.key, "by_staff": False, "tags": list(tags), "snapshot": snapshot}
        life._record(EventKind.OPENED, message.author, message.at, data)
        return life

    def assign(self, agent: int, at: datetime) -> None:
        self._change(EventKind.ASSIGNED, agent, at, assignee_id=agent, status=self._touched())

    def reply(self, message: Spoken) -> None:
        first = self.columns["first_reply_at"] or message.at
        seq = self._next_seq(message)
        self._change(
            EventKind.REPLIED,
            message.author,
            message.at,
            {"message": message.key, "human": True},
            conversation_seq=seq,
            waiting_since=None,
            first_reply_at=first,
            status=self._touched(),
        )

    def receive(self, message: Spoken) -> None:
        waiting = self.columns["waiting_since"] if message.thanks else self.columns["waiting_since"] or message.at
        waits = self.columns["status"] in (Status.PENDING, Status.ON_HOLD)
        seq = self._next_seq(message)
        self._change(
            EventKind.RECEIVED,
            message.author,
            message.at,
            {"message": message.key, "thanks": message.thanks},
            conversation_seq=seq,
            waiting_since=waiting,
            status=Status.OPEN.value if waits else self.columns["status"],
        )

    def note(self, message: Spoken) -> None:
        seq = self._next_seq(message)
        particulars = {"message": message.key}
        self._change(
            EventKind.NOTED, message.author, message.at, particulars, conversation_seq=seq, status=self._touched()
        )

    def put(self, status: Status, agent: int, at: datetime) -> None:
        self._change(EventKind.STATUS_CHANGED, agent, at, status=status.value)

    def solve(self, agent: int, at: datetime) -> None:
        self._change(EventKind.SOLVED, agent, at, status=Status.SOLVED.value, solved_at=at, waiting_since=None)

    def close_in_time(self, now: datetime) -> None:
        """A week after it was solved, if that has come."""
        at = self.columns["solved_at"] + AUTO_CLOSE_AFTER
        if at < now:
            self._change(EventKind.CLOSED, None, at, status=Status.CLOSED.value, closed_at=at)

    def _next_seq(self, message: Spoken) -> int:
        message.seq = self.columns["conversation_seq"] + 1
        self.messages.append(message)
        return message.seq

    def _touched(self) -> str:
        return Status.OPEN.value if self.columns["status"] == Status.NEW else self.columns["status"]

    def _change(
        self, kind: EventKind, actor: int | None, at: datetime, particulars: dict | None = None, **columns: Any
    ) -> None:
        changes = {}
        for name, value in columns.items():
            before = self.columns[name]
            if before != value:
                changes[name] = [plain(before), plain(value)]
                self.columns[name] = value
        self._record(kind, actor, at, {**(particulars or {}), **({"changes": changes} if changes else {})})

    def _record(self, kind: EventKind, actor: int | None, at: datetime, data: dict[str, Any]) -> None:
        self.events.append(Happened(kind.value, actor, at, data))
        self.updated_at = at


def plain(value: Any) -> Any:
    """As events keep it."""
    return value.isoformat() if isinstance(value, datetime) else value
