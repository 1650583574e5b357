"""Forms of what several people change: who saves sets what they changed, and what a colleague wrote meanwhile does not vanish.

A hidden field carries a mark of each value as it stood when the form was drawn.
"""

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _

_LONGEST_QUOTED = 300


class MeanwhileForm(forms.Form):
    """`stored`: what is stored now, by name, as `cleaned_data` holds it. Set it after `__init__`."""

    stored: dict[str, Any]

    @property
    def seen(self) -> str:
        """The value of the hidden field `seen`."""
        return json.dumps({name: _mark(value) for name, value in self.stored.items()})

    def clean(self) -> dict[str, Any]:
        """What its writer left alone is as it is now; what both changed is asked about, once: saving again is the answer."""
        cleaned = super().clean() or {}
        for name, mark in _read(self.data.get("seen", "")).items():
            if name not in cleaned or name not in self.stored:
                continue
            now, typed = self.stored[name], _mark(cleaned[name])
            if typed == mark:
                cleaned[name] = now
            elif _mark(now) not in (mark, typed):
                self.add_error(name if name in self.fields else None, _said_of(now))
        return cleaned


def _mark(value: Any) -> str:
    """Browsers send a line's end as two characters, and fields leave out what is blank around the words."""
    text = value.replace("\r\n", "\n").strip() if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(text: str) -> dict[str, str]:
    """Whatever was sent: what is no mark is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _said_of(now: Any) -> str:
    words = ", ".join(now) if isinstance(now, list) and all(isinstance(one, str) for one in now) else now
    if words and isinstance(words, str):
        sentence = _(
            "A colleague changed this meanwhile; it says “%(words)s” now. Save again to put yours in its place."
        )
        return sentence % {"words": words[:_LONGEST_QUOTED]}
    return _("A colleague changed this meanwhile. Save again to put yours in its place.")
