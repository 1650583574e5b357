"""The shape of a written conversation: who says what, in which tone, and how it ends.

Texts hold slots such as `{invoice}` (slots.py) and are written as wrapped prose: a single line break means nothing, a
blank line parts paragraphs, lines that begin with `- ` or `1. ` are list items (prose.py).
"""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    BRIEF = "brief"
    FRIENDLY = "friendly"
    UPSET = "upset"


@dataclass(frozen=True, slots=True)
class Reply:
    """A public answer of an agent; `status` is what the agent chose with it (empty: left alone)."""

    text: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """An internal note; `hold` when the agent then waits for someone else."""

    text: str
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Escalate:
    to_level: int
    reason: str
    tried: str
    asked: str


@dataclass(frozen=True, slots=True)
class HandBack:
    answer: str


Step = Reply | Customer | Note | Escalate | HandBack


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One conversation. At level 1 the first reply answers the question alone; what follows is the next question."""

    key: str
    topic: str
    subjects: tuple[str, ...]
    tags: tuple[str, ...]
    brief: tuple[str, ...]
    friendly: tuple[str, ...]
    upset: tuple[str, ...]
    script: tuple[Step, ...]
    channels: tuple[str, ...] = ("email", "portal")
    kind: str = "question"
    priority: str = "normal"
    language: str = "en"

    @property
    def level(self) -> int:
        """The level at which it is solved."""
        level = 1
        for step in self.script:
            if isinstance(step, Escalate):
                level = step.to_level
        return level

    @property
    def is_escalated(self) -> bool:
        return any(isinstance(step, Escalate) for step in self.script)

    def openings(self, tone: Tone) -> tuple[str, ...]:
        return {Tone.BRIEF: self.brief, Tone.FRIENDLY: self.friendly, Tone.UPSET: self.upset}[tone]

    def texts(self) -> list[str]:
        """Every text of it, for the check that each slot is known."""
        found = [*self.subjects, *self.brief, *self.friendly, *self.upset]
        for step in self.script:
            match step:
                case Reply(text=text) | Customer(text=text) | Note(text=text):
                    found.append(text)
                case Escalate():
                    found += [step.reason, step.tried, step.asked]
                case HandBack():
                    found.append(step.answer)
        return found
