"""Forms of sign-in and profile."""

import zoneinfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.user import normal_email

# Stored as "": whatever the browser says.
_UNSET = "unset"


class SignInForm(forms.Form):
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": True, "placeholder": "you@example.com"}
        ),
        error_messages={
            "required": _("Enter your email address."),
            "invalid": _("That does not look like an email address. It should be like you@example.com."),
        },
    )

    def clean_email(self) -> str:
        return normal_email(self.cleaned_data["email"])


class _FreshInput(forms.TextInput):
    """Empty again after a wrong try: nobody corrects a code, they type it anew."""

    def format_value(self, value: object) -> None:
        return None


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code from our mail"),
        max_length=20,
        widget=_FreshInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "class": "input code-input",
                "data-behavior": "one-time-code",
            }
        ),
        error_messages={"required": _("Enter the six digits that we mailed to you.")},
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
        error_messages={"required": _("Enter your password.")},
    )


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language", "time_zone", "theme", "undo_seconds", "shortcuts"]
        labels = {
            "name": _("Your name"),
            "theme": _("Colours"),
            "undo_seconds": _("Undo after Send"),
            "shortcuts": _("Keyboard shortcuts"),
        }
        help_texts = {
            "name": _("How we address you, and what others see beside your messages."),
            "shortcuts": _("Single keys such as r for Reply; ? shows them all. Ctrl K works in any case."),
            "undo_seconds": _("How long a reply waits before it leaves, so that you can take it back."),
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    language = forms.ChoiceField(label=_("Language"))
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged
        self.fields["language"].choices = [(_UNSET, _("Like my browser")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [(_UNSET, _("Like my device")), *_zones_by_region()]  # type: ignore[attr-defined]
        if not self.instance.is_staff:
            del self.fields["undo_seconds"], self.fields["shortcuts"]
        else:
            self.fields["undo_seconds"].required = False
        for name in ("language", "time_zone"):
            self.initial[name] = self.initial.get(name) or _UNSET

    def clean_undo_seconds(self) -> int:
        """Left as it is when the form does not say."""
        chosen = self.cleaned_data["undo_seconds"]
        return self.instance.undo_seconds if chosen in (None, "") else chosen

    def clean_language(self) -> str:
        return self.cleaned_data["language"].removeprefix(_UNSET)

    def clean_time_zone(self) -> str:
        return self.cleaned_data["time_zone"].removeprefix(_UNSET)


def _zones_by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        region, slash, place = name.partition("/")
        if slash and region not in ("Etc", "SystemV", "US", "posix", "right"):
            regions.setdefault(region, []).append((name, place.replace("_", " ").replace("/", " – ")))
    regions["UTC"] = [("UTC", "UTC")]
    return list(regions.items())
