"""Conditions: what a rule asks before it acts. Pure: plain data in, yes or no out; the only judge there is.

A tree is a group, {"all": […]}, {"any": […]} or {"none": […]}, whose parts are groups or conditions such as
{"field": "priority", "operator": "at_least", "value": "high"}. `Group.parse` knows every way to be wrong, each with a sentence
at its place; what it returns never raises while it judges, however odd the facts are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from django.utils.translation import gettext as _

from helpdesk.tagging import tag_name
from routing.fields import FIELDS, OPERATOR_WORDS, WITH_SEVERAL, WITHOUT_VALUE, Asked, Operator, Type
from routing.texts import as_text, encoded, folded, pattern

KINDS = ("all", "any", "none")
DEEPEST = 5
MOST_CONDITIONS = 60
MOST_VALUES = 50
LONGEST_VALUE = 300
LONGEST_PATTERN = 500


class Facts(Protocol):
    """What is asked about: by the key of a field, and by a name where the field has several (a header)."""

    def value(self, key: str, name: str = "") -> Any: ...

    def has_changed(self, column: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in a sentence, and where: "all.1.any.0"; empty for the whole."""

    place: str
    sentence: str


class WrongConditions(ValueError):
    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problem.sentence for problem in problems))


@dataclass(frozen=True, slots=True)
class Condition:
    """One question; `number` counts the nodes of its tree from the top, groups included; `place` is where it stands."""

    number: int
    place: str
    asked: Asked
    operator: Operator
    value: Any = None
    name: str = ""
    # The value as it is compared with what is found: folded, compiled, a set. Made once, asked at every event.
    wanted: Any = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "wanted", _wanted(self.asked, self.operator, self.value))

    def holds(self, facts: Facts) -> bool:
        if self.operator == Operator.CHANGED:
            return facts.has_changed(self.asked.column)
        return _JUDGES[self.asked.type](self, facts.value(self.asked.key, self.name))


@dataclass(frozen=True, slots=True)
class Group:
    number: int
    place: str
    kind: str
    parts: "tuple[Node, ...]" = ()

    @classmethod
    def parse(cls, data: Any) -> "Group":
        """Raises WrongConditions with every problem there is, not only the first."""
        reader = _Reader()
        tree = reader.read(data, "", 1)
        if reader.problems or not isinstance(tree, Group):
            raise WrongConditions(reader.problems)
        return tree

    def first_failure(self, facts: Facts) -> int | None:
        """The number of the first node that is against it; None when the conditions hold.

        Of `all`: the part that fails; of `any`, none of which holds: the group; of `none`: the part that holds.
        """
        if self.kind == "any":
            return self.number if self.parts and not any(_holds(part, facts) for part in self.parts) else None
        for part in self.parts:
            if self.kind == "none":
                if _holds(part, facts):
                    return part.number
            elif (failure := _failure(part, facts)) is not None:
                return failure
        return None

    def nodes(self) -> "Iterator[Node]":
        """All, in the order of their numbers."""
        yield self
        for part in self.parts:
            yield from part.nodes() if isinstance(part, Group) else (part,)

    def narrow(self) -> tuple[str, frozenset[Any]] | None:
        """A field and the values one of which it must have, if the first condition says so: what an index can sort by."""
        if self.kind != "all" or not self.parts:
            return None
        first = self.parts[0]
        if isinstance(first, Group):
            return first.narrow()
        if first.asked.type not in (Type.CHOICE, Type.RANKED, Type.REFERENCE) or first.asked.names:
            return None
        if first.operator == Operator.IS:
            return first.asked.key, frozenset([first.value])
        return (first.asked.key, frozenset(first.value)) if first.operator == Operator.ANY_OF else None


Node: TypeAlias = Group | Condition


def _holds(node: Node, facts: Facts) -> bool:
    return node.first_failure(facts) is None if isinstance(node, Group) else node.holds(facts)


def _failure(node: Node, facts: Facts) -> int | None:
    if isinstance(node, Group):
        return node.first_failure(facts)
    return None if node.holds(facts) else node.number


# --- Judging: by the type of the field ---------------------------------------------------------------------------------


