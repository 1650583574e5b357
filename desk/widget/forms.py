"""The form of the help widget: shape only; what is taken, the verb decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chat.actions import LONGEST_GREETING
from chat.models import Side, Widget
from desk.settings.in_languages import OneTextInLanguages


class WidgetForm(OneTextInLanguages):
    text, kept_as = "greeting", "greetings"

    sites = forms.CharField(
        label=_("Allowed websites"),
        required=False,
        max_length=20_000,
        help_text=_(
            "One a line, such as https://shop.example.com; https://*.example.com allows all below. No other website can show "
            "the widget."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "placeholder": "https://shop.example.com"}),
    )
    colour = forms.CharField(
        label=_("Colour"),
        help_text=_("Of the button and the head. The words on it become black or white, whichever is easier to read."),
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    side = forms.ChoiceField(label=_("Position of the button"), choices=Side.choices)
    greeting = forms.CharField(
        label=_("Greeting"),
        required=False,
        max_length=LONGEST_GREETING,
        help_text=_("Empty: “How can we help?” in the reader's language."),
    )

    def __init__(self, *args: Any, widget: Widget, **kwargs: Any) -> None:
        initial = {
            "sites": "\n".join(widget.sites),
            **{name: getattr(widget, name) for name in ("colour", "side", "greeting")},
        }
        super().__init__(*args, texts=widget.greetings, **{**kwargs, "initial": initial})

    @property
    def fields_of_widget(self) -> dict[str, Any]:
        """As the verb takes them."""
        return {**self.cleaned_data, "sites": self.cleaned_data["sites"].splitlines()}
