"""Lengths of time as people write them."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from desk.templatetags.due import length_words

# By how its name begins, in the languages that we write lengths in: the field has to take what it shows.
_UNITS = {"h": 3600, "st": 3600, "m": 60, "s": 1}
_PART = re.compile(
    r"(\d{1,5}(?:[.,]\d{1,2})?)\s*"
    r"(hours?|hrs?|h|stunden?|std|minut(?:es?|en?)|mins?|m|sekunden?|seconds?|secs?|sek|s)(?![^\W\d_])\.?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?")


class LengthField(forms.CharField):
    """ "4 h", "1 hour 30 minutes", "1.5 h", "90 s" → seconds; None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        if _NUMBER.fullmatch(text):
            raise forms.ValidationError(
                _("Say of what: %(number)s h, %(number)s min or %(number)s s.") % {"number": text}
            )
        parts = _PART.findall(text)
        if not parts or _PART.sub("", text).strip(" ,\u00a0"):
            raise forms.ValidationError(_("Write a time such as 4 h, 1 h 30 min or 45 s."))
        total = round(sum(float(number.replace(",", ".")) * _seconds_of(unit.lower()) for number, unit in parts))
        if not total:
            raise forms.ValidationError(_("Write a time such as 4 h, 1 h 30 min or 45 s."))
        return total


def _seconds_of(unit: str) -> int:
    return _UNITS.get(unit[:2]) or _UNITS[unit[0]]


def written(seconds: int) -> str:
    """As the field takes it, to the second."""
    rest = seconds % 60
    words = length_words(timedelta(seconds=seconds)) if seconds >= 60 else ""
    return f"{words} {rest} s".strip() if rest else words
