"""Metrics that are more than a median or a share of their rows: those with parts."""

from datetime import datetime
from math import sqrt
from typing import Any

from django.db.models import Avg, Case, CharField, Count, F, Q, QuerySet, StdDev, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledgebase.deflection import deflection_between
from metrics import rows
from metrics.figures import NOTHING, Figure, Part, around, share_of
from metrics.questions import Inquiry
from sla.terms import Target
from tickets.models import Level

AGE_NAMES = {
    "day": gettext_lazy("Less than a day"),
    "3_days": gettext_lazy("1 to 3 days"),
    "week": gettext_lazy("3 to 7 days"),
    "month": gettext_lazy("7 to 30 days"),
    "older": gettext_lazy("30 days and more"),
}


def sla_attainment(asked: Inquiry) -> Figure:
    """Of all promises, and of each target."""
    found = rows.promises(asked).order_by().values("target")
    counted = {row["target"]: row for row in found.annotate(n=Count("*"), met=Count("ticket", filter=rows.MET))}
    parts = [
        Part(
            by="target",
            key=target.value,
            name=str(target.label),
            value=counted[target]["met"] / counted[target]["n"] if target in counted else None,
            n=counted[target]["n"] if target in counted else 0,
        )
        for target in Target
    ]
    met, n = (sum(row[name] for row in counted.values()) for name in ("met", "n"))
    return share_of(met, n, parts)


def backlog(asked: Inquiry) -> Figure:
    """All of them, by age, level and team."""
    found = rows.unsolved(asked)
    n = found.count()
    parts = [*_by_age(found, asked.moment), *_by_level(found), *_by_team(found)]
    return Figure(value=n, n=n, parts=parts)


def nps(asked: Inquiry) -> Figure:
    """Percent of promoters minus percent of detractors."""
    promoters, detractors = Count("pk", filter=Q(score__gte=9)), Count("pk", filter=Q(score__lte=6))
    found = rows.nps_ratings(asked).aggregate(n=Count("pk"), promoters=promoters, detractors=detractors)
    n = found["n"]
    if not n:
        return NOTHING
    up, down = found["promoters"] / n, found["detractors"] / n
    low, high = around(up - down, sqrt(max(up + down - (up - down) ** 2, 0)), n, -1, 1)
    return Figure(value=100 * (up - down), n=n, low=100 * low, high=100 * high)


def ces(asked: Inquiry) -> Figure:
    """The mean, with the share of those who found it easy."""
    found = rows.ces_ratings(asked).aggregate(
        n=Count("pk"), mean=Avg("score"), spread=StdDev("score"), easy=Count("pk", filter=Q(score__gte=5))
    )
    n, mean = found["n"], found["mean"]
    if not n:
        return NOTHING
    low, high = around(float(mean), float(found["spread"]), n, 1, 7)
    return Figure(value=float(mean), n=n, mean=float(mean), share=found["easy"] / n, low=low, high=high)


def deflection(asked: Inquiry) -> Figure:
    """Of the whole house: whoever needed no person reached no team. Silent sessions stand beside it."""
    if asked.scope.teams is not None or asked.only:
        return NOTHING
    found = deflection_between(asked.period.start, asked.period.end)
    silent = Part(by="end", key="silent", name=_("Ended silently"), value=None, n=found.silent)
    return share_of(found.solved, found.ended, [silent])


def _by_age(found: "QuerySet[Any]", moment: datetime) -> list[Part]:
    ages = [When(ticket__opened_at__gt=moment - age, then=Value(key)) for key, age in rows.AGES if age is not None]
    age = Case(*ages, default=Value(rows.AGES[-1][0]), output_field=CharField())
    counted = dict(found.order_by().annotate(age=age).values_list("age").annotate(n=Count("*")))
    return [Part("age", key, str(name), counted.get(key, 0), counted.get(key, 0)) for key, name in AGE_NAMES.items()]


def _by_level(found: "QuerySet[Any]") -> list[Part]:
    counted = dict(found.order_by().values_list("level").annotate(n=Count("*")))
    return [
        Part("level", str(level.value), str(level.label), counted.get(level, 0), counted.get(level, 0))
        for level in Level
    ]


def _by_team(found: "QuerySet[Any]") -> list[Part]:
    counted = found.order_by().values_list("team", "team__name").annotate(n=Count("*"))
    return [
        Part("team", str(team or ""), name or _("No team"), n, n)
        for team, name, n in counted.order_by(F("team__name").asc(nulls_last=True))
    ]
