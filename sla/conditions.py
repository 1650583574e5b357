"""Which tickets a policy is for: a tree of all / any / none over a closed list of fields. Pure.

    {"all": [{"field": "tier", "is": ["premium", "enterprise"]}, {"none": [{"field": "tag", "is": ["internal"]}]}]}

An empty tree is for every ticket. Tags are met when the ticket has one of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from accounts.models.organization import Tier
from helpdesk.tagging import tag_name
from tickets.models import Channel, Level, Priority

GROUPS = ("all", "any", "none")
FIELDS = ("tier", "channel", "priority", "tag", "form", "language", "team", "level")
_NUMBERS = frozenset({"priority", "form", "team", "level"})
_CLOSED: Mapping[str, Sequence[Any]] = {
    "tier": Tier.values, "channel": Channel.values, "priority": Priority.values, "level": Level.values,
}  # fmt: skip
DEEPEST, MOST_VALUES, MOST_PARTS = 5, 100, 50


class Facts(Protocol):
    """What is known of a ticket; asked one by one, because some cost a look-up."""

    def values(self, asked: str) -> frozenset[Any]: ...


@dataclass(frozen=True, slots=True)
class Leaf:
    field: str
    among: frozenset[Any]

    def matches(self, facts: Facts) -> bool:
        return not self.among.isdisjoint(facts.values(self.field))

    def fields(self) -> Iterator[str]:
        yield self.field


@dataclass(frozen=True, slots=True)
class Group:
    kind: str
    parts: tuple["Leaf | Group", ...]

    def matches(self, facts: Facts) -> bool:
        return _JUDGES[self.kind](part.matches(facts) for part in self.parts)

    def fields(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.fields()


Condition = Leaf | Group
_JUDGES: dict[str, Callable[[Iterator[bool]], bool]] = {
    "all": all,
    "any": any,
    "none": lambda results: not any(results),
}
ALWAYS = Group("all", ())


def simplified(condition: Condition) -> Condition:
    """What means the same in one form: a group of one part is that part, and what is asked twice is asked once."""
    if isinstance(condition, Leaf):
        return condition
    parts = tuple(dict.fromkeys(simplified(part) for part in condition.parts))
    if len(parts) == 1 and condition.kind != "none":
        return parts[0]
    return Group(condition.kind, parts)


def parse(tree: object, depth: int = 0) -> Condition:
    """Raises ValueError with a sentence."""
    if not isinstance(tree, Mapping):
        raise ValueError(_("A condition is an object."))
    if not tree and depth == 0:
        return ALWAYS
    if "field" in tree:
        return _leaf(tree)
    if len(tree) != 1 or next(iter(tree)) not in GROUPS:
        raise ValueError(_("A condition is a field with its values, or one of: all, any, none."))
    if depth >= DEEPEST:
        raise ValueError(_("Conditions are nested at most %(deepest)s deep.") % {"deepest": DEEPEST})
    ((kind, parts),) = tree.items()
    if isinstance(parts, str) or not isinstance(parts, Sequence) or len(parts) > MOST_PARTS:
        raise ValueError(_("“%(kind)s” has a list of at most %(most)s parts.") % {"kind": kind, "most": MOST_PARTS})
    return Group(kind, tuple(parse(part, depth + 1) for part in parts))


def _leaf(tree: Mapping[str, Any]) -> Leaf:
    name, among = tree["field"], tree.get("is")
    if name not in FIELDS:
        raise ValueError(_("There is no field “%(name)s” to ask about.") % {"name": name})
    if tree.keys() != {"field", "is"} or isinstance(among, str) or not isinstance(among, Sequence):
        raise ValueError(_("“%(name)s” needs a list of values in “is”.") % {"name": name})
    if not 0 < len(among) <= MOST_VALUES:
        raise ValueError(_("“%(name)s” needs one to %(most)s values.") % {"name": name, "most": MOST_VALUES})
    return Leaf(name, frozenset(_value(name, value) for value in among))


def _value(name: str, value: object) -> str | int:
    wanted = int if name in _NUMBERS else str
    is_right = isinstance(value, wanted) and not isinstance(value, bool) and value in _CLOSED.get(name, (value,))
    if not is_right:
        raise ValueError(_("“%(value)s” is no value of “%(name)s”.") % {"value": value, "name": name})
    assert isinstance(value, str | int)  # noqa: S101 - one of the two
    return tag_name(value) if name == "tag" and isinstance(value, str) else value
