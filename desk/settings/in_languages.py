"""A form of the settings one of whose texts customers read: below it a box for each other language."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.texts import other_languages


class OneTextInLanguages(forms.Form):
    """`text` names the field; what is in its boxes `greeting-de` … is cleaned as `kept_as`, language → text."""

    text = ""
    kept_as = ""

    def __init__(self, *args: Any, texts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.fields[self.text]
        for code, language in other_languages().items():
            self.fields[f"{self.text}-{code}"] = forms.CharField(
                label=_("%(field)s, in %(language)s") % {"field": own.label, "language": language},
                required=False,
                max_length=own.max_length,  # type: ignore[attr-defined]  # a CharField
                initial=texts.get(code, ""),
                help_text=_("Empty: customers of this language read the one above."),
                widget=forms.TextInput(attrs={"lang": code}),
            )

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[f"{self.text}-{code}"] for code in other_languages()]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        words[self.kept_as] = {code: words.pop(f"{self.text}-{code}", "") for code in other_languages()}
        return words
