"""The forms of skills and of what colleagues can do."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.abilities import Abilities
from accounts.languages import languages_of_customers
from accounts.models import Proficiency, Skill
from accounts.setting_kinds import MOST_AT_ONCE
from helpdesk.tagging import tag_name
from tickets.models import Channel

_HOW_WELL = [("", gettext_lazy("Does not know it")), *((str(value), label) for value, label in Proficiency.choices)]


class SkillForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    tags = forms.CharField(
        label=gettext_lazy("Tags that ask for it"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("With commas between. Tickets with one of them go to those who know this best."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_tags(self) -> list[str]:
        names = (tag_name(part) for part in self.cleaned_data["tags"].split(","))
        return list(dict.fromkeys(filter(None, names)))


class AbilitiesForm(forms.Form):
    """A field for each skill and channel; `skills` and `capacity` are what was chosen of them."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        required=False,
        help_text=gettext_lazy("In which this colleague can answer customers."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, abilities: Abilities, known: list[Skill], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"languages": abilities.languages}})
        self._skills = {f"skill_{skill.pk}": skill for skill in known}
        self._channels = {f"most_{channel}": channel for channel in Channel}
        fields: dict[str, Any] = self.fields
        fields["languages"].choices = languages_of_customers()
        has = {row.skill_id: row.proficiency for row in abilities.skills}
        for name, skill in self._skills.items():
            fields[name] = forms.TypedChoiceField(
                label=skill.name, choices=_HOW_WELL, required=False, coerce=int, empty_value=None,
                initial=str(has.get(skill.pk, "")),
            )  # fmt: skip
        for name, channel in self._channels.items():
            fields[name] = forms.IntegerField(
                label=channel.label, required=False, min_value=0, max_value=MOST_AT_ONCE,
                initial=abilities.capacity.get(channel.value), widget=forms.NumberInput(attrs={"placeholder": _("no limit")}),
            )  # fmt: skip

    @property
    def skill_fields(self) -> list[Any]:
        return [self[name] for name in self._skills]

    @property
    def channel_fields(self) -> list[Any]:
        return [self[name] for name in self._channels]

    @property
    def chosen(self) -> dict[str, Any]:
        """As `set_abilities` takes it."""
        found = self.cleaned_data
        most = {channel.value: found[name] for name, channel in self._channels.items() if found[name] is not None}
        return {
            "skills": {skill: found[name] for name, skill in self._skills.items() if found[name]},
            "languages": found["languages"],
            "capacity": most,
        }
