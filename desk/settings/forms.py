"""The forms of teams and colleagues: shape only; who may, and what is taken, the verbs decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Team, User
from desk.settings.in_languages import OneTextInLanguages
from helpdesk.tagging import tag_name
from tickets.models import Level, Tag

LEVELS = [(level.value, level.label) for level in Level if level > 0]
ROLES = [(role.value, role.label) for role in Role if role != Role.CUSTOMER]
_ROLE_HELP = _(
    "Agents answer. Leads also approve, announce and block; managers see everything leads see. Admins change settings."
)


class TeamForm(OneTextInLanguages):
    text, kept_as = "public_name", "public_names"

    name = forms.CharField(label=_("Name"), max_length=100)
    public_name = forms.CharField(
        label=_("Name for customers"),
        max_length=100,
        required=False,
        help_text=_("They read it while the team has their request. Left empty, they read nothing of it."),
    )
    levels = forms.TypedMultipleChoiceField(
        label=_("Levels it works at"),
        choices=LEVELS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one level that the team works at.")},
    )
    is_private = forms.BooleanField(
        label=_("Private"),
        required=False,
        help_text=_("Its tickets are seen by its members, by admins and by the people on a ticket only."),
    )
    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, team: Team | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"levels": [1]}
        if team is not None:
            initial = {name: getattr(team, name) for name in ("name", "public_name", "levels", "is_private")}
            initial["members"] = team.members.all()
        texts = team.public_names if team is not None else {}
        super().__init__(*args, texts=texts, **{**kwargs, "initial": initial})
        present = team.members.order_by().values("pk") if team is not None else User.objects.none().values("pk")
        choosable = User.objects.staff() | User.objects.filter(pk__in=present)
        self.fields["members"].queryset = choosable.order_by("name", "email")  # type: ignore[attr-defined]


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("Address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("They get a mail with a link, choose a password and are in."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=150, help_text=_("Customers read it below each answer."))
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Role.AGENT, help_text=_ROLE_HELP)
    level = forms.TypedChoiceField(
        label=_("Highest level"), choices=LEVELS, initial=1, coerce=int, empty_value=None, required=False
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["teams"].queryset = Team.objects.filter(archived_at=None)
        fields["level"].choices = [("", _("None")), *LEVELS]


class AgentForm(InvitationForm):
    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        initial: dict[str, Any] = {name: getattr(person, name) for name in ("name", "role", "level")}
        initial["teams"] = person.teams.all()
        super().__init__(*args, **{**kwargs, "initial": initial})
        del self.fields["email"]


class TagForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=50,
        help_text=_("Small letters, digits and hyphens. The old name keeps working wherever it is typed."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class MergeTagForm(forms.Form):
    into = forms.CharField(
        label=_("Merge into"),
        max_length=50,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "list": "tag-suggestions", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_into(self) -> Tag:
        name = tag_name(self.cleaned_data["into"])
        tag = Tag.objects.filter(name=name).first()
        if tag is None:
            raise forms.ValidationError(_("There is no tag “%(name)s”.") % {"name": name})
        return tag


class HandOverForm(forms.Form):
    """Who gets the tickets of a colleague that is switched off."""

    to = forms.ModelChoiceField(
        label=_("Who takes the open tickets"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet: back into the queues of their teams"),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.staff().exclude(pk=person.pk).order_by("name", "email")
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]
