"""The form of a tracker. Its token is written, never read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from integrations.models import Tracker, TrackerKind


class TrackerForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=TrackerKind.choices)
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("What agents choose from."))
    base = forms.CharField(
        label=_("Address"),
        max_length=300,
        required=False,
        help_text=_(
            "GitHub: https://api.github.com, or https://HOST/api/v3 of your own server. GitLab: https://gitlab.com or your own. "
            "Jira: https://NAME.atlassian.net. Empty is the usual one of GitHub and GitLab."
        ),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    project = forms.CharField(
        label=_("Project"),
        max_length=200,
        help_text=_("GitHub: owner/repository. GitLab: group/project. Jira: the key, such as APP."),
    )
    account = forms.CharField(
        label=_("Account"),
        max_length=254,
        required=False,
        help_text=_("Jira Cloud alone: the email address whose token it is."),
    )
    token = forms.CharField(
        label=_("Token"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    issue_type = forms.CharField(
        label=_("Type of new issues"), max_length=60, initial="Bug", required=False, help_text=_("Jira alone.")
    )

    def __init__(self, *args: Any, tracker: Tracker | None, **kwargs: Any) -> None:
        if tracker is not None:
            names = ("kind", "name", "base", "project", "account", "issue_type")
            kwargs["initial"] = {name: getattr(tracker, name) for name in names}
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["token"].help_text = _(
            "May read and write issues of this project. It is stored and not shown again. Empty leaves the one there is."
        )
        if tracker is None:
            fields["token"].help_text = _(
                "May read and write issues of this project. It is stored and not shown again."
            )
        else:
            del fields["kind"]
            if tracker.kind != TrackerKind.JIRA:
                del fields["account"], fields["issue_type"]

    @property
    def words(self) -> dict[str, Any]:
        """As the verbs take them."""
        words = dict(self.cleaned_data)
        if "issue_type" in words:
            words["issue_type"] = words["issue_type"] or "Bug"
        return words
