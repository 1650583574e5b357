"""The form of the language model: shape only; what is taken, the verb decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledgebase.actions.language_model import LONGEST_KEY
from knowledgebase.models import LanguageModel
from knowledgebase.models.language_model import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_WAIT, SHORTEST_WAIT

_PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class LanguageModelForm(forms.Form):
    is_on = forms.BooleanField(
        label=_("Agents can have answers drafted"),
        required=False,
        help_text=_(
            "The customer's question and the passages found for it go to this address. Nothing is sent to a customer by itself."
        ),
    )
    for_visitors = forms.BooleanField(
        label=_("Visitors are shown a drafted answer"),
        required=False,
        help_text=_(
            "In the help centre, the request form and the widget, below the passages that were found. What they ask goes to "
            "this address, and nobody of yours reads the answer before them."
        ),
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text=_("Of any service that speaks OpenAI's protocol, up to what stands before /chat/completions."),
        widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "url", "placeholder": "https://api.example.com/v1"}),
    )
    model = forms.CharField(
        label=_("Model"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Its name, as the service calls it."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    key = forms.CharField(
        label=_("API key"),
        required=False,
        max_length=LONGEST_KEY,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    seconds = forms.IntegerField(
        label=_("Seconds to wait for an answer"),
        min_value=SHORTEST_WAIT,
        max_value=LONGEST_WAIT,
        help_text=_("Then it is given up. No page waits for it."),
    )

    def __init__(self, *args: Any, kept: LanguageModel, **kwargs: Any) -> None:
        names = ("is_on", "for_visitors", "address", "model", "seconds")
        super().__init__(*args, **{**kwargs, "initial": {name: getattr(kept, name) for name in names}})
        self.fields["key"].help_text = (
            _("One is stored, encrypted. Leave this empty to keep it.")
            if kept.key
            else _("Stored encrypted. Empty where none is needed.")
        )

    @property
    def settings(self) -> dict[str, Any]:
        """As the verb takes them; an empty key is the one that is stored."""
        return {**self.cleaned_data, "key": self.cleaned_data["key"] or None}
