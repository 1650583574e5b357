"""In which order rules are asked and policies looked at, for the history: what was moved, and taking that back.

The file of the whole configuration holds the order by the places of its items; these kinds stand in the history alone.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind
from desk.settings.differences import Difference
from routing.actions import RULE_ORDER, order_rules
from routing.models import Rule
from sla.changing import order_policies
from sla.editing import POLICY_ORDER
from sla.models import Policy

MOST_NAMED = 8


def order_told(model: type[Model]) -> Callable[[Any, Any], list[Difference]]:
    """One that was moved, with its places; of several the order as it was and is. `before` and `after` are keys."""

    def told(before: Any, after: Any) -> list[Difference]:
        names = {row.pk: str(row) for row in model._default_manager.filter(pk__in=[*before, *after])}
        for key in sorted(after, key=lambda one: -abs(before.index(one) - after.index(one)) if one in before else 0):
            if [one for one in before if one != key] == [one for one in after if one != key] and key in before:
                place = _("place %(number)s")
                return [
                    (
                        names.get(key, str(key)),
                        place % {"number": before.index(key) + 1},
                        place % {"number": after.index(key) + 1},
                    )
                ]
        return [(_("Order"), _listed(before, names), _listed(after, names))]

    return told


def _listed(keys: Sequence[int], names: dict[int, str]) -> str:
    return ", ".join(names.get(key, str(key)) for key in keys[:MOST_NAMED]) + (" …" if len(keys) > MOST_NAMED else "")


def _kept_first(wanted: Sequence[int], rows: "QuerySet[Any]") -> list[int]:
    """Those of the wanted that are still there, in that order, and behind them what came since."""
    present = list(rows.order_by("position", "pk").values_list("pk", flat=True))
    known = [key for key in wanted if key in present]
    return known + [key for key in present if key not in known]


def _kind(code: str, name: Any, change: Callable[[str, Actor, Description], Any]) -> Kind:
    return Kind(
        code=code,
        name=name,
        section="",
        identity="",
        labels={"order": gettext_lazy("Order")},
        things=tuple,
        find=lambda key: key,
        describe=lambda _thing: {},
        add=lambda _actor, _fields: None,
        change=change,
    )


ORDERS = (
    _kind(
        RULE_ORDER,
        gettext_lazy("Order of rules"),
        lambda _key, actor, fields: order_rules(_kept_first(fields["order"], Rule.objects.kept()), actor=actor),
    ),
    _kind(
        POLICY_ORDER,
        gettext_lazy("Order of policies"),
        lambda _key, actor, fields: order_policies(
            _kept_first(fields["order"], Policy.objects.filter(archived_at=None)), actor=actor
        ),
    ),
)
