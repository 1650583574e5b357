"""The rows behind each metric: what is counted for an inquiry. A figure and its list of tickets begin here alike."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from metrics.models import ClockFacts, ResponseFacts, SolveFacts, StayFacts, TicketFacts
from metrics.models.facts import ResponseKind
from metrics.questions import Inquiry
from sla.deadlines import SETTLES_AFTER
from sla.models import ClockState
from tickets.models import Status

MET = Q(ended_at__isnull=False) & ~Q(state=ClockState.BREACHED)
AGES: tuple[tuple[str, timedelta | None], ...] = (
    ("day", timedelta(days=1)),
    ("3_days", timedelta(days=3)),
    ("week", timedelta(days=7)),
    ("month", timedelta(days=30)),
    ("older", None),
)


def opened(asked: Inquiry) -> "QuerySet[TicketFacts]":
    rows = TicketFacts.objects.filter(asked.scope.of_team("team"), is_counted=True)
    return rows.filter(opened_at__gte=asked.period.start, opened_at__lt=asked.period.end)


def responses(asked: Inquiry, kind: ResponseKind) -> "QuerySet[ResponseFacts]":
    """Given in the period."""
    rows = _counted(ResponseFacts.objects.filter(kind=kind), asked)
    return rows.filter(answered_at__gte=asked.period.start, answered_at__lt=asked.period.end)


def solved(asked: Inquiry) -> "QuerySet[SolveFacts]":
    """Each ticket once, by the last time in the period that it was solved."""
    rows = _counted(SolveFacts.objects.all(), asked)
    start, end = asked.period.start, asked.period.end
    return rows.filter(Q(next_at__isnull=True) | Q(next_at__gte=end), at__gte=start, at__lt=end)


def settled(asked: Inquiry) -> "QuerySet[SolveFacts]":
    """Of these, those that somebody answered, and that were closed or solved long enough ago to stay so."""
    long_ago = Q(at__lte=asked.now - SETTLES_AFTER)
    return solved(asked).filter(long_ago | Q(ticket__status=Status.CLOSED), ticket__replies__gte=1)


def promises(asked: Inquiry) -> "QuerySet[ClockFacts]":
    """Clocks that count in the period, as far as they are decided."""
    rows = _counted(ClockFacts.objects.exclude(state=ClockState.CANCELLED), asked)
    decided = Q(fixed_at__isnull=True) | Q(fixed_at__lte=asked.now)
    start, end = asked.period.start, asked.period.end
    return rows.filter(decided, counts_at__gte=start, counts_at__lt=end, counts_at__lte=asked.now)


def unsolved(asked: Inquiry) -> "QuerySet[StayFacts]":
    """Where tickets are that are not solved at the period's end, or now where that is still to come; each is somewhere once."""
    moment = min(asked.period.end, asked.now)
    rows = StayFacts.objects.filter(asked.scope.of_team("team"), ticket__is_counted=True, since__lte=moment)
    return rows.filter(Q(until__isnull=True) | Q(until__gt=moment))


def _counted(rows: "QuerySet[Any]", asked: Inquiry) -> "QuerySet[Any]":
    return rows.filter(asked.scope.of_team("ticket__team"), ticket__is_counted=True)