def _text(condition: Condition, found: Any) -> bool:
    operator, wanted = condition.operator, condition.wanted
    if operator == Operator.MATCHES:
        return wanted.search(encoded(as_text(found))) is not None
    text = folded(found)
    if operator in WITHOUT_VALUE:
        return (not text.strip()) == (operator == Operator.IS_EMPTY)
    if operator in (Operator.IS, Operator.IS_NOT):
        return (text.strip() == wanted.strip()) == (operator == Operator.IS)
    if operator in (Operator.CONTAINS, Operator.CONTAINS_NOT):
        return (wanted in text) == (operator == Operator.CONTAINS)
    return text.strip().startswith(wanted) if operator == Operator.BEGINS_WITH else text.strip().endswith(wanted)


def _choice(condition: Condition, found: Any) -> bool:
    operator, value = condition.operator, condition.value
    if operator in WITHOUT_VALUE:
        return (found in (None, "")) == (operator == Operator.IS_EMPTY)
    if operator in (Operator.ANY_OF, Operator.NONE_OF):
        return (found in value) == (operator == Operator.ANY_OF)
    if operator in (Operator.IS, Operator.IS_NOT):
        return (found == value) == (operator == Operator.IS)
    ranks = condition.asked.ranks
    if found not in ranks:
        return False
    return _ranked(operator, ranks.index(found), ranks.index(value))


def _tags(condition: Condition, found: Any) -> bool:
    tags = (
        {tag for tag in found if isinstance(tag, str)} if isinstance(found, list | tuple | set | frozenset) else set()
    )
    operator = condition.operator
    if operator in WITHOUT_VALUE:
        return (not tags) == (operator == Operator.IS_EMPTY)
    if operator == Operator.HAS_ALL:
        return condition.wanted <= tags
    return condition.wanted.isdisjoint(tags) == (operator != Operator.ANY_OF)


def _number(condition: Condition, found: Any) -> bool:
    number = _as_number(found)
    if number is None:
        return condition.operator == Operator.IS_NOT
    if condition.operator in (Operator.IS, Operator.IS_NOT):
        return (number == condition.value) == (condition.operator == Operator.IS)
    return _ranked(condition.operator, number, condition.value)


def _flag(condition: Condition, found: Any) -> bool:
    return bool(found) == condition.value


def _answer(condition: Condition, found: Any) -> bool:
    """Of a form's field: a number is compared as one where the value is one too, all else as text."""
    if isinstance(found, bool):
        found = "yes" if found else "no"
    if isinstance(found, list | tuple):
        found = " › ".join(str(part) for part in found)
    if condition.operator in (Operator.AT_LEAST, Operator.AT_MOST):
        number, value = _as_number(found), _as_number(condition.value)
        return number is not None and value is not None and _ranked(condition.operator, number, value)
    return _text(condition, found)


_JUDGES = {
    Type.TEXT: _text,
    Type.CHOICE: _choice,
    Type.RANKED: _choice,
    Type.REFERENCE: _choice,
    Type.TAGS: _tags,
    Type.NUMBER: _number,
    Type.FLAG: _flag,
    Type.ANSWER: _answer,
}


def _ranked(operator: Operator, found: float, wanted: float) -> bool:
    return found >= wanted if operator == Operator.AT_LEAST else found <= wanted


def _as_number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number == number and abs(number) != float("inf") else None


def _wanted(asked: Asked, operator: Operator, value: Any) -> Any:
    if operator == Operator.MATCHES:
        return pattern(value)
    if asked.type == Type.TAGS and isinstance(value, tuple):
        return frozenset(value)
    return folded(value) if isinstance(value, str) else value


# --- Reading the stored form -----------------------------------------------------------------------------------------


