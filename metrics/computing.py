"""Metrics that are more than a median or a share of their rows: those with parts."""

from datetime import datetime
from typing import Any

from django.db.models import Avg, Case, CharField, Count, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics import rows
from metrics.figures import NOTHING, Figure, Part, share_of
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
    return Figure(value=100 * (found["promoters"] - found["detractors"]) / n if n else None, n=n)


def ces(asked: Inquiry) -> Figure:
    """The mean, with the share of those who found it easy."""
    found = rows.ces_ratings(asked).aggregate(
        n=Count("pk"), mean=Avg("score"), easy=Count("pk", filter=Q(score__gte=5))
    )
    n, mean = found["n"], found["mean"]
    if not n:
        return NOTHING
    return Figure(value=float(mean), n=n, mean=float(mean), share=found["easy"] / n)


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
