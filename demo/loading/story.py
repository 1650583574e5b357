"""A story: one ticket's life as acts in time. Plain values, made without a database."""

from dataclasses import dataclass, field
from datetime import datetime

from demo.people import Customer


@dataclass(frozen=True, slots=True)
class Open:
    """The requester (or, by phone and the like, `agent`) opens the ticket."""

    subject: str
    text: str
    channel: str
    tags: tuple[str, ...] = ()
    kind: str = "question"
    priority: str = "normal"
    level: int = 1
    team: str = ""
    agent: str = ""
    file: str = ""
    cc: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Take:
    """An agent makes the ticket theirs, and puts its tags and priority right."""

    agent: str
    tags: tuple[str, ...] = ()
    priority: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    agent: str
    text: str
    status: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class BotAnswer:
    text: str


@dataclass(frozen=True, slots=True)
class Write:
    """The customer writes."""

    text: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Jot:
    agent: str
    text: str


@dataclass(frozen=True, slots=True)
class Put:
    """Set a status."""

    agent: str
    status: str


@dataclass(frozen=True, slots=True)
class Raise:
    """Escalate; `agent` empty when the bot hands over to the first line."""

    agent: str
    to_level: int
    team: str
    reason: str
    tried: str
    asked: str


@dataclass(frozen=True, slots=True)
class Accept:
    agent: str


@dataclass(frozen=True, slots=True)
class Return:
    agent: str
    answer: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """The customer marks it solved."""


@dataclass(frozen=True, slots=True)
class AutoClose:
    pass


@dataclass(frozen=True, slots=True)
class Discard:
    """An agent marks it as spam, or deletes it."""

    agent: str
    spam: bool = True


Act = Open | Take | Answer | BotAnswer | Write | Jot | Put | Raise | Accept | Return | Confirm | AutoClose | Discard


@dataclass(frozen=True, slots=True)
class Beat:
    """What happens at one moment; its acts are one passage through the door."""

    at: datetime
    acts: tuple[Act, ...]


@dataclass(slots=True)
class Story:
    requester: Customer
    language: str
    beats: list[Beat] = field(default_factory=list)

    def add(self, at: datetime, *acts: Act) -> None:
        """Append; never earlier than what happened before."""
        if self.beats and at <= self.beats[-1].at:
            raise ValueError("A story goes forward in time.")
        self.beats.append(Beat(at, acts))

    def until(self, now: datetime) -> "Story":
        """As far as it has come."""
        return Story(self.requester, self.language, [beat for beat in self.beats if beat.at < now])
