"""The form of a policy: what is promised, when it warns, what a breach does. For which tickets: desk/sla/conditions.py."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Team, User
from desk.rules.builder import MOST_OFFERED
from desk.sla.lengths import LengthField, written
from sla.models import Calendar, Policy
from sla.terms import BY_LEVEL, MOST_WARNINGS, PAUSING, Do, Target, Tell
from tickets.models import Channel, Level, Priority, Status

LEVELS = [(level.value, level.label) for level in Level if level > 0]
PRIORITIES = [(priority.value, priority.label) for priority in Priority]
WARNINGS_SHOWN = 3  # at least; one more than a policy has, up to the most
# Those that say more than that they happen have inputs of their own.
_PLAIN_DO = [(do.value, do.label) for do in Do if do not in (Do.NOTIFY, Do.MOVE, Do.ASSIGN)]


def _many(label: Any, choices: Any, **kwargs: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


def _small() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input input--small"})


class PolicyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    description = forms.CharField(label=gettext_lazy("Description"), max_length=300, required=False)
    calendar = forms.ModelChoiceField(
        label=gettext_lazy("Calendar"), queryset=Calendar.objects.none(), required=False,
        empty_label=gettext_lazy("None: around the clock"), help_text=gettext_lazy("Whose hours count as business time."),
    )  # fmt: skip
    pause = _many(gettext_lazy("Solving stands still while"), [(status.value, status.label) for status in PAUSING])
    breach_tell = _many(gettext_lazy("A missed deadline tells"), Tell.choices)
    breach_people = _many(gettext_lazy("And these colleagues"), (), coerce=int)
    breach_do = _many(gettext_lazy("And then"), _PLAIN_DO)
    breach_team = forms.ModelChoiceField(
        label=gettext_lazy("Move it to the team"), queryset=Team.objects.none(), required=False,
        empty_label=gettext_lazy("Leave it where it is"),
    )  # fmt: skip
    breach_person = forms.TypedChoiceField(
        label=gettext_lazy("Give it to"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, policy: Policy | None, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": _initial(policy)})
        self.known_terms: dict[str, Any] = policy.current.terms if policy is not None and policy.current else {}
        fields: dict[str, Any] = self.fields
        people = _people(self.known_terms)
        fields["breach_team"].queryset = Team.objects.filter(archived_at=None)
        fields["breach_people"].choices = people
        fields["breach_person"].choices = [("", _("Leave it with whoever has it")), *people]
        fields["calendar"].queryset = Calendar.objects.filter(archived_at=None)
        for target in Target:
            fields[f"{target}_business"] = forms.BooleanField(label=_("in business time"), required=False)
            for key, label in _keys_of(target):
                fields[f"{target}_{key}"] = LengthField(label=label)
            for channel, priority in _cells_of(target):
                label = f"{Channel(channel).label}: {Priority(priority).label}"
                fields[f"{target}_{channel}_{priority}"] = LengthField(label=label, widget=_small())
        for number in range(MOST_WARNINGS):
            fields[f"warn_{number}"] = forms.IntegerField(label=_("Percent"), required=False, min_value=1, max_value=99)
            fields[f"warn_{number}_tell"] = _many(_("It tells"), Tell.choices)
            fields[f"warn_{number}_people"] = _many(_("And these colleagues"), people, coerce=int)

    @property
    def targets(self) -> list[dict[str, Any]]:
        """For the table: each target with its cells, and those of single channels."""
        return [
            {
                "label": target.label,
                "business": self[f"{target}_business"],
                "cells": [self[f"{target}_{key}"] for key, _label in _keys_of(target)],
                "channels": self._channels(target) if target not in BY_LEVEL else [],
                "has_channels": any(self[f"{target}_{channel}_{key}"].value() for channel, key in _cells_of(target)),
            }
            for target in Target
        ]

    def _channels(self, target: Target) -> list[tuple[str, list[Any]]]:
        return [
            (str(label), [self[f"{target}_{channel}_{priority}"] for priority, _label in PRIORITIES])
            for channel, label in Channel.choices
        ]

    @property
    def priorities(self) -> list[Any]:
        return [label for _priority, label in PRIORITIES]

    @property
    def warnings(self) -> list[tuple[Any, Any, Any]]:
        filled = [number for number in range(MOST_WARNINGS) if self[f"warn_{number}"].value()]
        shown = min(MOST_WARNINGS, max(WARNINGS_SHOWN, max(filled, default=0) + 2))
        return [
            (self[f"warn_{number}"], self[f"warn_{number}_tell"], self[f"warn_{number}_people"])
            for number in range(shown)
        ]

    def terms(self) -> dict[str, Any]:
        found = self.cleaned_data
        targets = {target.value: goal for target in Target if (goal := self._goal(target))}
        warnings = [
            {"percent": found[f"warn_{number}"], **_told(found, f"warn_{number}")}
            for number in range(MOST_WARNINGS)
            if found[f"warn_{number}"]
        ]
        return {"targets": targets, "pause": found["pause"], "warn": warnings, "breach": self._breach()}

    def _goal(self, target: Target) -> dict[str, Any] | None:
        found = self.cleaned_data
        names = {str(key): f"{target}_{key}" for key, _label in _keys_of(target)}
        seconds = {key: found[name] for key, name in names.items() if found[name]}
        channels: dict[str, dict[str, int]] = {}
        for channel, priority in _cells_of(target):
            if value := found[f"{target}_{channel}_{priority}"]:
                channels.setdefault(channel, {})[str(priority)] = value
        if not seconds and not channels:
            return None
        business = found[f"{target}_business"]
        return {"business": business, "seconds": seconds, **({"channels": channels} if channels else {})}

    def _breach(self) -> list[dict[str, Any]]:
        """In the order that it has already: a ticket escalated and then moved is elsewhere than one moved and then escalated."""
        found = self.cleaned_data
        told = _told(found, "breach")
        acts: list[dict[str, Any]] = [{"do": Do.NOTIFY.value, **told}] if any(told.values()) else []
        acts += [{"do": do} for do in found["breach_do"]]
        if found["breach_team"]:
            acts.append({"do": Do.MOVE.value, "team": found["breach_team"].pk})
        if found["breach_person"]:
            acts.append({"do": Do.ASSIGN.value, "person": found["breach_person"]})
        order = [act["do"] for act in self.known_terms.get("breach", [])]
        return sorted(acts, key=lambda act: order.index(act["do"]) if act["do"] in order else len(order))


def _told(found: dict[str, Any], name: str) -> dict[str, Any]:
    people = found[f"{name}_people"]
    return {"tell": found[f"{name}_tell"], **({"people": people} if people else {})}


def _keys_of(target: Target) -> list[tuple[int, Any]]:
    if target == Target.ACCEPTANCE:
        return [(level, label) for level, label in LEVELS if level > Level.FIRST_LINE]
    return LEVELS if target in BY_LEVEL else PRIORITIES


def _cells_of(target: Target) -> Iterator[tuple[str, int]]:
    """Channel and priority; levels are held equally long wherever a ticket came from."""
    if target not in BY_LEVEL:
        for channel in Channel.values:
            for priority, _label in PRIORITIES:
                yield channel, priority


def _people(terms: dict[str, Any]) -> list[tuple[int, str]]:
    """Colleagues to choose from, and whoever the terms name already."""
    parts = [*terms.get("warn", []), *terms.get("breach", [])]
    named = {
        pk for part in parts for pk in [*part.get("people", []), *([part["person"]] if part.get("person") else [])]
    }
    people = list(User.objects.staff().order_by("name", "email")[:MOST_OFFERED])
    if missing := named - {person.pk for person in people}:
        people += User.objects.filter(pk__in=missing)
    return [(person.pk, str(person)) for person in people]


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
        "pause": version.terms.get("pause", [status.value for status in PAUSING]),
    }
    for target in Target:
        goal = version.terms.get("targets", {}).get(target.value, {})
        initial[f"{target}_business"] = goal.get("business", True)
        for key, seconds in goal.get("seconds", {}).items():
            initial[f"{target}_{key}"] = written(seconds)
        for channel, times in goal.get("channels", {}).items():
            for key, seconds in times.items():
                initial[f"{target}_{channel}_{key}"] = written(seconds)
    for number, warning in enumerate(version.terms.get("warn", [])):
        initial[f"warn_{number}"] = warning["percent"]
        initial[f"warn_{number}_tell"] = warning.get("tell", [])
        initial[f"warn_{number}_people"] = warning.get("people", [])
    return initial | _initial_breach(version.terms.get("breach", []))


def _initial_breach(acts: list[dict[str, Any]]) -> dict[str, Any]:
    initial: dict[str, Any] = {"breach_tell": [], "breach_people": [], "breach_do": []}
    for act in acts:
        if act["do"] == Do.NOTIFY:
            initial["breach_tell"] = list(dict.fromkeys([*initial["breach_tell"], *act.get("tell", [])]))
            initial["breach_people"] = list(dict.fromkeys([*initial["breach_people"], *act.get("people", [])]))
        elif act["do"] == Do.MOVE:
            initial["breach_team"] = act.get("team")
        elif act["do"] == Do.ASSIGN:
            initial["breach_person"] = act.get("person")
        else:
            initial["breach_do"].append(act["do"])
    return initial
