"""Why a rule acted: its conditions in words, and of alternatives those that held for the ticket as it was then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from routing.conditions import Condition, Facts, Group
from routing.reading import read_conditions
from routing.traces import Asked, Explained
from routing.trying import replayed
from routing.words import Labels, group_text

_MOMENT = timedelta(microseconds=1)

Seen = dict[int, Facts]  # by the number of the event


def seen_by_rules(explained: Sequence[Explained]) -> Seen:
    """The ticket as it was at each event at which a rule with alternatives acted; nothing is read where there is none."""
    events = [
        each.event
        for each in explained
        if any(one.has_acted and _has_alternatives(read_conditions(one.rule.conditions)) for one in each.asked)
    ]
    if not events:
        return {}
    kinds, since = {event.kind for event in events}, min(event.at for event in events) - _MOMENT
    return {facts.event.seq: facts for facts, _state in replayed([events[0].ticket_id], kinds, since)}


def because(asked: Asked, seq: int, seen: Seen, labels: Labels) -> str:
    """What held, so that it acted; empty when it did not act."""
    if not asked.has_acted:
        return ""
    conditions = read_conditions(asked.rule.conditions)
    facts = seen.get(seq)
    return group_text(conditions if facts is None else _held(conditions, facts), labels)


def _has_alternatives(group: Group) -> bool:
    return any(isinstance(node, Group) and node.kind == "any" for node in group.nodes())


def _held(group: Group, facts: Facts) -> Group:
    """Without the alternatives that did not hold. Where none seems to (another rule changed the ticket first), all stay."""
    parts = tuple(_held(part, facts) if isinstance(part, Group) else part for part in group.parts)
    if group.kind == "any":
        parts = tuple(part for part, whole in zip(parts, group.parts, strict=True) if _holds(whole, facts)) or parts
    return replace(group, parts=parts)


def _holds(node: Condition | Group, facts: Facts) -> bool:
    return node.first_failure(facts) is None if isinstance(node, Group) else node.holds(facts)
