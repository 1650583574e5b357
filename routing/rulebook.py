"""The rules that are on, as a process keeps them: read again when their revision is another one, sorted by what they listen to.

Of the rules that listen to a kind of event, those whose first condition wants a certain value are found by that value; the
others are asked one by one.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from routing.conditions import Facts
from routing.models import Rule, RuleState, RuleVersion, TeamAssignment
from routing.reading import Reading, WrongRule, read_parts

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ActiveRule:
    pk: int
    version: int
    name: str
    place: int  # in the order in which rules are asked
    reading: Reading


@dataclass(slots=True)
class _Listening:
    """To one kind of event."""

    always: list[ActiveRule] = field(default_factory=list)
    by_value: dict[str, dict[Any, list[ActiveRule]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, rule: ActiveRule) -> None:
        narrow = rule.reading.conditions.narrow()
        if narrow is None:
            self.always.append(rule)
            return
        key, values = narrow
        for value in values:
            self.by_value[key].setdefault(value, []).append(rule)

    def to_ask(self, facts: Facts) -> list[ActiveRule]:
        found = list(self.always)
        for key, rules in self.by_value.items():
            found += rules.get(facts.value(key), ())
        return sorted(found, key=lambda rule: rule.place)


@dataclass(slots=True)
class Rulebook:
    rules: list[ActiveRule] = field(default_factory=list)
    teams: dict[int, str] = field(default_factory=dict)  # the strategies of those that give their tickets out
    _listening: dict[str, _Listening] = field(default_factory=lambda: defaultdict(_Listening))

    @classmethod
    def of(cls, rules: Iterable[Rule | RuleVersion], teams: dict[int, str] | None = None) -> "Rulebook":
        """Rules in their order; one that cannot be read any more is left out, and the log says so."""
        book = cls(teams=teams or {})
        for rule in rules:
            pk = rule.rule_id if isinstance(rule, RuleVersion) else rule.pk
            number = rule.number if isinstance(rule, RuleVersion) else rule.version
            try:
                reading = read_parts(rule.when, rule.conditions, rule.effects)
            except WrongRule as wrong:
                logger.error("The rule %s (%s) cannot be read: %s", rule.name, pk, wrong)
                continue
            active = ActiveRule(pk, number, rule.name, len(book.rules), reading)
            book.rules.append(active)
            for kind in reading.when.events:
                book._listening[kind].add(active)
        return book

    def listens_to(self, kind: str) -> bool:
        return kind in self._listening

    def to_ask(self, kind: str, facts: Facts) -> list[ActiveRule]:
        """In their order, without those that the index knows to fail at their first condition."""
        listening = self._listening.get(kind)
        return listening.to_ask(facts) if listening else []

    def listening(self, kind: str) -> Iterator[ActiveRule]:
        """All that listen to it, in their order."""
        return (rule for rule in self.rules if kind in rule.reading.when.events)

    def timed(self) -> list[ActiveRule]:
        return [rule for rule in self.rules if rule.reading.when.is_timed]


# While nobody has ever changed anything, there is nothing to read.
NEVER, _EMPTY = 0, Rulebook()
_lock = Lock()
_kept: tuple[int, Rulebook] = (-1, Rulebook())


def rulebook(revision: int) -> Rulebook:
    """The rules of this revision; the process's copy, unless it is of another one."""
    global _kept  # the one copy of a process, replaced as a whole
    if revision == NEVER:
        return _EMPTY
    number, book = _kept
    if number == revision:
        return book
    book = read_rulebook()
    with _lock:
        _kept = (revision, book)
    return book


def read_rulebook() -> Rulebook:
    """As the rules are now."""
    active = Rule.objects.kept().filter(state=RuleState.ON).order_by("position", "pk")
    return Rulebook.of(active, dict(TeamAssignment.objects.values_list("team", "strategy")))
