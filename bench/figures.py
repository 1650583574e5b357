"""Timing steps side by side, and what comes of it."""

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from bench.browser import Answer

READ, WRITE = "read floor", "write floor"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is timed again and again; `floor` names the step it is compared with, "" for a floor itself."""

    name: str
    act: Callable[[], Answer]
    floor: str = ""
    most_times_floor: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    floor: str
    most_times_floor: float
    p50_ms: float
    p95_ms: float
    statements: int
    statements_ms: float
    cpu_ms: float
    kilobytes: float

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def measure(steps: Sequence[Step], *, rounds: int, warm_up: int = 5) -> list[Figure]:
    """Each round takes every step once, in a random order, so that the noise of the machine hits all alike."""
    order = random.Random(1)
    answers: dict[str, list[Answer]] = {step.name: [] for step in steps}
    for number in range(-warm_up, rounds):
        for step in order.sample(steps, len(steps)):
            answer = step.act()
            if number >= 0:
                answers[step.name].append(answer)
    return [figure_of(step, answers[step.name]) for step in steps]


def figure_of(step: Step, answers: Sequence[Answer]) -> Figure:
    times = sorted(answer.ms for answer in answers)
    return Figure(
        name=step.name,
        floor=step.floor,
        most_times_floor=step.most_times_floor,
        p50_ms=statistics.median(times),
        p95_ms=times[min(len(times) - 1, round(0.95 * (len(times) - 1)))],
        statements=round(statistics.median(answer.statements for answer in answers)),
        statements_ms=statistics.median(answer.statements_ms for answer in answers),
        cpu_ms=statistics.median(answer.cpu_ms for answer in answers),
        kilobytes=statistics.median(len(answer.body) for answer in answers) / 1000,
    )
