"""How tickets flowed between levels: where they began, where they first went, and where they were in the end."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q

from metrics import rows
from metrics.models import StayFacts
from metrics.questions import Inquiry

# Of more tickets that moved in one period, the newest so many.
MOST_PATHS = 20_000
STAGES = 3


class Step(NamedTuple):
    """So many tickets went from one level to another between two stages, the first of which is 0."""

    stage: int
    level: int
    to: int
    tickets: int


def flow(asked: Inquiry) -> list[Step]:
    """Of the tickets opened in the period. Whoever stayed stays through all stages."""
    paths: Counter[tuple[int, ...]] = Counter()
    # A bot that gave its conversation to people escalated nothing, and who came down had not gone up here: both moved.
    elsewhere = Exists(StayFacts.objects.filter(ticket=OuterRef("ticket")).exclude(level=OuterRef("level")))
    has_moved = elsewhere | Q(escalations__gt=0)
    stays = StayFacts.objects.filter(ticket=OuterRef("ticket")).order_by("turn").values("level")
    newest = rows.opened(asked).filter(has_moved).order_by("-opened_at").annotate(levels=ArraySubquery(stays))
    moved = list(newest.values_list("level", "levels")[:MOST_PATHS])
    for level, levels in moved:
        paths[_stages(levels or [level])] += 1
    opened = rows.opened(asked).order_by()
    # All but those, where these are all that moved: to look for every ticket's stays once more takes as long as all else.
    others = opened if len(moved) < MOST_PATHS else opened.exclude(has_moved)
    straight = Counter(dict(others.values_list("level").annotate(n=Count("*"))))
    if len(moved) < MOST_PATHS:
        straight.subtract(level for level, _levels in moved)
    for level, n in (+straight).items():  # without those of which there is none
        paths[(level,) * STAGES] += n
    steps: Counter[tuple[int, int, int]] = Counter()
    for path, n in paths.items():
        for stage, (level, to) in enumerate(zip(path, path[1:], strict=False)):
            steps[stage, level, to] += n
    return [Step(*step, n) for step, n in sorted(steps.items())]


def _stages(levels: Sequence[int]) -> tuple[int, ...]:
    """At first, after the first move, in the end."""
    after = next((level for level in levels if level != levels[0]), levels[0])
    return levels[0], after, levels[-1]
