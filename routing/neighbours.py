"""What alike tickets say about one: a vote, weighted by nearness, and how sure that makes us. Plain data, without a database.

*Share* is the part of the votes; *confidence* is what such a share turned out to mean on tickets that took no part in it: the
share of them for which it was right.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy

ASKED = 15  # neighbours
MOST_TAGS = 3  # are proposed
# Nearer than this two texts are at least when they are about one thing: the nearest that a desk's own tickets have are 0.35 and
# more, while what has nothing to do with it (the weather, a cake recipe) comes to 0.2 to 0.32.
NEAR_ENOUGH = 0.35
# How much less one counts that is less near than the nearest: by half at 0.06.
_SHARPNESS = 12.0
# A calibration knows nothing of shares that it never saw: of the fewest, as if as many more had been wrong as right.
_CAUTION = 2.0
_FEWEST_IN_STEP = 20


class SmartField(StrEnum):
    """What is proposed."""

    TEAM = "team"
    TAGS = "tags"
    PRIORITY = "priority"
    LEVEL = "level"


FIELD_WORDS = {
    SmartField.TEAM: gettext_lazy("Team"),
    SmartField.TAGS: gettext_lazy("Tags"),
    SmartField.PRIORITY: gettext_lazy("Priority"),
    SmartField.LEVEL: gettext_lazy("Level"),
}


class Labels(NamedTuple):
    """What a solved ticket was in the end; `team` None: in no queue."""

    team: int | None
    tags: frozenset[str]
    priority: int
    level: int

    def of(self, field: SmartField) -> frozenset[Any]:
        """Several for tags, else one or none."""
        if field == SmartField.TAGS:
            return self.tags
        value = getattr(self, field.value)
        return frozenset() if value is None else frozenset({value})


class Neighbour(NamedTuple):
    number: int
    nearness: float
    labels: Labels


class Vote(NamedTuple):
    """`near`: the neighbours that are for it, the nearest first."""

    value: Any
    share: float
    near: tuple[int, ...]


def votes(neighbours: Sequence[Neighbour], field: SmartField) -> list[Vote]:
    """What the neighbours are for, the most likely first; equal shares in the order of their values.

    Nothing where the nearest is far away: however much those agree, they know nothing of this one.
    """
    nearest = max((neighbour.nearness for neighbour in neighbours), default=0.0)
    if nearest < NEAR_ENOUGH:
        return []
    weights = [math.exp(_SHARPNESS * (neighbour.nearness - nearest)) for neighbour in neighbours]
    shares: dict[Any, float] = {}
    near: dict[Any, list[int]] = {}
    for neighbour, weight in zip(neighbours, weights, strict=True):
        for value in neighbour.labels.of(field):
            shares[value] = shares.get(value, 0.0) + weight
            near.setdefault(value, []).append(neighbour.number)
    whole = sum(weights)
    found = [Vote(value, share / whole, tuple(near[value])) for value, share in shares.items()]
    return sorted(found, key=lambda vote: (-vote.share, str(vote.value)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Steps of (a share from here on, what it means); both rise."""

    steps: tuple[tuple[float, float], ...] = ()

    @classmethod
    def of(cls, seen: Iterable[tuple[float, bool]]) -> "Calibration":
        """From shares and whether they were right: pools what is out of order (isotonic regression), never in too few."""
        blocks: list[list[float]] = []  # share, right, all
        for share, alike in groupby(sorted(seen), key=lambda pair: pair[0]):
            outcomes = [is_right for _share, is_right in alike]
            blocks.append([share, float(sum(outcomes)), float(len(outcomes))])
            while len(blocks) > 1 and (blocks[-2][2] < _FEWEST_IN_STEP or _mean(blocks[-2]) >= _mean(blocks[-1])):
                _first, right, number = blocks.pop()
                blocks[-1][1] += right
                blocks[-1][2] += number
        steps: list[tuple[float, float]] = []
        for share, right, number in blocks:
            confidence = (right + _CAUTION / 2) / (number + _CAUTION)
            steps.append((share, max(confidence, steps[-1][1] if steps else 0.0)))
        return cls(tuple(steps))

    def confidence(self, share: float) -> float:
        """0 where nothing like it was seen."""
        known = 0.0
        for start, confidence in self.steps:
            if share + 1e-9 < start:
                break
            known = confidence
        return known


def _mean(block: Sequence[float]) -> float:
    return block[1] / block[2]
