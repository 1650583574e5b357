"""Forms of sign-in and profile."""

import zoneinfo
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.languages import language_name, language_of_desk, offered_languages
from accounts.models import User
from accounts.models.user import normal_email
from accounts.profile import storable_signature
from accounts.week_form import WeekForm

# Stored as "": whatever the browser says.
_UNSET = "unset"


class SignInForm(forms.Form):
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": True, "placeholder": "name@example.com"}
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
    """One's own profile; what concerns work at the desk only people of ours have. Left out, a choice stays as it is."""

    FOR_STAFF = ("density", "shortcuts", "undo_seconds", "after_sending", "takes_answered", "signature")

    class Meta:
        model = User
        fields = [
            "name",
            "language",
            "time_zone",
            "theme",
            "density",
            "shortcuts",
            "undo_seconds",
            "after_sending",
            "takes_answered",
            "signature",
        ]
        labels = {
            "name": _("Your name"),
            "theme": _("Colours"),
            "density": _("Lists"),
            "shortcuts": _("Keyboard shortcuts"),
            "undo_seconds": _("Undo after Send"),
            "after_sending": _("After Send"),
            "takes_answered": _("Take tickets that I answer"),
            "signature": _("Your signature"),
        }
        help_texts = {
            "name": _("How we address you, and what others see beside your messages."),
            "shortcuts": _(
                "Single keys such as r for Reply; ? shows them all. Ctrl K (⌘ K on a Mac) works in any case."
            ),
            "undo_seconds": _("How long a reply waits before it leaves, so that you can take it back."),
            "after_sending": _("Where you are once an answer has been sent. A macro may know better."),
            "takes_answered": _(
                "What nobody has is yours once your answer has left; tickets of other teams stay where they are."
            ),
            "signature": _("Below your answers in the mail. Left empty: the mailbox's."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "signature": forms.Textarea(attrs={"rows": 3}),
        }

    language = forms.ChoiceField(label=_("Language"))
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_languages()
        self.fields["time_zone"].choices = [(_UNSET, _("Like my device")), *_zones_by_region()]  # type: ignore[attr-defined]
        self.initial["time_zone"] = self.initial.get("time_zone") or _UNSET
        typed = self.data if self.is_bound and isinstance(self.data, QueryDict) else None
        self.week = WeekForm(self.instance.working_hours, typed)
        for name in self.FOR_STAFF:
            if not self.instance.is_staff:
                self.fields.pop(name, None)
            elif name in self.fields and (self.is_bound or name == "signature"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """A choice that the form does not name stays as it is; hours need a zone in which they are meant."""
        cleaned = super().clean() or {}
        for name in ("language", *self.FOR_STAFF) if self.instance.is_staff else ():
            if name in self.fields and name not in self.data and not isinstance(self.fields[name], forms.BooleanField):
                cleaned[name] = getattr(self.instance, name)
        if self.instance.is_staff and self.week.is_named:
            self._keep_hours(cleaned)
        return cleaned

    def clean_language(self) -> str:
        return self.cleaned_data["language"].removeprefix(_UNSET)

    def clean_time_zone(self) -> str:
        return self.cleaned_data["time_zone"].removeprefix(_UNSET)

    def clean_signature(self) -> str:
        return storable_signature(self.cleaned_data["signature"])

    def _offer_languages(self) -> None:
        """Only where there is something to choose; what a customer speaks otherwise is not forgotten."""
        offered = offered_languages()
        if len(offered) < 2:
            del self.fields["language"]
            return
        spoken = self.instance.language
        kept = {spoken: language_name(spoken)} if spoken else {}
        self.fields["language"].choices = [(_UNSET, self._unset_language()), *(kept | offered).items()]  # type: ignore[attr-defined]
        self.fields["language"].required = not self.instance.is_staff
        self.initial["language"] = self.initial.get("language") or _UNSET

    def _unset_language(self) -> str:
        if not self.instance.is_staff:
            return gettext("Like my browser")
        return gettext("Like the desk (%(language)s)") % {"language": language_name(language_of_desk())}

    def _keep_hours(self, cleaned: dict[str, Any]) -> None:
        hours = self.week.hours()
        if hours is None:
            self.add_error(None, _("Some of your working hours cannot be. Look at the days below."))
        if hours and not cleaned.get("time_zone"):
            self.add_error("time_zone", _("Choose the zone in which you work; your hours are meant in it."))
        if hours is not None and not self.errors:
            self.instance.working_hours = hours


def _zones_by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        region, slash, place = name.partition("/")
        if slash and region not in ("Etc", "SystemV", "US", "posix", "right"):
            regions.setdefault(region, []).append((name, place.replace("_", " ").replace("/", " – ")))
    regions["UTC"] = [("UTC", "UTC")]
    return list(regions.items())
