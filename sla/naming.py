"""What policies name: teams, people and whatever their conditions ask about."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from accounts.models import Team, User
from sla.models import Policy
from tickets.models import TicketForm

# What may be archived, but never goes away.
_KEPT: Mapping[str, Any] = {"form": TicketForm, "team": Team, "person": User}


def policies_naming(sort: str, key: object) -> list[str]:
    """The names of those in force that name this thing, in their order. `sort` as in `accounts.naming`."""
    policies = Policy.objects.filter(is_active=True, archived_at=None, current__isnull=False).select_related("current")
    return [policy.name for policy in policies.order_by("position", "pk") if (sort, key) in _named_in(policy)]


def never_there(conditions: Mapping[str, Any], terms: Mapping[str, Any]) -> tuple[str, Any] | None:
    """The first thing they name that there is none of, as (sort, key): such a policy would be for nothing."""
    named: dict[str, set[Any]] = defaultdict(set)
    for sort, key in (*_in_conditions(dict(conditions)), *_in_terms(dict(terms))):
        named[sort].add(key)
    for sort, rows in _KEPT.items():
        keys = named[sort]
        gone = keys - set(rows.objects.filter(pk__in=keys).values_list("pk", flat=True)) if keys else keys
        if gone:
            return sort, min(gone)
    return None


def _named_in(policy: Policy) -> list[tuple[str, Any]]:
    current = policy.current
    return [*_in_conditions(current.conditions), *_in_terms(current.terms)] if current is not None else []


def _in_conditions(tree: Any) -> Iterator[tuple[str, Any]]:
    """What a policy's conditions name; they are checked, so that they are not deep."""
    if not isinstance(tree, dict):
        return
    if "field" in tree:
        yield from ((tree["field"], value) for value in tree["is"])
        return
    for parts in tree.values():
        for part in parts:
            yield from _in_conditions(part)


def _in_terms(terms: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for act in (*terms.get("warn", ()), *terms.get("breach", ())):
        yield from (("person", person) for person in act.get("people", ()) or ())
        for sort in ("team", "person"):
            if act.get(sort):
                yield sort, act[sort]
