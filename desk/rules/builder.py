"""What the templates of the builder draw: each condition and effect with its choices, and what is wrong at its place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.brands import brands
from accounts.models import Organization, Team, User
from desk.rules.drafts import ARGUMENTS, Draft
from mail.models import Mailbox
from routing.conditions import Problem
from routing.effects import DO_WORDS, PRIORITIES, STRATEGY_WORDS, Do
from routing.fields import FIELDS, OPERATOR_WORDS, PART_WORDS, WITH_SEVERAL, WITHOUT_VALUE, Asked, Operator, Type
from routing.kinds import SINCE_WORDS, WHEN_WORDS
from routing.models import WebhookTarget
from routing.plans import kept_plans
from sla.models import Calendar
from tickets.actions.macros import STATUSES
from tickets.models import Field, Kind, Level, Macro, Status, TicketForm

MOST_OFFERED = 300
Option = tuple[Any, str]

_FIELD_GROUPS = [
    (label, [asked for asked in FIELDS.values() if asked.part == part]) for part, label in PART_WORDS.items()
]


@dataclass(slots=True)
class Drawn:
    """A node. Of a group `parts`; of a condition the rest. `widget` says how its value is asked for."""

    number: int
    parent: int | None
    place: str
    kind: str = ""
    parts: "list[Drawn]" = field(default_factory=list)
    asked: Asked | None = None
    name: str = ""
    names: list[Option] = field(default_factory=list)
    operator: str = ""
    operators: list[Option] = field(default_factory=list)
    widget: str = ""
    values: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return ", ".join(self.values)

    @property
    def input_name(self) -> str:
        return f"n{self.number}-value"


@dataclass(slots=True)
class Argument:
    name: str
    input_name: str
    label: str
    widget: str
    values: list[str]
    options: list[Option] = field(default_factory=list)
    is_optional: bool = False

    @property
    def text(self) -> str:
        return ", ".join(self.values)


@dataclass(slots=True)
class DrawnEffect:
    number: int
    do: str
    arguments: list[Argument]
    problems: list[str]


class Builder:
    """The whole of it, for one draft."""

    form = "#rule-form"
    without_conditions = gettext_lazy("No conditions: the rule always acts.")

    def __init__(self, draft: Draft, problems: Iterable[Problem] = ()) -> None:
        self.draft = draft
        self.problems: dict[str, list[str]] = {}
        for problem in problems:
            self.problems.setdefault(problem.place, []).append(problem.sentence)
        self._number = 0

    @property
    def address(self) -> str:
        """Where its buttons send the form."""
        return reverse("rules:builder")

    # --- When

    @property
    def is_timed(self) -> bool:
        return "after" in self.draft.when

    @property
    def kinds(self) -> list[tuple[str, Any, bool]]:
        chosen = self.draft.when.get("events", [])
        return [(str(kind), words, str(kind) in chosen) for kind, words in WHEN_WORDS.items()]

    @property
    def since(self) -> list[tuple[str, Any, bool]]:
        chosen = self.draft.when.get("after", {}).get("since")
        return [(str(since), words, since == chosen) for since, words in SINCE_WORDS.items()]

    @property
    def time(self) -> tuple[Any, str]:
        """The number and its unit."""
        after = self.draft.when.get("after", {})
        if "working_days" in after:
            return after["working_days"], "days"
        hours = after.get("hours", 72)
        is_days = isinstance(hours, int) and hours % 24 == 0 and after.get("calendar") is None
        return (hours // 24, "days") if is_days else (hours, "hours")

    @property
    def calendars(self) -> list[tuple[int, str, bool]]:
        """Whose opening hours may count, and whether they do."""
        chosen = self.draft.when.get("after", {}).get("calendar")
        kept = Calendar.objects.filter(archived_at=None).values_list("pk", "name")
        return [(pk, name, pk == chosen) for pk, name in kept]

    @property
    def wrong_when(self) -> list[str]:
        return self.problems.get("when", [])

    # --- If

    @property
    def field_groups(self) -> list[tuple[Any, list[Asked]]]:
        return _FIELD_GROUPS

    @cached_property
    def root(self) -> Drawn:
        self._number = 0
        return self._node(self.draft.conditions, None, "")

    def _node(self, data: dict[str, Any], parent: int | None, place: str) -> Drawn:
        drawn = Drawn(self._number, parent, place, problems=self.problems.get(f"if.{place}" if place else "if", []))
        self._number += 1
        if "field" in data:
            self._fill(drawn, data)
            return drawn
        drawn.kind = next(iter(data))
        for index, part in enumerate(data[drawn.kind]):
            inside = f"{place}.{drawn.kind}.{index}" if place else f"{drawn.kind}.{index}"
            drawn.parts.append(self._node(part, drawn.number, inside))
        return drawn

    def _fill(self, drawn: Drawn, data: dict[str, Any]) -> None:
        asked = drawn.asked = FIELDS.get(data["field"])
        if asked is None:
            return
        drawn.name = data.get("name", "")
        drawn.names = self._offered("field") if asked.key == "answer" else []
        drawn.operators = [(str(operator), OPERATOR_WORDS[operator]) for operator in asked.operators]  # type: ignore[misc]
        drawn.operator = data.get("operator") or str(asked.operators[0])
        operator = Operator(drawn.operator)
        if operator in WITHOUT_VALUE:
            return
        several = operator in WITH_SEVERAL and asked.type != Type.TAGS
        drawn.values = _texts(data.get("value"))
        if asked.type == Type.FLAG:
            drawn.widget, drawn.options = "one", [("yes", _("yes")), ("no", _("no"))]
        elif asked.choices:
            drawn.widget, drawn.options = (
                "several" if several else "one",
                [(v, str(label)) for v, label in asked.choices],
            )
        elif asked.type == Type.REFERENCE:
            drawn.widget, drawn.options = "several" if several else "one", self._offered(asked.of)
        elif asked.type == Type.NUMBER:
            drawn.widget = "number"
        elif asked.type == Type.TAGS:
            drawn.widget = "tags"
        else:
            drawn.widget = "pattern" if operator == Operator.MATCHES else "text"

    # --- Then

    @property
    def dos(self) -> list[Option]:
        return [(str(do), str(words)) for do, words in DO_WORDS.items()]

    @cached_property
    def effects(self) -> list[DrawnEffect]:
        return [self._effect(number, data) for number, data in enumerate(self.draft.effects)]

    @property
    def wrong_then(self) -> list[str]:
        return self.problems.get("then", [])

    def _effect(self, number: int, data: dict[str, Any]) -> DrawnEffect:
        do = data.get("do", "")
        takes = ARGUMENTS[Do(do)] if do in list(Do) else ()
        arguments = [self._argument(number, name, data.get(name)) for name in takes]
        if do in (Do.SET_LEVEL, Do.ESCALATE):
            for argument in arguments:
                argument.is_optional = argument.name == "team"
        if do == Do.NOTIFY:
            for argument in arguments:
                argument.is_optional = argument.name in ("people", "team")
        return DrawnEffect(number, do, arguments, self.problems.get(f"then.{number}", []))

    def _argument(self, number: int, name: str, value: Any) -> Argument:
        argument = Argument(name, f"e{number}-{name}", _LABELS[name](), _WIDGETS.get(name, "one"), _texts(value))
        if name == "assignee":
            argument.values = ["yes"] if value else []
        elif name in _SORT_OF:
            argument.options = self._offered(_SORT_OF[name])
        elif name in _FIXED:
            argument.options = _FIXED[name]()
        argument.is_optional = name in ("add", "remove")
        return argument

    # --- What there is to choose from

    def _offered(self, sort: str) -> list[Option]:
        if sort not in self._kept:
            self._kept[sort] = _ROWS[sort]()
        return self._kept[sort]

    @cached_property
    def _kept(self) -> dict[str, list[Option]]:
        return {}


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    if isinstance(value, float):
        return [f"{value:g}"]
    return [str(value)] if value != "" else []


def _named(rows: Any) -> list[Option]:
    return [(str(row.pk), str(row)) for row in rows[:MOST_OFFERED]]


_ROWS: dict[str, Any] = {
    "team": lambda: _named(Team.objects.filter(archived_at=None)),
    "person": lambda: _named(User.objects.staff().order_by("name", "email")),
    "organization": lambda: _named(Organization.objects.order_by("name")),
    "brand": lambda: [(str(brand.pk), brand.name) for brand in brands()],
    "mailbox": lambda: _named(Mailbox.objects.order_by("address")),
    "form": lambda: _named(TicketForm.objects.order_by("name")),
    "macro": lambda: _named(Macro.objects.kept().exclude(html="").exclude(scope="private").order_by("name")),
    "target": lambda: _named(WebhookTarget.objects.filter(archived_at=None)),
    "plan": lambda: _named(kept_plans()),
    "field": lambda: [(field.key, field.name) for field in Field.objects.order_by("name")[:MOST_OFFERED]],
}
_SORT_OF = {"team": "team", "person": "person", "people": "person", "macro": "macro", "target": "target",
            "field": "field", "plan": "plan"}  # fmt: skip
_FIXED: dict[str, Any] = {
    "status": lambda: [(str(status.value), str(status.label)) for status in (*STATUSES, Status.CLOSED)],
    "priority": lambda: [(word, str(priority.label)) for word, priority in PRIORITIES.items()],
    "kind": lambda: [(str(value), str(label)) for value, label in Kind.choices],
    "level": lambda: [(str(level.value), str(level.label)) for level in Level if level != Level.SELF_SERVICE],
    "strategy": lambda: [(str(strategy), str(words)) for strategy, words in STRATEGY_WORDS.items()],
}
_WIDGETS = {"people": "several", "add": "tags", "remove": "tags", "assignee": "check", "value": "text", "text": "long",
            "reason": "long", "tried": "long", "asked": "long"}  # fmt: skip
_LABELS: dict[str, Any] = {
    "team": lambda: _("Team"),
    "person": lambda: _("Person"),
    "people": lambda: _("People"),
    "macro": lambda: _("Macro"),
    "target": lambda: _("Webhook"),
    "plan": lambda: _("Emergency plan"),
    "field": lambda: _("Field"),
    "value": lambda: pgettext("of a field", "Answer"),
    "status": lambda: _("Status"),
    "priority": lambda: _("Priority"),
    "kind": lambda: _("Kind"),
    "level": lambda: _("Level"),
    "strategy": lambda: _("How"),
    "add": lambda: _("Add tags"),
    "remove": lambda: _("Remove tags"),
    "assignee": lambda: _("Whoever has the ticket"),
    "text": lambda: _("Words"),
    "reason": lambda: _("Why"),
    "tried": lambda: _("What was tried"),
    "asked": lambda: _("What is asked"),
}
