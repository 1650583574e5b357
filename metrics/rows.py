"""The rows behind each metric: what is counted for an inquiry. A figure and its list of tickets begin here alike."""

from dataclasses import replace
from datetime import timedelta

from django.db.models import Q, QuerySet

from metrics.models import ClockFacts, ResponseFacts, SolveFacts, StayFacts, Survey, TicketFacts
from metrics.models.facts import ResponseKind
from metrics.questions import Inquiry
from sla.deadlines import SETTLES_AFTER
from sla.models import ClockState
from tickets.models import Status
from tickets.ratings import SurveyKind

SATISFIED = Q(score__gte=4)
MET = Q(ended_at__isnull=False) & ~Q(state=ClockState.BREACHED)
AGES: tuple[tuple[str, timedelta | None], ...] = (
    ("day", timedelta(days=1)),
    ("3_days", timedelta(days=3)),
    ("week", timedelta(days=7)),
    ("month", timedelta(days=30)),
    ("older", None),
)


def opened(asked: Inquiry) -> "QuerySet[TicketFacts]":
    rows = TicketFacts.objects.filter(asked.tickets())
    return rows.filter(opened_at__gte=asked.period.start, opened_at__lt=asked.period.end)


def first_responses(asked: Inquiry) -> "QuerySet[ResponseFacts]":
    """Given in the period."""
    return _responses(asked, ResponseKind.FIRST)


def first_responses_in_business_time(asked: Inquiry) -> "QuerySet[ResponseFacts]":
    """The same where there is a calendar."""
    return first_responses(asked).filter(business_seconds__isnull=False)


def next_responses(asked: Inquiry) -> "QuerySet[ResponseFacts]":
    return _responses(asked, ResponseKind.NEXT)


def solved(asked: Inquiry) -> "QuerySet[SolveFacts]":
    """Each ticket once, by the last time in the period that it was solved."""
    rows = SolveFacts.objects.filter(asked.parts())
    start, end = asked.period.start, asked.period.end
    return rows.filter(Q(next_at__isnull=True) | Q(next_at__gte=end), at__gte=start, at__lt=end)


def settled(asked: Inquiry) -> "QuerySet[SolveFacts]":
    """Of these, those that somebody answered, and that were closed or solved long enough ago to stay so."""
    long_ago = Q(at__lte=asked.now - SETTLES_AFTER)
    return solved(asked).filter(long_ago | Q(status=Status.CLOSED), replies__gte=1)


def promises(asked: Inquiry) -> "QuerySet[ClockFacts]":
    """Clocks that count in the period, as far as they are decided."""
    rows = ClockFacts.objects.filter(asked.parts()).exclude(state=ClockState.CANCELLED)
    decided = Q(fixed_at__isnull=True) | Q(fixed_at__lte=asked.now)
    start, end = asked.period.start, asked.period.end
    return rows.filter(decided, counts_at__gte=start, counts_at__lt=end, counts_at__lte=asked.now)


def ratings(asked: Inquiry, kind: SurveyKind) -> "QuerySet[Survey]":
    """Received in the period, by mail or in the portal."""
    return answered(asked).filter(kind=kind)


def answered(asked: Inquiry) -> "QuerySet[Survey]":
    """Ratings of every kind received in the period."""
    found = _surveys(asked).filter(score__isnull=False)
    return found.filter(answered_at__gte=asked.period.start, answered_at__lt=asked.period.end)


def csat_ratings(asked: Inquiry) -> "QuerySet[Survey]":
    return ratings(asked, SurveyKind.CSAT)


def nps_ratings(asked: Inquiry) -> "QuerySet[Survey]":
    return ratings(asked, SurveyKind.NPS)


def ces_ratings(asked: Inquiry) -> "QuerySet[Survey]":
    return ratings(asked, SurveyKind.CES)


def csat_surveys(asked: Inquiry) -> "QuerySet[Survey]":
    """Sent in the period."""
    found = _surveys(asked).filter(kind=SurveyKind.CSAT)
    return found.filter(sent_at__gte=asked.period.start, sent_at__lt=asked.period.end)


def unsolved(asked: Inquiry) -> "QuerySet[StayFacts]":
    """Where tickets are that are not solved at the period's end, or now where that is still to come; each is somewhere once."""
    rows = StayFacts.objects.filter(asked.parts(), since__lte=asked.moment)
    return rows.filter(Q(until__isnull=True) | Q(until__gt=asked.moment))


def _surveys(asked: Inquiry) -> "QuerySet[Survey]":
    """About such tickets; the agent is the survey's own. From surveys to facts, past the wide rows of the tickets between."""
    others = replace(asked, only={name: value for name, value in asked.only.items() if name != "agent"})
    found = Survey.objects.filter(ticket__in=TicketFacts.objects.filter(others.tickets()).values("ticket"))
    return found.filter(agent=asked.only["agent"]) if "agent" in asked.only else found


def _responses(asked: Inquiry, kind: ResponseKind) -> "QuerySet[ResponseFacts]":
    rows = ResponseFacts.objects.filter(asked.parts(agent="by"), kind=kind)
    return rows.filter(answered_at__gte=asked.period.start, answered_at__lt=asked.period.end)
