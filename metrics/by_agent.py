"""Figures of each agent beside their own before: for leads who balance work and managers who look for whom it got slower.

Never a ranking: by name, each with how many it was counted from, and with shares of what somebody had rather than sums alone.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from accounts.models import User
from accounts.working_hours import WEEKDAYS, intervals_of
from metrics import rows
from metrics.figures import Percentile
from metrics.narrowing import agents_for
from metrics.questions import Inquiry

# What a working day is counted as.
DAY_HOURS = 8


@dataclass(slots=True)
class Took:
    """A median in seconds, of how many, and what it was in the period before."""

    n: int = 0
    median: float | None = None
    before: float | None = None


@dataclass(slots=True)
class OfAgent:
    """`agent` None: colleagues whose names the reader does not see, together. `open`: theirs and not solved at the period's end.
    `hours`: of work in the period by their own working hours; None where nobody wrote any down.
    """

    agent: User | None
    open: int = 0
    solved: int = 0
    first: Took = field(default_factory=Took)
    resolution: Took = field(default_factory=Took)
    ratings: int = 0
    satisfied: int = 0
    hours: float | None = None

    @property
    def share(self) -> float | None:
        """Solved, of all that they had."""
        return self.solved / (self.solved + self.open) if self.solved or self.open else None

    @property
    def per_day(self) -> float | None:
        """Solved in eight hours of work."""
        return DAY_HOURS * self.solved / self.hours if self.hours else None

    @property
    def csat(self) -> float | None:
        return self.satisfied / self.ratings if self.ratings else None


def by_agent(asked: Inquiry, person: User) -> list[OfAgent]:
    """By name; last, as one, those whose names are not for this reader. Eight statements, however many they are."""
    found = _counted(asked)
    named = _named(asked, person, found)
    lines = []
    for agent in named:
        line = found.pop(agent.pk, OfAgent(agent))
        line.agent, line.hours = agent, worked_hours(agent.working_hours, asked)
        lines.append(line)
    return [*lines, _together(found.values())] if found else lines


def worked_hours(week: Sequence[str], asked: Inquiry) -> float | None:
    """By working hours such as "09:00-17:00" for each weekday, on the days of the period that have begun."""
    if not week:
        return None
    today = asked.now.astimezone(asked.period.zone).date()
    days = _days_of(asked.period.first, min(asked.period.last, today))
    minutes = [sum(end - start for start, end in intervals_of(day)) for day in week]
    return sum(of_day * times for of_day, times in zip(minutes, days, strict=True)) / 60


def _counted(asked: Inquiry) -> dict[int, OfAgent]:
    found: dict[int, OfAgent] = {}

    def line(key: int) -> OfAgent:
        return found.setdefault(key, OfAgent(None))

    for key, n in _per(rows.unsolved(asked), "assignee").annotate(n=Count("*")):
        line(key).open = n
    for key, n, median in _medians(rows.solved(asked), "assignee", "resolution_seconds"):
        line(key).solved = n
        line(key).resolution = Took(n, median)
    for key, n, median in _medians(rows.first_responses(asked), "by", "seconds"):
        line(key).first = Took(n, median)
    ratings = _per(rows.csat_ratings(asked), "agent").annotate(n=Count("*"), good=Count("pk", filter=rows.SATISFIED))
    for key, n, good in ratings:
        line(key).ratings, line(key).satisfied = n, good
    for key, _n, median in _medians(rows.solved(asked.before), "assignee", "resolution_seconds"):
        if key in found:
            found[key].resolution.before = median
    for key, _n, median in _medians(rows.first_responses(asked.before), "by", "seconds"):
        if key in found:
            found[key].first.before = median
    return found


def _per(found: "QuerySet[Any]", agent: str) -> "QuerySet[Any]":
    return found.filter(**{f"{agent}__isnull": False}).order_by().values_list(agent)


def _medians(found: "QuerySet[Any]", agent: str, column: str) -> "QuerySet[Any]":
    return _per(found, agent).annotate(n=Count("*"), median=Percentile(column, 0.5))


def _named(asked: Inquiry, person: User, found: Collection[int]) -> list[User]:
    """Who has something to show, and who works in the teams that are asked about."""
    agents = agents_for(person)
    if "agent" in asked.only:
        agents = agents.filter(pk=asked.only["agent"])
    members = User.objects.staff().filter(teams__isnull=False)
    if asked.scope.teams is not None:
        members = members.filter(teams__in=asked.scope.teams)
    elif asked.scope.hidden:
        members = members.exclude(teams__in=asked.scope.hidden)
    wanted = agents.filter(pk__in=[*found]) | agents.filter(pk__in=members.values("pk"))
    return list(wanted.only("name", "email", "role", "working_hours", "availability"))


def _together(lines: Iterable[OfAgent]) -> OfAgent:
    """Counts alone: medians of medians are none."""
    whole = OfAgent(None)
    for line in lines:
        whole.open += line.open
        whole.solved += line.solved
        whole.first.n += line.first.n
        whole.resolution.n += line.resolution.n
        whole.ratings += line.ratings
        whole.satisfied += line.satisfied
    return whole


def _days_of(first: date, last: date) -> list[int]:
    """How often each weekday is among these days, Monday first."""
    days = max((last - first).days + 1, 0)
    weeks, rest = divmod(days, WEEKDAYS)
    counted = [weeks] * WEEKDAYS
    for extra in range(rest):
        counted[(first + timedelta(days=extra)).weekday()] += 1
    return counted
