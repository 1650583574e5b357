"""What a rule does when its conditions hold: a closed list, read once into values that the performer trusts.

Stored as a list such as [{"do": "assign_team", "team": 3}, {"do": "tag", "add": ["refund"]}]. Whether a team, a person or a
macro is still there is `routing/references.py`'s to say; here is only the shape.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from routing.conditions import Problem
from tickets.actions.macros import STATUSES
from tickets.actions.properties import tag_name
from tickets.models import Kind, Level, Priority, Status

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MOST_EFFECTS = 20
MOST_NAMED = 20
LONGEST_TEXT = 5_000
PRIORITIES = {priority.name.lower(): priority for priority in Priority}


class Do(StrEnum):
    ASSIGN_TEAM = "assign_team"
    ASSIGN_PERSON = "assign_person"
    ASSIGN_BY = "assign_by"
    SET_STATUS = "set_status"
    SET_PRIORITY = "set_priority"
    SET_KIND = "set_kind"
    SET_LEVEL = "set_level"
    SET_FIELD = "set_field"
    TAG = "tag"
    ESCALATE = "escalate"
    REPLY = "reply"
    NOTE = "note"
    NOTIFY = "notify"
    WEBHOOK = "webhook"
    EMERGENCY = "emergency"
    STOP = "stop"


DO_WORDS: "dict[Do, _StrOrPromise]" = {
    Do.ASSIGN_TEAM: gettext_lazy("Put it into a team's queue"),
    Do.ASSIGN_PERSON: gettext_lazy("Assign it to a person"),
    Do.ASSIGN_BY: gettext_lazy("Assign it to somebody of the team"),
    Do.SET_STATUS: gettext_lazy("Set the status"),
    Do.SET_PRIORITY: gettext_lazy("Set the priority"),
    Do.SET_KIND: gettext_lazy("Set the kind"),
    Do.SET_LEVEL: gettext_lazy("Open it at a level"),
    Do.SET_FIELD: gettext_lazy("Set a field of the form"),
    Do.TAG: gettext_lazy("Add or remove tags"),
    Do.ESCALATE: gettext_lazy("Escalate it"),
    Do.REPLY: gettext_lazy("Answer with a macro's words"),
    Do.NOTE: gettext_lazy("Add a note"),
    Do.NOTIFY: gettext_lazy("Tell colleagues"),
    Do.WEBHOOK: gettext_lazy("Call a webhook"),
    Do.EMERGENCY: gettext_lazy("Declare an emergency"),
    Do.STOP: gettext_lazy("Stop: no later rule acts"),
}


class Strategy(StrEnum):
    """How a person of the team is chosen."""

    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"
    SKILL = "skill"
    STICKY = "sticky"


STRATEGY_WORDS: "dict[Strategy, _StrOrPromise]" = {
    Strategy.ROUND_ROBIN: gettext_lazy("In turn"),
    Strategy.LEAST_LOADED: gettext_lazy("Whoever has the least to do"),
    Strategy.SKILL: gettext_lazy("Whoever knows it best, else whoever has the least to do"),
    Strategy.STICKY: gettext_lazy("Whoever knows the customer, else in turn"),
}


class WrongEffects(ValueError):
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.sentence for problem in problems))


@dataclass(frozen=True, slots=True)
class Effect:
    """`given`: exactly the values that this kind takes."""

    do: Do
    given: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.given[name]


def parse_effects(data: Any) -> tuple[Effect, ...]:
    """Raises WrongEffects with every problem at its place, "then.0"."""
    if not isinstance(data, list) or not data:
        raise WrongEffects([Problem("then", _("Say what the rule does."))])
    if len(data) > MOST_EFFECTS:
        raise WrongEffects([Problem("then", _("A rule can do %(most)s things.") % {"most": MOST_EFFECTS})])
    problems: list[Problem] = []
    effects = []
    for index, entry in enumerate(data):
        try:
            effects.append(_effect(entry))
        except ValueError as wrong:
            problems.append(Problem(f"then.{index}", str(wrong)))
    if problems:
        raise WrongEffects(problems)
    return tuple(effects)


def _effect(entry: Any) -> Effect:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("do"), str) or entry["do"] not in list(Do):
        raise ValueError(_("Choose what the rule does."))
    do = Do(entry["do"])
    takes = TAKES[do]
    if strange := sorted(str(key) for key in set(entry) - set(takes) - {"do"}):
        raise ValueError(_("“%(do)s” takes no “%(key)s”.") % {"do": DO_WORDS[do], "key": strange[0]})
    given = {name: read(entry.get(name)) for name, read in takes.items()}
    _refuse_nothing(do, given)
    return Effect(do, given)


def _refuse_nothing(do: Do, given: Mapping[str, Any]) -> None:
    """What takes several values, each of which may be missing, needs one of them."""
    if do == Do.TAG and not (given["add"] or given["remove"]):
        raise ValueError(_("Name a tag to add or to remove."))
    if do == Do.NOTIFY and not (given["people"] or given["team"] or given["assignee"]):
        raise ValueError(_("Choose whom to tell."))


def _key(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise ValueError(_("Choose one of the offered values."))
    return value


def _key_or_none(value: Any) -> int | None:
    return None if value is None else _key(value)


def _keys(value: Any) -> tuple[int, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_NAMED:
        raise ValueError(_("Choose at most %(most)s.") % {"most": MOST_NAMED})
    return tuple(dict.fromkeys(_key(each) for each in value))


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError(_("Write the words."))
    if len(value) > LONGEST_TEXT:
        raise ValueError(_("Write at most %(most)s characters.") % {"most": LONGEST_TEXT})
    return value.strip()


def _tags(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_NAMED or not all(isinstance(each, str) for each in value):
        raise ValueError(_("Name at most %(most)s tags.") % {"most": MOST_NAMED})
    return tuple(dict.fromkeys(name for name in map(tag_name, value) if name))


def _yes(value: Any) -> bool:
    if value not in (None, True, False):
        raise ValueError(_("Choose yes or no."))
    return bool(value)


def _one_of(choices: Mapping[str, Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(_("Choose one of the offered values."))
        return choices[value]

    return read


def _field_key(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 100:
        raise ValueError(_("Choose a field."))
    return value


def _answer(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value) and len(value) <= MOST_NAMED:
        return list(value)
    raise ValueError(_("This cannot be an answer."))


_level = _one_of({str(level.value): level for level in Level if level != Level.SELF_SERVICE})
# What each takes; a name that is left out is read as None, which those that may be missing accept.
TAKES: dict[Do, dict[str, Callable[[Any], Any]]] = {
    Do.ASSIGN_TEAM: {"team": _key},
    Do.ASSIGN_PERSON: {"person": _key},
    Do.ASSIGN_BY: {"strategy": _one_of({strategy.value: strategy for strategy in Strategy})},
    Do.SET_STATUS: {"status": _one_of({status.value: status for status in (*STATUSES, Status.CLOSED)})},
    Do.SET_PRIORITY: {"priority": _one_of(PRIORITIES)},
    Do.SET_KIND: {"kind": _one_of({kind.value: kind for kind in Kind})},
    Do.SET_LEVEL: {"level": _level, "team": _key_or_none},
    Do.SET_FIELD: {"field": _field_key, "value": _answer},
    Do.TAG: {"add": _tags, "remove": _tags},
    Do.ESCALATE: {"level": _level, "team": _key_or_none, "reason": _words, "tried": _words, "asked": _words},
    Do.REPLY: {"macro": _key},
    Do.NOTE: {"text": _words},
    Do.NOTIFY: {"people": _keys, "team": _key_or_none, "assignee": _yes, "text": _words},
    Do.WEBHOOK: {"target": _key},
    Do.EMERGENCY: {"plan": _key, "reason": _words},
    Do.STOP: {},
}
