"""What is counted in pictures and tables beside the metrics of the catalogue: of the same shape, each with the list behind it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Extract, Floor
from django.utils.translation import gettext_lazy as _

from metrics import rows
from metrics.catalogue import METRICS, Metric, Unit
from metrics.further import FURTHER
from metrics.models import StayFacts
from metrics.questions import Inquiry


def ended_stays(asked: Inquiry) -> "QuerySet[StayFacts]":
    found = StayFacts.objects.filter(asked.parts())
    return found.filter(until__gte=asked.period.start, until__lt=asked.period.end)


def moves(asked: Inquiry) -> "QuerySet[Any]":
    """Stays of which a ticket went straight to another level, in the period; `to` which."""
    following = StayFacts.objects.filter(ticket=OuterRef("ticket"), turn=OuterRef("turn") + 1, since=OuterRef("until"))
    found = ended_stays(asked).annotate(to=Subquery(following.values("level")[:1]))
    return found.filter(to__isnull=False).exclude(to=F("level"))


def holds(asked: Inquiry) -> "QuerySet[Any]":
    """Stays at a level, whichever teams had the ticket there, that ended in the period; `held` for how many seconds."""
    held = Floor(Extract(F("until") - F("at_level_since"), "epoch"))
    return ended_stays(asked).filter(ends_level=True).annotate(held=Cast(held, IntegerField()))


LISTED: Sequence[Metric] = (
    Metric(
        key="opened",
        name=_("Tickets opened"),
        definition=_("All tickets opened in the period."),
        unit=Unit.TICKETS,
        period_rule=_("Tickets opened in the period."),
        rows=rows.opened,
        when="opened_at",
    ),
    Metric(
        key="solved",
        name=_("Tickets solved"),
        definition=_("All tickets solved in the period."),
        unit=Unit.TICKETS,
        period_rule=_("Tickets solved in the period, each once, by the last time in it that they were solved."),
        rows=rows.solved,
        when="at",
    ),
    Metric(
        key="level_moves",
        name=_("Between levels"),
        definition=_("How often tickets went up, and came down again."),
        unit=Unit.TICKETS,
        period_rule=_("Moves in the period."),
        rows=moves,
        when="until",
    ),
    Metric(
        key="level_holds",
        name=_("How long levels hold tickets"),
        definition=_(
            "Stays at one level, whichever teams had the ticket there, that ended in the period: with another level or solved; "
            "around the clock."
        ),
        unit=Unit.SECONDS,
        period_rule=_("Stays that ended in the period."),
        rows=holds,
        when="until",
        value="held",
    ),
)
_BY_KEY = {metric.key: metric for metric in (*FURTHER, *LISTED)}


def metric_called(key: str) -> Metric | None:
    """Whichever has a list."""
    return METRICS.get(key) or _BY_KEY.get(key)
