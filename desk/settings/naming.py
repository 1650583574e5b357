"""What still names a thing that was put away: rules and policies, which then do nothing with it or fail."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from helpdesk.labels import quoted
from routing.references import rules_naming
from sla.models import Policy

MOST_NAMED = 5


def warn_of_users(request: HttpRequest, sort: str, key: object) -> None:
    """Say it beside what was done. `sort`: "team", "person", "macro", "target", "plan", "field" (by its own key)."""
    if said := words_of_users(sort, key):
        messages.warning(request, said)


def words_of_users(sort: str, key: object) -> str:
    """The sentence; empty where nothing names it."""
    users = users_of(sort, key)
    if not users:
        return ""
    listed = ", ".join(map(quoted, users[:MOST_NAMED])) + (" …" if len(users) > MOST_NAMED else "")
    return _("It is still named by %(names)s. What they do with it fails from now on: change them.") % {"names": listed}


def users_of(sort: str, key: object) -> list[str]:
    """The names of the rules that are on, and of the policies in force, that name it."""
    policies = Policy.objects.filter(is_active=True, archived_at=None, current__isnull=False).select_related("current")
    named = {policy.name: [*_in_conditions(policy.current.conditions), *_in_terms(policy.current.terms)]  # type: ignore[union-attr]
             for policy in policies.order_by("position", "pk")}  # fmt: skip
    return [rule.name for rule in rules_naming(sort, key)] + [
        name for name, those in named.items() if (sort, key) in those
    ]


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