class _Reader:
    """Goes on after a problem, so that all are found; what was wrong is left out of the tree."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.nodes = 0
        self.conditions = 0

    def read(self, data: Any, place: str, depth: int) -> Node | None:
        number = self.nodes
        self.nodes += 1
        try:
            if isinstance(data, Mapping) and "field" in data and place:
                return self._condition(number, data, place)
            return self._group(number, data, place, depth)
        except ValueError as wrong:
            self.problems.append(Problem(place, str(wrong)))
            return None

    def _group(self, number: int, data: Any, place: str, depth: int) -> Group:
        kind = next(iter(data)) if isinstance(data, Mapping) and len(data) == 1 else None
        if kind not in KINDS or not isinstance(data[kind], list):
            raise ValueError(_("A group is “all”, “any” or “none” with a list of conditions."))
        if depth > DEEPEST:
            raise ValueError(
                _("Groups can stand %(most)s deep. Put this into the group around it.") % {"most": DEEPEST}
            )
        if not data[kind] and place:
            raise ValueError(_("This group is empty. Add a condition or remove it."))
        inside = f"{place}.{kind}" if place else str(kind)
        parts = [self.read(part, f"{inside}.{index}", depth + 1) for index, part in enumerate(data[kind])]
        return Group(number, place, str(kind), tuple(part for part in parts if part is not None))

    def _condition(self, number: int, data: Mapping[str, Any], place: str) -> Condition:
        self.conditions += 1
        if self.conditions > MOST_CONDITIONS:
            raise ValueError(_("A rule can have %(most)s conditions. Make two rules.") % {"most": MOST_CONDITIONS})
        asked = FIELDS.get(data["field"]) if isinstance(data["field"], str) else None
        if asked is None:
            raise ValueError(_("Choose what the condition asks about."))
        operator = _operator(asked, data.get("operator"))
        if strange := sorted(str(key) for key in set(data) - {"field", "operator", "value", "name"}):
            raise ValueError(_("A condition has no “%(key)s”.") % {"key": strange[0]})
        name = data.get("name", "")
        if asked.names and not (
            isinstance(name, str) and name.strip() and len(name) <= LONGEST_VALUE and "\0" not in name
        ):
            raise ValueError(_("Say which one: %(field)s.") % {"field": asked.label})
        value = None if operator in WITHOUT_VALUE else _value(asked, operator, data.get("value"))
        return Condition(number, place, asked, operator, value, name.strip() if asked.names else "")


def _operator(asked: Asked, wanted: Any) -> Operator:
    if isinstance(wanted, str) and wanted in asked.operators:
        return Operator(wanted)
    words = {"field": asked.label, "operators": ", ".join(str(OPERATOR_WORDS[each]) for each in asked.operators)}
    raise ValueError(_("“%(field)s” can be asked so: %(operators)s.") % words)


def _value(asked: Asked, operator: Operator, value: Any) -> Any:
    """As it is compared. Raises ValueError with a sentence."""
    if operator in WITH_SEVERAL:
        if not isinstance(value, list) or not value:
            raise ValueError(_("Choose at least one value."))
        if len(value) > MOST_VALUES:
            raise ValueError(_("Choose at most %(most)s values.") % {"most": MOST_VALUES})
        return tuple(dict.fromkeys(_one(asked, operator, each) for each in value))
    return _one(asked, operator, value)


def _one(asked: Asked, operator: Operator, value: Any) -> Any:
    if asked.type == Type.REFERENCE:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
            raise ValueError(_("Choose one of the offered values."))
        return value
    if asked.type == Type.FLAG:
        if not isinstance(value, bool):
            raise ValueError(_("Choose yes or no."))
        return value
    if asked.type == Type.NUMBER or asked.type == Type.ANSWER and operator in (Operator.AT_LEAST, Operator.AT_MOST):
        number = _as_number(value)
        if number is None:
            raise ValueError(_("Write a number."))
        return number
    if asked.choices:
        if not isinstance(value, str) or value not in asked.ranks:
            raise ValueError(_("Choose one of the offered values."))
        return value
    return _written(asked, operator, value)


def _written(asked: Asked, operator: Operator, value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError(_("Write what to compare “%(field)s” with.") % {"field": asked.label})
    if operator == Operator.MATCHES:
        if len(value) > LONGEST_PATTERN:
            raise ValueError(_("A pattern can have %(most)s characters.") % {"most": LONGEST_PATTERN})
        try:
            pattern(value)
        except ValueError as wrong:
            raise ValueError(_("This pattern does not work: %(problem)s") % {"problem": wrong}) from wrong
        return value
    if len(value) > LONGEST_VALUE:
        raise ValueError(_("Write at most %(most)s characters.") % {"most": LONGEST_VALUE})
    if asked.type != Type.TAGS:
        return value.strip()
    if not (name := tag_name(value)):
        raise ValueError(_("Write a tag of letters and digits."))
    return name
