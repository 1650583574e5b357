"""How right smart routing would have been: trained on what was solved before a date, tested on what was opened after it.

The newest solved tickets are the test. Those before them show what a share of the votes means (the calibration), and what was
solved before these is asked for both. So nothing is judged by tickets that it knew, nor by a calibration made from them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from django.db.models import Q

from routing.neighbours import ASKED, MOST_TAGS, Calibration, Labels, Neighbour, SmartField, votes
from search.embeddings import DIMENSIONS
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet

if TYPE_CHECKING:
    from numpy.typing import NDArray

TESTED = 1_000
# On a desk with fewer than four times as many: the rest is left to learn from.
SHARE_TESTED = 4
MOST_ASKED = 20_000
# With fewer solved tickets there is nothing to learn from.
FEWEST = 200
_AT_ONCE = 200
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

# A vector as bytes, because reading 256 numbers as text takes fifty times as long.
_SOLVED = """
SELECT t.number, t.opened_at, t.solved_at, t.team_id, t.priority, t.level,
       ARRAY(SELECT name FROM tickets_tag JOIN tickets_ticket_tags ON tag_id = tickets_tag.id
             WHERE ticket_id = t.number AND archived_at IS NULL),
       halfvec_send(e.vector)
FROM tickets_ticket t JOIN search_embedding e ON e.ticket_id = t.number
WHERE t.number IN ({tickets}) ORDER BY t.opened_at, t.number
"""

Progress = Callable[[int, int], None]


class Solved(NamedTuple):
    number: int
    opened_at: datetime
    solved_at: datetime
    labels: Labels


@dataclass(frozen=True, slots=True)
class Band:
    """Of the proposals with a confidence from `start` on, up to the next band."""

    start: float
    number: int
    right: int


@dataclass(frozen=True, slots=True)
class FieldResult:
    """`accuracy` and `baseline` are shares of `number`; None where there was nothing to test."""

    number: int
    right: int
    baseline_right: int
    bands: list[Band] = field(default_factory=list)
    steps: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Result:
    trained: int
    tested: int
    before: datetime
    fields: dict[SmartField, FieldResult]

    def as_json(self) -> dict[str, Any]:
        return {
            "trained": self.trained,
            "tested": self.tested,
            "before": self.before.isoformat(),
            "fields": {name.value: asdict(result) for name, result in self.fields.items()},
        }


def learnt_from() -> TicketQuerySet:
    """Solved tickets; those of private teams tell nobody anything."""
    return Ticket.objects.filter(Q(team__isnull=True) | Q(team__is_private=False)).solved()


def measure(progress: Progress = lambda done, of: None, *, noise: float = 0.0, seed: int = 1) -> Result | None:
    """None with too few solved tickets. `noise`: this share of the labels is replaced by another ticket's, for the bench."""
    solved, vectors = _read_solved()
    if len(solved) < FEWEST:
        return None
    if noise:
        solved = _with_noise(solved, noise, Random(seed))
    tested = min(TESTED, len(solved) // SHARE_TESTED)
    test = range(len(solved) - tested, len(solved))
    before = solved[test[0]].opened_at
    known = [place for place in range(test[0]) if solved[place].solved_at < before]
    calibrating = known[-tested:]
    earlier = solved[calibrating[0]].opened_at
    base = [place for place in known if solved[place].solved_at < earlier] or known[: len(known) // 2]

    total = len(calibrating) + tested
    seen = _shares(solved, vectors, calibrating, base, lambda done: progress(done, total))
    calibrations = {name: Calibration.of(pairs) for name, pairs in seen.items()}
    asked = _votes(solved, vectors, test, known, lambda done: progress(len(calibrating) + done, total))
    learnt = [solved[place].labels for place in known]
    judged = [(solved[place].labels, neighbours) for place, neighbours in asked]
    results = {name: _judge(name, judged, learnt, calibrations[name]) for name in SmartField}
    return Result(len(known), tested, before, results)


def _judge(
    name: SmartField,
    judged: Sequence[tuple[Labels, list[Neighbour]]],
    learnt: Sequence[Labels],
    calibration: Calibration,
) -> FieldResult:
    usual = Counter(value for labels in learnt for value in labels.of(name)).most_common(1)
    number = right = baseline_right = 0
    bands = {start: [0, 0] for start in BANDS}
    for labels, neighbours in judged:
        actual = labels.of(name)
        if not actual:
            continue
        number += 1
        baseline_right += bool(usual) and usual[0][0] in actual
        found = votes(neighbours, name)
        if not found:
            continue
        is_right = found[0].value in actual
        right += is_right
        band = bands[max(start for start in BANDS if start <= calibration.confidence(found[0].share))]
        band[0] += 1
        band[1] += is_right
    shown = [Band(start, *counts) for start, counts in bands.items()]
    return FieldResult(number, right, baseline_right, shown, list(calibration.steps))


def _shares(
    solved: Sequence[Solved],
    vectors: "NDArray[Any]",
    asked: Sequence[int],
    base: Sequence[int],
    done: Callable[[int], None],
) -> dict[SmartField, list[tuple[float, bool]]]:
    """What a proposal's share of the votes was, and whether it was right."""
    pairs: dict[SmartField, list[tuple[float, bool]]] = {name: [] for name in SmartField}
    for place, neighbours in _votes(solved, vectors, asked, base, done):
        for name in SmartField:
            actual = solved[place].labels.of(name)
            found = votes(neighbours, name)
            if actual:
                likely = found[:MOST_TAGS] if name == SmartField.TAGS else found[:1]
                pairs[name] += [(vote.share, vote.value in actual) for vote in likely]
    return pairs


def _votes(
    solved: Sequence[Solved],
    vectors: "NDArray[Any]",
    asked: Sequence[int],
    base: Sequence[int],
    done: Callable[[int], None],
) -> Iterable[tuple[int, list[Neighbour]]]:
    """Of each asked one its nearest among the base."""
    import numpy as np

    places = np.array(base[-MOST_ASKED:])
    known = vectors[places]
    most = min(ASKED, len(places))
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        nearness = vectors[np.array(some)] @ known.T
        best = np.argpartition(-nearness, most - 1, axis=1)[:, :most]
        for row, place in enumerate(some):
            order = best[row][np.argsort(-nearness[row, best[row]])]
            alike = [(solved[places[one]], float(nearness[row, one])) for one in order]
            yield place, [Neighbour(one.number, near, one.labels) for one, near in alike]
        done(start + len(some))


def _read_solved() -> tuple[list[Solved], "NDArray[Any]"]:
    """The newest, in the order in which they were opened."""
    import numpy as np

    tickets = learnt_from().order_by("-solved_at", "-number").values("pk")[: MOST_ASKED + 2 * TESTED]
    sql, params = tickets.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_SOLVED.format(tickets=sql), params)
        rows = cursor.fetchall()
    solved = [
        Solved(number, opened_at, solved_at, Labels(team, frozenset(tags), priority, level))
        for number, opened_at, solved_at, team, priority, level, tags, _vector in rows
    ]
    sent = b"".join(bytes(row[-1])[4:] for row in rows)  # after the number of its dimensions
    return solved, np.frombuffer(sent, dtype=">f2").reshape(-1, DIMENSIONS).astype(np.float32)


def _with_noise(solved: Sequence[Solved], noise: float, random: Random) -> list[Solved]:
    """Each label of such a share of tickets is that of some other ticket."""

    def label(one: Solved, name: SmartField) -> Any:
        return getattr(random.choice(solved).labels if random.random() < noise else one.labels, name.value)

    return [one._replace(labels=Labels(**{name.value: label(one, name) for name in SmartField})) for one in solved]
