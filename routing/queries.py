"""Named reads of rules."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from helpdesk.kept_words import said_again
from routing.models import Rule, RuleVersion
from routing.reading import Reading, WrongRule, read_parts
from routing.traces import Asked
from routing.words import Labels, effect_text, group_text, node_text, when_text


def rules_like(text: str = "", *, state: str = "", archived: bool = False) -> QuerySet[Rule]:
    """The kept (or the archived) rules whose name or description holds each of these words, in their order."""
    rules = Rule.objects.filter(archived_at__isnull=not archived)
    for word in text.split()[:8]:
        rules = rules.filter(Q(name__icontains=word) | Q(description__icontains=word))
    if state:
        rules = rules.filter(state=state)
    return rules.order_by("position", "pk")


def why(asked: Asked, labels: Labels) -> str:
    """What was against it, or why it failed; empty when it acted."""
    if asked.has_failed:
        return said_again(asked.problem)
    return node_text(asked.against, labels) if asked.against is not None else ""


def words_of(rules: Sequence[Rule | RuleVersion]) -> list[dict[str, Any]]:
    """Each as people read it: "when", "if", "then" (a list), or "problems" where it cannot be read."""
    readings = [_reading(rule) for rule in rules]
    readable = [reading for reading in readings if isinstance(reading, Reading)]
    labels = Labels.of(
        [reading.conditions for reading in readable],
        [effect for reading in readable for effect in reading.effects],
        [reading.when for reading in readable],
    )
    return [
        {
            "when": when_text(reading.when, labels),
            "if": group_text(reading.conditions, labels),
            "then": [effect_text(effect, labels) for effect in reading.effects],
        }
        if isinstance(reading, Reading)
        else {"problems": reading}
        for reading in readings
    ]


def _reading(rule: Rule | RuleVersion) -> Reading | list[str]:
    try:
        return read_parts(rule.when, rule.conditions, rule.effects)
    except WrongRule as wrong:
        return [problem.sentence for problem in wrong.problems]
