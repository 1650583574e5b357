"""What customers read of a known issue in other languages: boxes below those for the words as they are written.

Each box is named by its part and language, `text-de`; of what is translated later by the update's key, too, `text-de-17`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from status.models import IssueUpdate, KnownIssue
from status.wording import LONGEST
from tickets.wording import other_languages

_LABELS = {"title": _("Title"), "affected": _("What is affected"), "text": _("What customers read")}


class InOtherLanguages(forms.Form):
    """A form that asks for its `parts` in each other language, too; `cleaned_data["translations"]` is language → part → words."""

    parts: ClassVar[tuple[str, ...]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _language in other_languages():
            for part in self.parts:
                self.fields[f"{part}-{code}"] = _box(part, code)

    def own(self) -> Iterator[forms.BoundField]:
        """Those that are in the language of who writes, and what is no words."""
        return (one for one in self if "-" not in one.name)

    def others(self) -> list[dict[str, Any]]:
        """Of each other language its name and boxes, and whether something stands in them."""
        return [
            {"language": language, "boxes": boxes, "is_open": any(box.value() or box.errors for box in boxes)}
            for code, language in other_languages()
            if (boxes := [self[f"{part}-{code}"] for part in self.parts])
        ]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        words["translations"] = {
            code: {part: words.pop(f"{part}-{code}", "") for part in self.parts}
            for code, _language in other_languages()
        }
        return words


class TranslationForm(forms.Form):
    """A known issue and all that was said of it in one other language."""

    def __init__(self, data: Mapping[str, Any] | None, *, issue: KnownIssue, updates: Sequence[IssueUpdate], code: str):
        super().__init__(data)
        self.code = code
        said = issue.translations.get(code, {})
        for part, words in (("title", issue.title), ("affected", issue.affected)):
            self.fields[f"{part}-{code}"] = _box(part, code, label=words, initial=said.get(part, ""))
        for update in updates:
            initial = update.translations.get(code, {}).get("text", "")
            self.fields[f"text-{code}-{update.pk}"] = _box("text", code, label=update.text, initial=initial)

    def words(self) -> dict[str, str]:
        return {part: self.cleaned_data[f"{part}-{self.code}"] for part in ("title", "affected")}

    def updates(self) -> dict[int, str]:
        """The text of each update by its key."""
        beginning = f"text-{self.code}-"
        return {
            int(name.removeprefix(beginning)): text
            for name, text in self.cleaned_data.items()
            if name.startswith(beginning)
        }


def _box(part: str, code: str, *, label: Any = None, initial: str = "") -> forms.CharField:
    attrs = {"lang": code, "dir": "auto"}
    return forms.CharField(
        label=label or _LABELS[part],
        required=False,
        max_length=LONGEST[part],
        initial=initial,
        widget=forms.Textarea(attrs={**attrs, "rows": 4}) if part == "text" else forms.TextInput(attrs=attrs),
    )
