"""Which tickets of this week are alike, and whether there are more of them than usual. Pure: vectors in, clusters out.

A cluster is a ticket with all that lie near it, the fullest first. The weeks before are counted around the very same ticket at
the very same distance, so that what was always frequent is no news; and where everything else has grown too (a season, a desk
that is being opened), the usual number grows with it. A cluster grows when there are at least `FEWEST` from at least
`FEWEST_PEOPLE`, three times as many as in a usual week, and more than chance explains.

What chance explains is what disease surveillance asks of the week's cases against the weeks before ("historical limits": Stroup
et al., Statistics in Medicine 8, 1989; Farrington et al., J. R. Statist. Soc. A 159, 1996), with the exact distribution in place
of deviations, as the numbers are small: of a matter that came K times in W weeks at a steady rate, the number of another week is
negative binomial (Poisson with its rate known as well as K and W tell it, Jeffreys' prior). Less likely than `CHANCE` is news:
even were all 1,008 looks of a week at 200 matters independent, that would be one false alarm in five weeks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 0.5
FEWEST = 8
FEWEST_PEOPLE = 4
TIMES_USUAL = 3.0
CHANCE = 1e-6
# Of everything else, so many are added on both sides: a handful more is no growth of a small desk.
_STEADY = 10.0
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
        others = _STEADY + len(now) - len(members), _STEADY + len(earlier) / share / weeks - before
        wrote = len({people[int(place)] for place in members})
        if is_growing(len(members), wrote, before, weeks=weeks * share, growth=max(1.0, others[0] / others[1])):
            order = members[np.argsort(-likeness[members], kind="stable")]
            found.append(Found(order.tolist(), likeness[order].tolist(), before))
    return found


def is_growing(tickets: int, people: int, before: float, *, weeks: float = 8.0, growth: float = 1.0) -> bool:
    """`before` in a usual week, as known from so many weeks; all others are `growth` times as many as then."""
    if tickets < FEWEST or people < FEWEST_PEOPLE or tickets < TIMES_USUAL * before * growth:
        return False
    return chance_of(tickets, before * weeks, weeks / growth) < CHANCE


def chance_of(tickets: int, seen: float, weeks: float) -> float:
    """How likely a week brings as many or more of what was `seen` in so many weeks, if nothing has changed."""
    shape, another = seen + 0.5, 1 / (weeks + 1)
    chance = total = exp(
        lgamma(tickets + shape) - lgamma(shape) - lgamma(tickets + 1) + shape * log1p(-another) + tickets * log(another)
    )
    times = tickets
    while chance > total * 1e-9:
        chance *= (times + shape) / (times + 1) * another
        times += 1
        total += chance
    return min(total, 1.0)


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
