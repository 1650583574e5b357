"""The form of a macro."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import AfterSending, Team
from tickets.actions.macros import STATUSES
from tickets.content import html_of
from tickets.models import Macro, Priority
from tickets.models.macro import MacroScope, MacroUse

_SHARED_WITH = "team"


class MacroForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("What you and your colleagues search for."))
    html = forms.CharField(required=False)
    text = forms.CharField(required=False)
    use = forms.ChoiceField(label=_("Goes into"), choices=MacroUse.choices, initial=MacroUse.REPLY)
    language = forms.ChoiceField(label=_("Language of its words"), required=False)
    scope = forms.ChoiceField(label=_("Who sees it"), choices=MacroScope.choices, initial=MacroScope.PRIVATE)
    team = forms.ModelChoiceField(
        label=_("Team that sees it"), queryset=Team.objects.none(), required=False, empty_label=_("Choose a team")
    )
    status = forms.ChoiceField(label=_("Status"), required=False)
    priority = forms.TypedChoiceField(label=_("Priority"), required=False, coerce=int, empty_value=None)
    assign_to_me = forms.BooleanField(label=_("Assign to whoever uses it"), required=False)
    assign_team = forms.ModelChoiceField(
        label=_("Move to the team"), queryset=Team.objects.none(), required=False, empty_label=_("Leave it where it is")
    )
    add_tasks = forms.CharField(
        label=_("Add tasks"),
        required=False,
        max_length=10_000,
        help_text=_("One on each line. What is on the list already is not added again."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    afterwards = forms.ChoiceField(label=_("Then"), required=False)
    add_tags = forms.CharField(
        label=_("Add tags"), required=False, max_length=1000, help_text=_("With commas between.")
    )
    remove_tags = forms.CharField(label=_("Remove tags"), required=False, max_length=1000)

    def __init__(self, *args: Any, macro: Macro | None, teams: list[Team], **kwargs: Any) -> None:
        if macro is not None:
            kwargs["initial"] = _initial(macro)
        super().__init__(*args, **kwargs)
        unchanged = ("", _("Leave it as it is"))
        fields: dict[str, Any] = self.fields
        fields["language"].choices = [("", _("Any")), *settings.LANGUAGES]
        fields["status"].choices = [unchanged, *((status.value, status.label) for status in STATUSES)]
        fields["afterwards"].choices = [("", _("Do as each person likes")), *AfterSending.choices]
        fields["priority"].choices = [unchanged, *reversed(Priority.choices)]
        for name in ("team", "assign_team"):
            fields[name].queryset = Team.objects.filter(pk__in=[team.pk for team in teams])
        fields["team"].is_one_of = True  # shown only where it is needed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("scope") == _SHARED_WITH and not cleaned.get("team"):
            self.add_error("team", _("Choose the team that sees it."))
        return cleaned

    @property
    def fields_of_macro(self) -> dict[str, Any]:
        """As the verbs take them."""
        fields = dict(self.cleaned_data)
        text = fields.pop("text")
        fields["html"] = fields["html"] or html_of(text)
        for name in ("add_tags", "remove_tags"):
            fields[name] = [part for part in fields[name].split(",") if part.strip()]
        fields["add_tasks"] = fields["add_tasks"].splitlines()
        return fields


def _initial(macro: Macro) -> dict[str, Any]:
    names = (
        "name",
        "use",
        "language",
        "scope",
        "team",
        "status",
        "priority",
        "assign_to_me",
        "assign_team",
        "afterwards",
    )
    tags = {name: ", ".join(getattr(macro, name)) for name in ("add_tags", "remove_tags")}
    return {name: getattr(macro, name) for name in names} | tags | {"add_tasks": "\n".join(macro.add_tasks)}
