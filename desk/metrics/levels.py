"""What the page of levels shows: how tickets went up and came down, how long levels held them, what the first could have done."""

from typing import Any, NamedTuple

from django.db.models import Avg, Count
from django.utils.translation import gettext as _

from desk.metrics.cards import cards, cards_of
from desk.metrics.sankey import Link, sankey
from desk.metrics.series import MOST_BARS, Chart, Drill, bars
from desk.metrics.words import time_taken, worded
from metrics import lists
from metrics.catalogue import Unit
from metrics.cuts import STAGE_NAMES, move_words, turns_words
from metrics.figures import Percentile
from metrics.flow import flow
from metrics.further import FURTHER, SHOULD_HAVE, escalated_and_solved, turned_around
from metrics.questions import Inquiry
from tickets.models import Level, Tag


class Hold(NamedTuple):
    level: int
    name: str
    stays: str
    median: str
    mean: str
    behind: Drill


class FlowLine(NamedTuple):
    """A step of the flow, in words, for the table behind the picture."""

    stage: str
    level: str
    to: str
    tickets: int
    behind: Drill


def levels(asked: Inquiry) -> dict[str, Any]:
    steps = flow(asked)
    stages = [str(name) for name in STAGE_NAMES]
    names = {level.value: str(level.label) for level in Level}
    links = [
        Link(
            step.stage,
            step.level,
            step.to,
            step.tickets,
            _in_words(names[step.level], names[step.to], step.tickets),
            _behind(step.stage, step.level, step.to),
        )
        for step in steps
    ]
    return {
        "cards": [*cards(("escalation_rate", "fcr"), asked), *cards_of(FURTHER, asked)],
        "flow": sankey(links, names, stages, _behind) if steps else None,
        "flow_lines": [
            FlowLine(
                f"{stages[step.stage]} → {stages[step.stage + 1]}",
                names[step.level],
                names[step.to],
                step.tickets,
                _behind(step.stage, step.level, step.to),
            )
            for step in steps
        ],
        "charts": [moves(asked), _turns(asked), _topics(asked)],
        "holds": _holds(asked),
    }


def _behind(*path: int) -> Drill:
    """The tickets that were at a stage at a level, or went from there to another one."""
    return Drill("opened", {"flow": "-".join(map(str, path))})


def _in_words(level: str, to: str, tickets: int) -> str:
    if level == to:
        return _("%(tickets)s stayed at %(level)s") % {"tickets": tickets, "level": level}
    return _("%(tickets)s went from %(level)s to %(to)s") % {"tickets": tickets, "level": level, "to": to}


def _topics(asked: Inquiry) -> Chart:
    """What the tickets were about that level 1 should have solved: what to teach, or to write down."""
    could = escalated_and_solved(asked).filter(SHOULD_HAVE).values("ticket")
    found = Tag.objects.filter(tickets__in=could).order_by().values_list("pk", "name")
    counted = [
        (name, float(n), Drill("solvable_below", {"which": "yes", "tag": key}))
        for key, name, n in found.annotate(n=Count("*")).order_by("-n", "name")[:MOST_BARS]
    ]
    return bars(
        "topics", _("What level 1 should have solved, by tag"),
        _("A lead said so, or one answer above was enough: what to teach or to write down."), _("Tag"), counted,
        _("Tickets"), _whole,
    )  # fmt: skip


def moves(asked: Inquiry) -> Chart:
    """How often tickets went from one level straight to another."""
    counted = lists.moves(asked).order_by("level", "to").values_list("level", "to").annotate(n=Count("*"))
    moves = [
        (move_words((level, to)), float(n), Drill("level_moves", {"move": f"{level}-{to}"})) for level, to, n in counted
    ]
    return bars(
        "moves", _("Between levels"), _("How often tickets went up, and came down again."), _("From and to"), moves,
        _("Moves"), _whole,
    )  # fmt: skip


def _turns(asked: Inquiry) -> Chart:
    """Tickets by how often they turned around."""
    turned = [
        (turns_words(times), float(n), Drill("ping_pong_rate", {"times": times})) for times, n in turned_around(asked)
    ]
    return bars(
        "turns", _("Back and forth between levels"),
        _("How often escalated tickets turned around: up and down again is once."), _("Turned around"), turned,
        _("Tickets"), _whole,
    )  # fmt: skip


def _holds(asked: Inquiry) -> list[Hold]:
    """Whichever teams had it there, a ticket is held by a level until it goes to another one or is solved."""
    counted = lists.holds(asked).order_by("level").values_list("level").annotate(
        n=Count("*"), median=Percentile("held", 0.5), mean=Avg("held")
    )  # fmt: skip
    return [
        Hold(
            level,
            str(Level(level).label),
            _whole(n),
            time_taken(median),
            time_taken(mean),
            Drill("level_holds", {"level": level}),
        )
        for level, n, median, mean in counted
    ]


def _whole(number: float) -> str:
    return worded(number, Unit.TICKETS)
