"""The form of a policy: for which tickets, what is promised, when it warns, what a breach does."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Team
from accounts.models.organization import Tier
from desk.templatetags.due import length_words
from sla.models import Calendar, Policy
from sla.terms import MOST_WARNINGS, PAUSING, Do, Target, Tell
from tickets.models import Channel, Level, Priority, Status, TicketForm

LEVELS = [(level.value, level.label) for level in Level if level > 0]
WARNINGS_SHOWN = 3  # at least; one more than a policy has, up to the most
_LENGTH = re.compile(r"\s*(?:(\d{1,4})\s*h)?\s*(?:(\d{1,4})\s*m(?:in)?)?\s*(?:(\d{1,5})\s*s)?\s*", re.IGNORECASE)


class LengthField(forms.CharField):
    """ "4 h", "1 h 30 min", "90 s" → seconds; None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        match = _LENGTH.fullmatch(text)
        hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
        total = hours * 3600 + minutes * 60 + seconds
        if not total:
            raise forms.ValidationError(_("Write a time such as 4 h, 1 h 30 min or 45 s."))
        return total


def _many(label: Any, choices: Any, **kwargs: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


class PolicyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    description = forms.CharField(label=gettext_lazy("Description"), max_length=300, required=False)
    tier = _many(gettext_lazy("Tier of the organization"), Tier.choices)
    channel = _many(gettext_lazy("Channel"), Channel.choices)
    priority = _many(gettext_lazy("Priority"), Priority.choices, coerce=int)
    level = _many(gettext_lazy("Level"), LEVELS, coerce=int)
    team = _many(gettext_lazy("Team"), (), coerce=int)
    form = _many(gettext_lazy("Form"), (), coerce=int)
    tag = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("One of these, with commas between."),
    )
    language = forms.CharField(
        label=gettext_lazy("Languages"), required=False, max_length=100, help_text=gettext_lazy("Codes such as de, en.")
    )
    calendar = forms.ModelChoiceField(
        label=gettext_lazy("Calendar"), queryset=Calendar.objects.none(), required=False,
        empty_label=gettext_lazy("None: around the clock"), help_text=gettext_lazy("Whose hours count as business time."),
    )  # fmt: skip
    pause = _many(gettext_lazy("Solving stands still while"), [(status.value, status.label) for status in PAUSING])
    breach_tell = _many(gettext_lazy("A missed deadline tells"), Tell.choices)
    breach_do = _many(gettext_lazy("and then"), [(do.value, do.label) for do in Do if do not in (Do.NOTIFY, Do.MOVE)])
    breach_team = forms.ModelChoiceField(
        label=gettext_lazy("Move it to the team"), queryset=Team.objects.none(), required=False,
        empty_label=gettext_lazy("Leave it where it is"),
    )  # fmt: skip

    def __init__(self, *args: Any, policy: Policy | None, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": _initial(policy)})
        fields: dict[str, Any] = self.fields
        teams = Team.objects.filter(archived_at=None)
        fields["team"].choices = list(teams.values_list("pk", "name"))
        fields["form"].choices = list(TicketForm.objects.values_list("pk", "name"))
        fields["breach_team"].queryset = teams
        fields["calendar"].queryset = Calendar.objects.filter(archived_at=None)
        for target in Target:
            fields[f"{target}_business"] = forms.BooleanField(label=_("in business time"), required=False)
            for key, label in _keys_of(target):
                fields[f"{target}_{key}"] = LengthField(label=label)
        for number in range(MOST_WARNINGS):
            fields[f"warn_{number}"] = forms.IntegerField(label=_("Percent"), required=False, min_value=1, max_value=99)
            fields[f"warn_{number}_tell"] = _many(_("tells"), Tell.choices)

    @property
    def targets(self) -> list[dict[str, Any]]:
        """For the table: each target with its cells."""
        return [
            {
                "label": target.label,
                "business": self[f"{target}_business"],
                "cells": [self[f"{target}_{key}"] for key, _label in _keys_of(target)],
            }
            for target in Target
        ]

    @property
    def warnings(self) -> list[tuple[Any, Any]]:
        filled = [number for number in range(MOST_WARNINGS) if self[f"warn_{number}"].value()]
        shown = min(MOST_WARNINGS, max(WARNINGS_SHOWN, max(filled, default=0) + 2))
        return [(self[f"warn_{number}"], self[f"warn_{number}_tell"]) for number in range(shown)]

    @property
    def conditions(self) -> list[Any]:
        names = ("tier", "channel", "priority", "level", "team", "form")
        return [self[name] for name in names if getattr(self.fields[name], "choices", None)]

    def tree(self) -> dict[str, Any]:
        """Conditions of the form: all of them, each with one of its values."""
        found = self.cleaned_data
        values: dict[str, list[Any]] = {
            name: found[name] for name in ("tier", "channel", "priority", "level", "team", "form")
        }
        values["tag"] = [part.strip().lower() for part in found["tag"].split(",") if part.strip()]
        values["language"] = [part.strip().lower() for part in found["language"].split(",") if part.strip()]
        leaves = [{"field": name, "is": list(among)} for name, among in values.items() if among]
        return {"all": leaves} if leaves else {}

    def terms(self) -> dict[str, Any]:
        found = self.cleaned_data
        targets = {}
        for target in Target:
            seconds = {
                str(key): found[f"{target}_{key}"] for key, _label in _keys_of(target) if found[f"{target}_{key}"]
            }
            if seconds:
                targets[target.value] = {"business": found[f"{target}_business"], "seconds": seconds}
        warnings = [
            {"percent": found[f"warn_{number}"], "tell": found[f"warn_{number}_tell"]}
            for number in range(MOST_WARNINGS)
            if found[f"warn_{number}"]
        ]
        breach: list[dict[str, Any]] = []
        if found["breach_tell"]:
            breach.append({"do": Do.NOTIFY.value, "tell": found["breach_tell"]})
        breach += [{"do": do} for do in found["breach_do"]]
        if found["breach_team"]:
            breach.append({"do": Do.MOVE.value, "team": found["breach_team"].pk})
        return {"targets": targets, "pause": found["pause"], "warn": warnings, "breach": breach}


def _keys_of(target: Target) -> list[tuple[int, Any]]:
    return LEVELS if target == Target.LEVEL else [(priority.value, priority.label) for priority in Priority]


def fits(conditions: Mapping[str, Any]) -> bool:
    """Whether the form can show these conditions; deeper trees come from the API and the configuration's file."""
    if not conditions or "field" in conditions:
        return True
    leaves = conditions.get("all")
    names = [leaf.get("field") for leaf in leaves] if leaves is not None else []
    return leaves is not None and None not in names and len(set(names)) == len(names)


def _initial(policy: Policy | None) -> dict[str, Any]:
    if policy is None or policy.current is None:
        calendar = Calendar.objects.filter(is_default=True).first()
        return {
            "calendar": calendar,
            "pause": [Status.PENDING.value, Status.ON_HOLD.value],
            "warn_0": 75,
            "warn_0_tell": [Tell.ASSIGNEE.value],
            "breach_tell": [Tell.ASSIGNEE.value, Tell.TEAM.value],
            **{f"{target}_business": True for target in Target},
        }
    version = policy.current
    initial: dict[str, Any] = {
        "name": policy.name,
        "description": policy.description,
        "calendar": version.calendar,
        "pause": version.terms.get("pause", []),
    }
    for leaf in _leaves(version.conditions):
        many = leaf["field"] not in ("tag", "language")
        initial[leaf["field"]] = leaf["is"] if many else ", ".join(leaf["is"])
    for target in Target:
        goal = version.terms.get("targets", {}).get(target.value, {})
        initial[f"{target}_business"] = goal.get("business", True)
        for key, seconds in goal.get("seconds", {}).items():
            initial[f"{target}_{key}"] = written(seconds)
    for number, warning in enumerate(version.terms.get("warn", [])):
        initial[f"warn_{number}"] = warning["percent"]
        initial[f"warn_{number}_tell"] = warning.get("tell", [])
    for act in version.terms.get("breach", []):
        if act["do"] == Do.NOTIFY:
            initial["breach_tell"] = list(dict.fromkeys([*initial.get("breach_tell", []), *act.get("tell", [])]))
        elif act["do"] == Do.MOVE:
            initial["breach_team"] = act.get("team")
        else:
            initial.setdefault("breach_do", []).append(act["do"])
    return initial


def written(seconds: int) -> str:
    """As the field takes it, to the second."""
    rest = seconds % 60
    words = length_words(timedelta(seconds=seconds)) if seconds >= 60 else ""
    return f"{words} {rest} s".strip() if rest else words


def _leaves(conditions: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not conditions:
        return []
    return [dict(conditions)] if "field" in conditions else list(conditions.get("all", ()))
