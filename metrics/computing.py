"""Metrics that are more than a median or a share of their rows: those with parts."""

from collections import Counter
from math import sqrt

from django.db.models import Avg, Case, CharField, Count, Q, StdDev, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledgebase.deflection import deflection_between
from metrics import rows
from metrics.figures import NOTHING, Figure, Part, around, number_of, share_of
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
    counted = {row["target"]: row for row in found.annotate(n=Count("*"), met=number_of(rows.MET))}
    parts = [
        Part(
            by="target",
            key=target.value,
            name=str(target.label),
            value=counted[target]["met"] / counted[target]["n"] if target in counted else None,
            n=counted[target]["n"] if target in counted else 0,
        )
        for target in Target
        if target in counted or target != Target.ACCEPTANCE  # few promise it
    ]
    met, n = (sum(row[name] for row in counted.values()) for name in ("met", "n"))
    return share_of(met, n, parts)


def backlog(asked: Inquiry) -> Figure:
    """All of them, by age, level and team: counted in one pass, since each has one of each."""
    ages = [When(opened_at__gt=asked.moment - age, then=Value(key)) for key, age in rows.AGES if age is not None]
    age = Case(*ages, default=Value(rows.AGES[-1][0]), output_field=CharField())
    found = rows.unsolved(asked).order_by().annotate(age=age).values_list("age", "level", "team", "team__name")
    by_age: Counter[str] = Counter()
    by_level: Counter[int] = Counter()
    by_team: Counter[tuple[int | None, str | None]] = Counter()
    for of_age, level, team, name, n in found.annotate(n=Count("*")):
        by_age[of_age] += n
        by_level[level] += n
        by_team[team, name] += n

    n = by_age.total()
    teams = sorted(by_team.items(), key=lambda one: (one[0][1] is None, one[0][1] or ""))
    parts = [
        *(Part("age", key, str(name), by_age[key], by_age[key]) for key, name in AGE_NAMES.items()),
        *(Part("level", str(level.value), str(level.label), by_level[level], by_level[level]) for level in Level),
        *(Part("team", str(team or ""), name or _("No team"), count, count) for (team, name), count in teams),
    ]
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
    found = deflection_between(asked.period.start, asked.period.end, asked.now)
    silent = Part(by="end", key="silent", name=_("Ended silently"), value=None, n=found.silent)
    return share_of(found.solved, found.ended, [silent])
