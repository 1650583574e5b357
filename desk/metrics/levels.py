"""What the page of levels shows: how tickets went up and came down, how long levels held them, what the first could have done."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.metrics.cards import cards, cards_of
from desk.metrics.sankey import Link, sankey
from desk.metrics.series import MOST_BARS, Chart, bars
from desk.metrics.words import time_taken, worded
from metrics.catalogue import Unit
from metrics.figures import Percentile
from metrics.flow import flow
from metrics.further import FURTHER, MOST_TURNS, SHOULD_HAVE, escalated_and_solved, turned_around
from metrics.models import StayFacts
from metrics.questions import Inquiry
from tickets.models import Level, Tag


class Hold(NamedTuple):
    level: int
    name: str
    stays: str
    median: str
    mean: str


class FlowLine(NamedTuple):
    """A step of the flow, in words, for the table behind the picture."""

    stage: str
    level: str
    to: str
    tickets: int


def levels(asked: Inquiry) -> dict[str, Any]:
    ended = _ended_stays(asked)
    steps = flow(asked)
    stages = [_("Opened at"), _("After the first move"), _("In the end")]
    names = {level.value: str(level.label) for level in Level}
    links = [
        Link(step.stage, step.level, step.to, step.tickets, _in_words(names[step.level], names[step.to], step.tickets))
        for step in steps
    ]
    return {
        "cards": [*cards(("escalation_rate", "fcr"), asked), *cards_of(FURTHER, asked)],
        "flow": sankey(links, names, stages) if steps else None,
        "flow_lines": [
            FlowLine(
                f"{stages[step.stage]} → {stages[step.stage + 1]}", names[step.level], names[step.to], step.tickets
            )
            for step in steps
        ],
        "charts": [moves(asked), _turns(asked), _topics(asked)],
        "holds": _holds(ended),
    }


def _in_words(level: str, to: str, tickets: int) -> str:
    if level == to:
        return _("%(tickets)s stayed at %(level)s") % {"tickets": tickets, "level": level}
    return _("%(tickets)s went from %(level)s to %(to)s") % {"tickets": tickets, "level": level, "to": to}


def _topics(asked: Inquiry) -> Chart:
    """What the tickets were about that level 1 should have solved: what to teach, or to write down."""
    could = escalated_and_solved(asked).filter(SHOULD_HAVE).values("ticket")
    found = Tag.objects.filter(tickets__in=could).order_by().values_list("name")
    counted = list(found.annotate(n=Count("*")).order_by("-n", "name")[:MOST_BARS])
    return bars(
        "topics", _("What level 1 should have solved, by tag"),
        _("A lead said so, or one answer above was enough: what to teach or to write down."), _("Tag"), counted,
        _("Tickets"), _whole,
    )  # fmt: skip


def _ended_stays(asked: Inquiry) -> Any:
    found = StayFacts.objects.filter(asked.parts())
    return found.filter(until__gte=asked.period.start, until__lt=asked.period.end)


def moves(asked: Inquiry) -> Chart:
    """How often tickets went from one level straight to another."""
    following = StayFacts.objects.filter(ticket=OuterRef("ticket"), turn=OuterRef("turn") + 1, since=OuterRef("until"))
    found = _ended_stays(asked).annotate(to=Subquery(following.values("level")[:1])).exclude(to=F("level"))
    counted = found.order_by("level", "to").values_list("level", "to").annotate(n=Count("*"))
    moves = [(_move_name(level, to), float(n)) for level, to, n in counted if to is not None]
    return bars(
        "moves", _("Between levels"), _("How often tickets went up, and came down again."), _("From and to"), moves,
        _("Moves"), _whole,
    )  # fmt: skip


def _turns(asked: Inquiry) -> Chart:
    """Tickets by how often they turned around."""
    turned = [(_times(times), float(n)) for times, n in turned_around(asked)]
    return bars(
        "turns", _("Back and forth between levels"),
        _("How often escalated tickets turned around: up and down again is once."), _("Turned around"), turned,
        _("Tickets"), _whole,
    )  # fmt: skip


def _times(times: int) -> str:
    if times == MOST_TURNS:
        return _("%(count)s times or more") % {"count": times}
    return ngettext("Once", "%(count)s times", times) % {"count": times}


def _move_name(level: int, to: int) -> str:
    words = _("Up from level %(level)s to %(to)s") if to > level else _("Down from level %(level)s to %(to)s")
    return words % {"level": level, "to": to}


def _holds(ended: Any) -> list[Hold]:
    """Whichever teams had it there, a ticket is held by a level until it goes to another one or is solved."""
    took = ExpressionWrapper(F("until") - F("at_level_since"), DurationField())
    counted = ended.filter(ends_level=True).annotate(took=took).order_by("level").values_list("level").annotate(
        n=Count("*"), median=Percentile("took", 0.5, output_field=DurationField()), mean=Avg("took")
    )  # fmt: skip
    return [
        Hold(level, str(Level(level).label), _whole(n), _span(median), _span(mean))
        for level, n, median, mean in counted
    ]


def _span(took: timedelta) -> str:
    return time_taken(took.total_seconds())


def _whole(number: float) -> str:
    return worded(number, Unit.TICKETS)
