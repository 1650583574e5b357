"""What was and what is, of one thing, as people read it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

Difference = tuple[str, str, str]  # what, before, after

_LONGEST_VALUE = 120
_NOTHING: Mapping[Any, Any] = {}


def difference(before: Any, after: Any, words: Mapping[Any, Any] = _NOTHING, between: str = ", ") -> tuple[str, str]:
    """Of two lists only what went and what came, of anything else both. `between` stands between the values of a list."""
    if isinstance(before, list) and isinstance(after, list):
        gone = [value for value in before if value not in after]
        come = [value for value in after if value not in before]
        if come and not gone and before:
            return "", _("also %(list)s") % {"list": worded(come, words, between)}
        if gone or come:
            return worded(gone, words, between), worded(come, words, between)
    return worded(before, words, between), worded(after, words, between)


def worded(value: Any, words: Mapping[Any, Any] = _NOTHING, between: str = ", ") -> str:
    if isinstance(value, list):
        return between.join(worded(one, words) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {worded(inner, words)}" for name, inner in value.items())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return ""
    if value in words:
        return str(words[value])
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
