"""The form of a brand: shape only; what is taken, the verbs decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.brands import LONGEST_NAME, LONGEST_TEXT, TEXTS
from accounts.directory import Refusal
from accounts.languages import offered_languages
from accounts.logos import logo_of
from accounts.models import DEFAULT_BRAND, Brand
from mail.models import Mailbox

_ASKED = {
    "welcome": (
        gettext_lazy("Welcome line (%(language)s)"),
        gettext_lazy("At the top of portal and help centre. Empty: “How can we help?”"),
    ),
    "footer": (
        gettext_lazy("Footer (%(language)s)"),
        gettext_lazy("At the bottom of each page. Empty: “We read every message.”"),
    ),
    "contact": (
        gettext_lazy("Contact line (%(language)s)"),
        gettext_lazy("How else to reach you, such as a phone number or a postal address."),
    ),
}


def _colour(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=7,
        help_text=help_text,
        widget=forms.TextInput(attrs={"placeholder": "#4353d6", "spellcheck": "false", "data-behavior": "colour"}),
    )


class BrandForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Customers read it at the head of each page and in mails."),
    )
    host = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=260,
        help_text=gettext_lazy(
            "Where its portal is, such as help.example.com. Point the name to this desk, as for the address you have."
        ),
        widget=forms.TextInput(attrs={"placeholder": "help.example.com", "spellcheck": "false", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        help_text=gettext_lazy("For readers whose browser and profile name none of ours."),
    )
    logo_file = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG, WebP or SVG, up to 100 KB. It stands 32 pixels high beside the name."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/svg+xml"}),
    )
    logo = forms.CharField(required=False)  # the one that is kept, in a hidden field of the template
    without_logo = forms.BooleanField(label=gettext_lazy("No logo"), required=False)
    colour = _colour(
        gettext_lazy("Colour"), gettext_lazy("Of links and buttons. Empty: ours. It has to be readable on white.")
    )
    dark_colour = _colour(
        gettext_lazy("Colour in the dark theme"),
        gettext_lazy("Empty: the shade of the colour above that is readable on dark."),
    )
    mailboxes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Mailboxes"),
        queryset=Mailbox.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What customers write to them is this brand's, and it answers from the first."),
    )

    def __init__(self, *args: Any, brand: Brand | None, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": _initial(brand)})
        self.brand = brand
        fields: dict[str, Any] = self.fields
        fields["language"].choices = [("", _("As the desk")), *offered_languages().items()]
        for name in TEXTS:
            label, help_text = _ASKED[name]
            for code, language in offered_languages().items():
                fields[f"{name}_{code}"] = forms.CharField(
                    label=label % {"language": language}, required=False, max_length=LONGEST_TEXT, help_text=help_text
                )
        fields["mailboxes"].queryset = Mailbox.objects.order_by("address")
        if brand is not None and brand.pk == DEFAULT_BRAND:
            del fields["mailboxes"]
            del fields["host"]
            fields["name"].required = False
            fields["name"].help_text = _("Customers read it at the head of each page. Empty: the name of the desk.")

    def clean(self) -> dict[str, Any]:
        """A logo that was taken stays, also when something else is wrong."""
        cleaned = super().clean() or {}
        file = cleaned.get("logo_file")
        if cleaned.get("without_logo"):
            cleaned["logo"] = ""
        elif file is not None:
            try:
                cleaned["logo"] = logo_of(file.read(1_000_000))
            except Refusal as refusal:
                self.add_error("logo_file", str(refusal))
        return cleaned

    @property
    def logo_now(self) -> str:
        return str(
            self.cleaned_data.get("logo", "")
            if self.is_bound and hasattr(self, "cleaned_data")
            else self.initial["logo"]
        )

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[f"{name}_{code}"] for code in offered_languages() for name in TEXTS]

    @property
    def fields_of_brand(self) -> dict[str, Any]:
        """As the verbs take them."""
        words = self.cleaned_data
        own = {
            name: words[name] for name in ("name", "host", "language", "logo", "colour", "dark_colour") if name in words
        }
        return own | {name: {code: words[f"{name}_{code}"] for code in offered_languages()} for name in TEXTS}


def _initial(brand: Brand | None) -> dict[str, Any]:
    if brand is None:
        return {"logo": ""}
    known: dict[str, Any] = {
        name: getattr(brand, name) for name in ("name", "host", "language", "logo", "colour", "dark_colour")
    }
    known["mailboxes"] = Mailbox.objects.filter(brand=brand.pk)
    return known | {f"{name}_{code}": text for name in TEXTS for code, text in getattr(brand, name).items()}
