"""A rule as it stands in the builder: read from the form, changed by its buttons, and handed to the verbs. It may be half done.

Conditions stand in the form as desk/rules/trees.py says; effects are numbered likewise ("effect", "e0-do" …).
"""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from desk.rules.trees import change_tree, read_tree
from routing.effects import Do
from routing.fields import FIELDS, WITH_SEVERAL, WITHOUT_VALUE, Asked, Operator, Type
from routing.models import Rule, RuleState
from routing.tags import of_today

MOST_EFFECTS = 30


@dataclass(slots=True)
class Draft:
    """`conditions` and `effects` in the stored form, as far as they are filled in."""

    name: str = ""
    description: str = ""
    state: str = RuleState.DRAFT
    when: dict[str, Any] = field(default_factory=lambda: {"events": ["ticket.opened"]})
    conditions: dict[str, Any] = field(default_factory=lambda: {"all": []})
    effects: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, rule: Rule) -> "Draft":
        return cls(
            rule.name,
            rule.description,
            rule.state,
            rule.when,
            of_today(rule.conditions) or {"all": []},
            list(rule.effects),
        )

    @classmethod
    def read(cls, post: QueryDict) -> "Draft":
        return cls(
            name=post.get("name", "")[:500],
            description=post.get("description", "")[:5_000],
            state=post.get("state", RuleState.DRAFT),
            when=_when(post),
            conditions=read_tree(post, _condition),
            effects=_effects(post),
        )

    def change(self, act: str) -> None:
        """What a button of the builder says: "add-condition:0" into node 0, "remove:3", "effect-up:1" …"""
        name, _colon, number = act.partition(":")
        if name == "add-effect":
            self.effects.append({"do": ""})
        elif name in ("effect-up", "effect-down", "effect-remove") and number.isdecimal():
            _move_effect(self.effects, name, int(number))
        else:
            change_tree(self.conditions, act, _blank)

    @property
    def waits_for_time(self) -> bool:
        """Whether nobody has said yet after how long."""
        after = self.when.get("after")
        return after is not None and not str(after.get("hours", after.get("working_days", ""))).strip()

    @property
    def words(self) -> dict[str, Any]:
        """As the verbs take them."""
        return {
            "name": self.name,
            "description": self.description,
            "state": self.state,
            "when": self.when,
            "conditions": self.conditions,
            "effects": self.effects,
        }


def _when(post: QueryDict) -> dict[str, Any]:
    if post.get("when") != "after":
        return {"events": post.getlist("kinds")[:50]}
    after: dict[str, Any] = {"since": post.get("since", "")}
    if "time" not in post:  # only now chosen: its field is not there yet
        return {"after": after}
    time, is_days = _whole(str(post["time"])), post.get("unit") == "days"
    if post.get("calendar"):
        after |= {"calendar": _whole(post.get("calendar", "")), "working_days" if is_days else "hours": time}
    else:
        after["hours"] = time * 24 if is_days and isinstance(time, int) else time
    return {"after": after}


def _condition(post: QueryDict, given: str) -> dict[str, Any]:
    asked = FIELDS.get(post.get(f"{given}field", ""))
    if asked is None:
        return _blank()
    operator = post.get(f"{given}operator", "")
    if operator not in asked.operators:
        operator = asked.operators[0]
    condition: dict[str, Any] = {"field": asked.key, "operator": str(operator)}
    if asked.names:
        condition["name"] = post.get(f"{given}name", "")
    if operator not in WITHOUT_VALUE:
        condition["value"] = _value(asked, Operator(operator), post.getlist(f"{given}value"))
    return condition


def _value(asked: Asked, operator: Operator, given: list[str]) -> Any:
    """In the stored form where it can be; else as it was typed, for the sentence that says what is wrong."""
    if asked.type == Type.TAGS:
        return [part.strip() for text in given for part in text.split(",") if part.strip()]
    if operator in WITH_SEVERAL:
        return [_single(asked, each) for each in given if each]
    return _single(asked, given[0] if given else "")


def _single(asked: Asked, text: str) -> Any:
    if asked.type == Type.REFERENCE:
        return _whole(text)
    if asked.type == Type.NUMBER:
        return _whole(text)
    if asked.type == Type.FLAG:
        return text == "yes" if text in ("yes", "no") else text
    return text


def _effects(post: QueryDict) -> list[dict[str, Any]]:
    return [_effect(post, f"e{number}-") for number in post.getlist("effect")[:MOST_EFFECTS]]


def _effect(post: QueryDict, given: str) -> dict[str, Any]:
    do = post.get(f"{given}do", "")
    if do not in list(Do):
        return {"do": ""}
    effect: dict[str, Any] = {"do": do}
    for name in ARGUMENTS[Do(do)]:
        value = post.getlist(f"{given}{name}")
        effect[name] = _argument(name, value)
    return effect


ARGUMENTS: dict[Do, tuple[str, ...]] = {
    Do.ASSIGN_TEAM: ("team",),
    Do.ASSIGN_PERSON: ("person",),
    Do.ASSIGN_BY: ("strategy",),
    Do.SET_STATUS: ("status",),
    Do.SET_PRIORITY: ("priority",),
    Do.SET_KIND: ("kind",),
    Do.SET_LEVEL: ("level", "team"),
    Do.SET_FIELD: ("field", "value"),
    Do.TAG: ("add", "remove"),
    Do.ESCALATE: ("level", "team", "reason", "tried", "asked"),
    Do.REPLY: ("macro",),
    Do.NOTE: ("text",),
    Do.NOTIFY: ("people", "team", "assignee", "text"),
    Do.WEBHOOK: ("target",),
    Do.EMERGENCY: ("plan", "reason"),
    Do.STOP: (),
}


def _argument(name: str, given: list[str]) -> Any:
    text = given[0] if given else ""
    if name == "people":
        return [_whole(each) for each in given if each]
    if name in ("add", "remove"):
        return [part.strip() for part in text.split(",") if part.strip()]
    if name == "assignee":
        return text == "yes"
    if name in ("team", "person", "macro", "target", "plan"):
        return _whole(text) if text else None
    return text


def _whole(text: str) -> int | str:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else text


def _move_effect(effects: list[dict[str, Any]], name: str, index: int) -> None:
    if index >= len(effects):
        return
    effect = effects.pop(index)
    if name == "effect-up":
        effects.insert(max(0, index - 1), effect)
    elif name == "effect-down":
        effects.insert(index + 1, effect)


def _blank() -> dict[str, Any]:
    return {"field": "", "operator": ""}
