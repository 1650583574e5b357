"""What the page of promises shows: how many were kept, by target and by policy, and why the others were broken."""

from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from desk.metrics.cards import cards
from desk.metrics.words import of_how_many, percent, worded
from metrics import rows
from metrics.catalogue import Unit
from metrics.figures import number_of
from metrics.questions import Inquiry
from metrics.reasons import MEANINGS, Reason

_NOT_MET = ~rows.MET


class TargetLine(NamedTuple):
    """Of one target of a policy, in words; empty where nothing counts."""

    key: str
    share: str
    n: str


class TargetCard(NamedTuple):
    """Of one target, in words; `broken` of `of` promises, which is empty where none counts."""

    key: str
    name: str
    value: str
    broken: int
    of: str


class PolicyLine(NamedTuple):
    """`broken` promises, on so many `tickets`."""

    key: int | None
    policy: str
    targets: list[TargetLine]
    broken: int
    tickets: int


class ReasonLine(NamedTuple):
    key: str
    name: str
    meaning: str
    number: int
    share: str


def sla(asked: Inquiry) -> dict[str, Any]:
    (attainment,) = cards(("sla_attainment",), asked)
    targets = [
        TargetCard(
            part.key,
            part.name,
            worded(part.value, Unit.SHARE),
            round(part.n * (1 - (part.value or 0))),
            of_how_many("sla_attainment", part.n) if part.n else "",
        )
        for part in attainment.figure.parts
        if part.by == "target"
    ]
    return {
        "cards": [attainment],
        "targets": targets,
        "policies": _policies(asked, [target.key for target in targets]),
        "reasons": _reasons(asked),
    }


def _policies(asked: Inquiry, targets: list[str]) -> list[PolicyLine]:
    found = rows.promises(asked).order_by().values_list("policy__policy", "policy__policy__name", "target")
    counted = found.annotate(met=number_of(rows.MET), n=Count("*")).order_by("policy__policy__name")
    policies: dict[tuple[int | None, str], dict[str, tuple[int, int]]] = {}
    for key, name, target, met, n in counted:
        policies.setdefault((key, name), {})[target] = met, n
    broken = rows.promises(asked).filter(_NOT_MET).order_by().values_list("policy__policy")
    on_tickets = dict(broken.annotate(n=Count("ticket", distinct=True)))
    return [
        PolicyLine(
            key,
            name or _("A policy that is gone"),
            [_of_target(target, of_policy.get(target)) for target in targets],
            sum(n - met for met, n in of_policy.values()),
            on_tickets.get(key, 0),
        )
        for (key, name), of_policy in policies.items()
    ]


def _reasons(asked: Inquiry) -> list[ReasonLine]:
    """The most frequent first; what is overdue and not yet looked at has none, and is left out."""
    broken = rows.promises(asked).filter(_NOT_MET).exclude(reason="").order_by().values_list("reason")
    counted = dict(broken.annotate(n=Count("*")))
    whole = sum(counted.values())
    lines = [
        ReasonLine(
            reason.value, str(reason.label), str(MEANINGS[reason]), counted[reason], percent(counted[reason] / whole)
        )
        for reason in Reason
        if reason in counted
    ]
    return sorted(lines, key=lambda line: -line.number)


def _of_target(target: str, found: tuple[int, int] | None) -> TargetLine:
    if found is None:
        return TargetLine(target, worded(None, Unit.SHARE), "")
    met, n = found
    return TargetLine(target, percent(met / n), worded(n, Unit.TICKETS))
