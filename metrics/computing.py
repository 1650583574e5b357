"""How each metric is computed from its rows (metrics/rows.py)."""

from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics import rows
from metrics.figures import Figure, Part, share, share_of, times
from metrics.models.facts import ResponseKind
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


def first_response_time(asked: Inquiry) -> Figure:
    return times(rows.responses(asked, ResponseKind.FIRST), "seconds")


def first_response_business_time(asked: Inquiry) -> Figure:
    return times(rows.responses(asked, ResponseKind.FIRST), "business_seconds")


def next_response_time(asked: Inquiry) -> Figure:
    return times(rows.responses(asked, ResponseKind.NEXT), "seconds")


def resolution_time(asked: Inquiry) -> Figure:
    return times(rows.solved(asked), "resolution_seconds")


def requester_wait_time(asked: Inquiry) -> Figure:
    return times(rows.solved(asked), "wait_seconds")


def fcr(asked: Inquiry) -> Figure:
    return share(rows.settled(asked), Q(ticket__is_first_contact=True))


def reopen_rate(asked: Inquiry) -> Figure:
    return share(rows.solved(asked), Q(ticket__reopens__gt=0))


def escalation_rate(asked: Inquiry) -> Figure:
    return share(rows.opened(asked), Q(escalations__gt=0))


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
    moment = min(asked.period.end, asked.now)
    n = found.count()
    parts = [*_by_age(found, moment), *_by_level(found), *_by_team(found)]
    return Figure(value=n, n=n, parts=parts)


def nothing_yet(_asked: Inquiry) -> Figure:
    return Figure(value=None, n=0)


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
