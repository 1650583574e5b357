"""The form of a new API token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Scope, User
from accounts.tokens import scopes_for

_LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")), ("0", _("It never ends"))]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("Nightly export"), "autocomplete": "off"}),
        error_messages={"required": _("Give it a name, so that you recognise it later.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long does it live?"),
        choices=_LIFETIMES,
        coerce=lambda days: int(days) or None,
        initial="90",
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in scopes_for(person)]  # type: ignore[attr-defined]
        self.fields["scopes"].initial = [Scope.READ]
