"""Which tickets of this week are alike, and whether there are more of them than usual. Pure: vectors in, clusters out.

A cluster is a ticket with all that lie near it, the fullest first. The weeks before are counted around the very same ticket at
the very same distance, so that what was always frequent is no news. It grows when there are at least `FEWEST` from at least
`FEWEST_PEOPLE`, three times as many as in a usual week, and more than chance explains: five standard deviations of a Poisson
count, which makes less than one false alarm in years for a few hundred kinds of matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 0.5
FEWEST = 8
FEWEST_PEOPLE = 4
TIMES_USUAL = 3.0
DEVIATIONS = 5.0
MOST_CLUSTERS = 200
# Centres are looked for among so many, and the weeks before are counted on so many.
MOST_CENTRES = 4_000
# A language with fewer tickets has no middle of its own.
FEWEST_OF_LANGUAGE = 30


@dataclass(frozen=True, slots=True)
class Found:
    """Places among this week's tickets, the nearest first, with how near each is; and how many a usual week has."""

    members: Sequence[int]
    nearness: Sequence[float]
    before: float


def growing(
    now: "NDArray[Any]", people: "Sequence[int]", earlier: "NDArray[Any]", weeks: float, *, share: float = 1.0
) -> list[Found]:
    """`people`: who wrote each of this week's. `earlier` are `share` of those of so many `weeks` before."""
    import numpy as np

    if len(now) < FEWEST:
        return []
    step = -(-len(now) // MOST_CENTRES)
    centres = now[::step]
    near = centres @ centres.T >= NEAR
    free = np.ones(len(centres), dtype=bool)
    taken = np.zeros(len(now), dtype=bool)
    found: list[Found] = []
    for _cluster in range(MOST_CLUSTERS):
        counts = near[:, free].sum(axis=1) * free
        middle = int(counts.argmax())
        if counts[middle] * step < FEWEST:
            break
        free &= ~near[middle]
        likeness = now @ centres[middle]
        members = np.flatnonzero((likeness >= NEAR) & ~taken)
        taken[members] = True
        before = float((earlier @ centres[middle] >= NEAR).sum()) / share / weeks if len(earlier) else 0.0
        if is_growing(len(members), len({people[int(place)] for place in members}), before):
            order = members[np.argsort(-likeness[members], kind="stable")]
            found.append(Found(order.tolist(), likeness[order].tolist(), before))
    return found


def is_growing(tickets: int, people: int, before: float) -> bool:
    if tickets < FEWEST or people < FEWEST_PEOPLE or tickets < TIMES_USUAL * before:
        return False
    return (tickets - before) / sqrt(before + 1) >= DEVIATIONS


def centred(
    vectors: "NDArray[Any]", languages: Sequence[str], usual: "NDArray[Any]", of: Sequence[str]
) -> "NDArray[Any]":
    """Without what every text of its language has in common, which would make all of them alike; of length 1.

    The middle of a language is that of the `usual` tickets, which are `of` these languages.
    """
    import numpy as np

    if not len(vectors):
        return vectors
    ours, theirs = np.asarray(languages), np.asarray(of)
    whole = usual.mean(axis=0) if len(usual) >= FEWEST_OF_LANGUAGE else np.zeros(vectors.shape[1], dtype=vectors.dtype)
    moved = vectors.copy()
    for language in set(languages):
        same = usual[theirs == language] if len(usual) else usual
        moved[ours == language] -= same.mean(axis=0) if len(same) >= FEWEST_OF_LANGUAGE else whole
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.divide(moved, length, out=np.zeros_like(moved), where=length > 0)
