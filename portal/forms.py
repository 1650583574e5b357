"""Forms of customers. They check shape and speak plainly; the verbs decide."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.user import normal_email

_SUBJECT_ATTRIBUTES = {"maxlength": "250", "autocomplete": "off"}


class _OnceForm(forms.Form):
    """Carries a token, so that sending it twice does it once."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged
        self.fields["token"].initial = uuid.uuid4


class RequestForm(_OnceForm):
    subject = forms.CharField(
        label=_("What is it about?"),
        help_text=_("One line, as you would say it to a colleague."),
        max_length=250,
        widget=forms.TextInput(attrs=_SUBJECT_ATTRIBUTES),
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("What did you do, what did you expect, what came instead? The more we know, the less we ask."),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Tell us what happened.")},
    )


class StrangersRequestForm(RequestForm):
    """Of somebody who is not signed in: the address is confirmed by a code before anything is opened."""

    field_order = ["name", "email", "subject", "text", "token"]

    name = forms.CharField(
        label=_("Your name"), max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_("We answer there, and mail you a code to confirm it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address, so that we can answer."),
            "invalid": _("That does not look like an email address. It should be like you@example.com."),
        },
    )

    def clean_email(self) -> str:
        return normal_email(self.cleaned_data["email"])


class AnswerForm(_OnceForm):
    text = forms.CharField(
        label=_("Your message"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": _("Write a message…")}),
    )


class SubscribeForm(forms.Form):
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address, so that we can tell you."),
            "invalid": _("That does not look like an email address. It should be like you@example.com."),
        },
    )
