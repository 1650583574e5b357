"""What differs between two forms of a rule, for the history of settings: the sentences that the rule's own page has.

The history holds names instead of keys. They are given numbers here, so that the same parsers read them and the same words come
out.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from desk.settings.differences import Difference, difference
from routing.conditions import Condition, Group, WrongConditions
from routing.describing import renamed_rule
from routing.effects import WrongEffects, parse_effects
from routing.kinds import When, WrongWhen
from routing.words import Labels, effect_text, group_text, node_text, when_text
from tickets.models import Field

# A key of what is gone stands in the history as it is, and is less.
_FIRST_NUMBER = 2**62


def when_told(before: Any, after: Any) -> list[Difference]:
    return _told(_("When"), _when_text, before, after)


def conditions_told(before: Any, after: Any) -> list[Difference]:
    """Of two lists of conditions that hold in the same way only what went and what came."""
    was, now = _conditions(before), _conditions(after)
    if was and now and was[0] == now[0]:
        return [(_("If"), *difference(was[1], now[1], between="; "))]
    return _told(_("If"), _conditions_text, before, after)


def effects_told(before: Any, after: Any) -> list[Difference]:
    return [(_("Then"), *difference(_effects_texts(before), _effects_texts(after), between="; "))]


class _Numbers:
    """Gives each name a number, and knows it by that again."""

    def __init__(self) -> None:
        self.names: dict[str, dict[Any, str]] = defaultdict(dict)

    def number(self, sort: str, name: Any) -> int:
        if isinstance(name, int):
            return name
        number = _FIRST_NUMBER + len(self.names[sort])
        self.names[sort][number] = str(name)
        return number

    @property
    def labels(self) -> Labels:
        return Labels(self.names)


def _told(label: str, text: Callable[[Any], str], before: Any, after: Any) -> list[Difference]:
    return [(label, text(before), text(after))]


def _when_text(when: Any) -> str:
    numbers = _Numbers()
    try:
        return when_text(When.parse(_renamed("when", when, numbers)), numbers.labels)
    except WrongWhen as wrong:
        return str(wrong)


def _conditions(tree: Any) -> tuple[str, list[str]] | None:
    """How its parts hold together, and each as a sentence; None for what is none."""
    numbers = _Numbers()
    try:
        group = Group.parse(_renamed("conditions", tree, numbers))
    except WrongConditions:
        return None
    labels = _with_fields(numbers, group)
    return (group.kind, [node_text(part, labels) for part in group.parts]) if group.parts else None


def _conditions_text(tree: Any) -> str:
    numbers = _Numbers()
    try:
        group = Group.parse(_renamed("conditions", tree, numbers))
    except WrongConditions as wrong:
        return str(wrong)
    return group_text(group, _with_fields(numbers, group))


def _effects_texts(effects: Any) -> list[str]:
    numbers = _Numbers()
    try:
        read = parse_effects(_renamed("effects", effects, numbers))
    except WrongEffects as wrong:
        return [str(wrong)]
    return [effect_text(effect, numbers.labels) for effect in read]


def _renamed(part: str, given: Any, numbers: _Numbers) -> Any:
    return renamed_rule({part: given}, numbers.number)[part]


def _with_fields(numbers: _Numbers, group: Group) -> Labels:
    """Fields of forms stand in the history by their keys: one look-up, and only where one is asked about."""
    keys = {node.name for node in group.nodes() if isinstance(node, Condition) and node.asked.key == "answer"}
    if keys:
        numbers.names["field"] = dict(Field.objects.filter(key__in=keys).values_list("key", "name"))
    return numbers.labels
