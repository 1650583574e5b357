"""Where a new policy stands among the others: the first that fits a ticket counts."""

from sla import conditions as trees
from sla.conditions import Condition
from sla.models import Policy


def ahead_of_new(conditions: Condition) -> list[Policy]:
    """Those that a new policy of such conditions stands behind, in order.

    It stands last, but before the first one that is for every ticket: behind it, it would be for none.
    """
    others = list(Policy.objects.select_related("current").order_by("position", "pk"))
    if not any(conditions.fields()):
        return others
    for_all = (place for place, other in enumerate(others) if _is_for_all(other))
    return others[: next(for_all, len(others))]


def _is_for_all(policy: Policy) -> bool:
    return policy.current is not None and not any(trees.parse(policy.current.conditions).fields())
