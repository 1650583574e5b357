"""Metrics beside those that design.md section 11 defines: what one page needs more. Of the same shape, with lists behind."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from metrics import rows
from metrics.catalogue import Metric, Unit
from metrics.models import SolveFacts, TicketFacts
from metrics.questions import Inquiry
from tickets.models import Level

# Solved above the first line, by one answer, after going up once and never coming back.
_ONE_ANSWER_ABOVE = Q(level__gt=Level.FIRST_LINE, answers_above=1, escalations=1, hand_backs=0)
# A lead's word, or where there is none, what it looks like.
SHOULD_HAVE = Q(is_avoidable=True) | _ONE_ANSWER_ABOVE


def escalated(asked: Inquiry) -> "QuerySet[TicketFacts]":
    """Opened in the period, and escalated since."""
    return rows.opened(asked).filter(escalations__gt=0)


def escalated_and_solved(asked: Inquiry) -> "QuerySet[SolveFacts]":
    """Solved in the period, after being escalated."""
    return rows.solved(asked).filter(escalations__gt=0)


FURTHER: Sequence[Metric] = (
    Metric(
        key="solvable_below",
        name=_("Level 1 should have solved"),
        definition=_(
            "Of the escalated tickets that were solved, the share of which a lead said that level 1 should have solved them, or "
            "that the higher level solved with a single answer: it went up once, never came back, and needed one public reply "
            "there. With that answer at hand, level 1 could have given it."
        ),
        unit=Unit.SHARE,
        period_rule=_("Escalated tickets solved in the period, each once."),
        rows=escalated_and_solved,
        when="at",
        having=SHOULD_HAVE,
        is_better_high=False,
    ),
    Metric(
        key="hand_back_rate",
        name=_("Handed back"),
        definition=_("Of the escalated tickets, the share that the higher level gave back or declined at least once."),
        unit=Unit.SHARE,
        period_rule=_("Tickets opened in the period that were escalated."),
        rows=escalated,
        when="opened_at",
        having=Q(hand_backs__gt=0),
        is_better_high=False,
    ),
    Metric(
        key="ping_pong_rate",
        name=_("Back and forth"),
        definition=_(
            "Of the escalated tickets, the share that turned around between levels more than once: up, down, and up again. An "
            "escalation that was taken back before anybody accepted it is none."
        ),
        unit=Unit.SHARE,
        period_rule=_("Tickets opened in the period that were escalated."),
        rows=escalated,
        when="opened_at",
        having=Q(ping_pongs__gt=1),
        is_better_high=False,
    ),
)
# Turned around so often or more often is one number.
MOST_TURNS = 4


def turned_around(asked: Inquiry) -> list[tuple[int, int]]:
    """How often escalated tickets turned around between levels, from once on, and how many of them did."""
    times = Least("ping_pongs", MOST_TURNS)
    turned = escalated(asked).filter(ping_pongs__gt=0).order_by().annotate(times=times).values_list("times")
    return sorted(turned.annotate(tickets=Count("*")))
