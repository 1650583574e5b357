"""A rule's three parts, read from their stored form: all that is wrong at once, each in a sentence at its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from routing.conditions import Group, Problem, WrongConditions
from routing.effects import Effect, WrongEffects, parse_effects
from routing.kinds import When, WrongWhen
from tickets.errors import Invalid


class WrongRule(Invalid):
    """`problems` say where: "when", "if.all.0", "then.2", or a name such as "name"."""

    code = "wrong_rule"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        self.errors: dict[str, list[str]] = {}
        for problem in problems:
            self.errors.setdefault(problem.place, []).append(problem.sentence)
        super().__init__(" ".join(dict.fromkeys(problem.sentence for problem in problems)))


@dataclass(frozen=True, slots=True)
class Reading:
    when: When
    conditions: Group
    effects: tuple[Effect, ...]


def read_parts(when: Any, conditions: Any, effects: Any) -> Reading:
    """Raises WrongRule."""
    problems: list[Problem] = []
    read_when, tree = When(), None
    done: tuple[Effect, ...] = ()
    try:
        read_when = When.parse(when)
    except WrongWhen as wrong:
        problems.append(Problem("when", str(wrong)))
    try:
        tree = read_conditions(conditions)
    except WrongConditions as wrong_tree:
        problems += [
            Problem(f"if.{problem.place}" if problem.place else "if", problem.sentence)
            for problem in wrong_tree.problems
        ]
    try:
        done = parse_effects(effects)
    except WrongEffects as wrong_effects:
        problems += wrong_effects.problems
    if problems or tree is None:
        raise WrongRule(problems)
    return Reading(read_when, tree, done)


def read_conditions(data: Any) -> Group:
    """None at all means: always. Raises WrongConditions."""
    return Group.parse({"all": []} if data in (None, {}) else data)
