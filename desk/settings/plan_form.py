"""The form of an emergency plan: its words, and its steps as lines that are added, moved and taken away before it is saved.

The form holds the lines in their order: "step" lists their numbers, "s0-who", "s0-how" … are what line 0 says.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Team, User
from routing.models import EmergencyPlan, WebhookTarget
from routing.plans import LONGEST_DESCRIPTION
from tickets.emergencies import LONGEST_WAIT, MOST_REPEATS, MOST_STEPS

MOST_OFFERED = 300
_USUAL_MINUTES = "5"


class PlanForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    description = forms.CharField(
        label=gettext_lazy("When it is used"),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    repeats = forms.IntegerField(
        label=gettext_lazy("How often all steps are repeated"),
        help_text=gettext_lazy("While nobody has answered. 0: each step is taken once."),
        min_value=0,
        max_value=MOST_REPEATS,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "builder__number"}),
    )

    @classmethod
    def of(cls, plan: EmergencyPlan | None) -> "PlanForm":
        if plan is None:
            return cls()
        return cls(initial={"name": plan.name, "description": plan.description, "repeats": plan.repeats})


@dataclass(slots=True)
class Line:
    """A step as it stands in the form; it may be half done. `who` is "person:3", "team:4" or empty."""

    who: str = ""
    how: list[str] = field(default_factory=lambda: ["desk", "email"])
    webhook: str = ""
    minutes: str = _USUAL_MINUTES

    @classmethod
    def of(cls, step: dict[str, Any]) -> "Line":
        who = f"person:{step['person']}" if step["person"] else f"team:{step['team']}" if step["team"] else ""
        return cls(who, list(step["how"]), str(step["webhook"] or ""), str(step["minutes"]))

    @property
    def step(self) -> dict[str, Any]:
        """As the verb reads it, which says what is wrong."""
        sort, _colon, key = self.who.partition(":")
        called = {sort: _whole(key)} if sort in ("person", "team") else {}
        webhook = _whole(self.webhook) if self.webhook else None
        return {**called, "how": self.how if called else [], "webhook": webhook, "minutes": _whole(self.minutes)}


class Lines(list[Line]):
    @classmethod
    def of(cls, plan: EmergencyPlan | None) -> "Lines":
        return cls([Line.of(step) for step in plan.steps] if plan else [Line()])

    @classmethod
    def read(cls, post: QueryDict) -> "Lines":
        return cls(
            Line(
                post.get(f"s{number}-who", ""),
                post.getlist(f"s{number}-how"),
                post.get(f"s{number}-webhook", ""),
                post.get(f"s{number}-minutes", "").strip(),
            )
            for number in post.getlist("step")[:MOST_STEPS]
        )

    def change(self, act: str) -> None:
        """What a button beside them says: "add", "up:1", "down:0", "remove:2"."""
        name, _colon, number = act.partition(":")
        index = _whole(number)
        if name == "add" and len(self) < MOST_STEPS:
            self.append(Line())
        elif isinstance(index, int) and index < len(self) and name in ("up", "down", "remove"):
            line = self.pop(index)
            if name != "remove":
                self.insert(max(0, index - 1) if name == "up" else index + 1, line)

    @property
    def steps(self) -> list[dict[str, Any]]:
        return [line.step for line in self]


def steps_context(lines: Lines) -> dict[str, Any]:
    """What the lines are drawn from."""
    people = User.objects.staff().filter(is_active=True).order_by("name", "email")[:MOST_OFFERED]
    teams = Team.objects.filter(archived_at=None).order_by("name")[:MOST_OFFERED]
    webhooks = WebhookTarget.objects.filter(archived_at=None)[:MOST_OFFERED]
    return {
        "lines": lines,
        "may_add": len(lines) < MOST_STEPS,
        "whom": [
            (_("Teams: whoever is on duty"), [(f"team:{team.pk}", team.name) for team in teams]),
            (_("People"), [(f"person:{person.pk}", person.display_name) for person in people]),
        ],
        "ways": [("desk", _("in the desk")), ("email", _("by email"))],
        "webhooks": [(str(target.pk), target.name) for target in webhooks],
        "longest_wait": LONGEST_WAIT,
    }


def _whole(text: str) -> int | str:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else text
