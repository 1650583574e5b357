"""What a test says: one step after the other."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """`is_good`: None where nothing is wrong, but something could be better, or could not be found out."""

    part: str  # incoming, outgoing or records
    what: str
    is_good: bool | None
    words: str
    advice: str = ""


@dataclass(slots=True)
class Findings:
    """Steps of one part, in their order."""

    part: str
    steps: list[Step] = field(default_factory=list)

    def good(self, what: str, words: str) -> None:
        self.steps.append(Step(self.part, what, True, words))

    def hint(self, what: str, words: str, advice: str = "") -> None:
        self.steps.append(Step(self.part, what, None, words, advice))

    def bad(self, what: str, words: str, advice: str = "") -> None:
        self.steps.append(Step(self.part, what, False, words, advice))

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(step) for step in self.steps]
