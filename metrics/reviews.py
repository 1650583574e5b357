"""Which solved tickets of a week are gone through together: a sample that is the same whoever draws it, and whenever."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, Subquery

from accounts.models import Team
from metrics import rows
from metrics.models import Survey
from metrics.models.review import Why
from metrics.period import Period
from metrics.questions import Inquiry, Scope
from tickets.ratings import SCALES, SurveyKind

# Of each team in a week: in this order, each ticket once.
OF_EACH: Sequence[tuple[Why, int]] = ((Why.LOW_RATED, 2), (Why.ESCALATED, 2), (Why.LONG, 2), (Why.RANDOM, 4))
MORE = 5

# Ticket, its agent, seconds to its solving, how often escalated, its lowest rating.
Candidate = tuple[int, int | None, int, int, int | None]


def week_of(day: date) -> date:
    """Its Monday: a sample is everybody's, so its week is the same for all."""
    return day - timedelta(days=day.weekday())


def last_week(now: datetime) -> date:
    """The last whole week, in the desk's own zone."""
    return week_of(now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()) - timedelta(days=7)


def candidates(team: Team, week: date, now: datetime) -> list[Candidate]:
    """Solved in the week, and answered by a person."""
    period = Period(week, week + timedelta(days=6), ZoneInfo(settings.TIME_ZONE))
    asked = Inquiry(period, now, Scope(teams=frozenset({team.pk})))
    rated = Survey.objects.filter(ticket=OuterRef("ticket"), kind=SurveyKind.CSAT, score__isnull=False)
    solved = rows.solved(asked).filter(replies__gte=1).order_by("ticket")
    lowest = Subquery(rated.order_by("score").values("score")[:1])
    return list(
        solved.annotate(lowest=lowest).values_list("ticket", "assignee", "resolution_seconds", "escalations", "lowest")
    )


def sample(found: Iterable[Candidate], seed: str) -> list[tuple[Candidate, Why]]:
    """Of a shuffled pack the first of each kind; of those that took long the longest."""
    left = _shuffled(found, seed)
    drawn: list[tuple[Candidate, Why]] = []
    for why, most in OF_EACH:
        for one in list(_fitting(left, why))[:most]:
            left.remove(one)
            drawn.append((one, why))
    return drawn


def further(found: Iterable[Candidate], taken: Iterable[int], seed: str) -> list[tuple[Candidate, Why]]:
    """Some more at random, beside those that were drawn."""
    known = set(taken)
    return [(one, Why.RANDOM) for one in _shuffled(found, seed) if one[0] not in known][:MORE]


def _shuffled(found: Iterable[Candidate], seed: str) -> list[Candidate]:
    pack = sorted(found)
    Random(seed).shuffle(pack)  # noqa: S311  # a sample that can be drawn again, no secret
    return pack


def _fitting(left: list[Candidate], why: Why) -> Iterator[Candidate]:
    if why == Why.LOW_RATED:
        return (one for one in left if one[4] is not None and one[4] <= SCALES[SurveyKind.CSAT].low)
    if why == Why.ESCALATED:
        return (one for one in left if one[3])
    if why == Why.LONG:
        return iter(sorted(left, key=lambda one: one[2], reverse=True))
    return iter(left)
