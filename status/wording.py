"""Known issues in other languages than the one they were written in.

Kept beside the words as language → part → words. What has none in the reader's language shows as it was written, part by part:
a customer reads news sooner in another language than not at all.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tickets.content import storable
from tickets.errors import Invalid
from tickets.wording import other_languages

Translations = Mapping[str, Mapping[str, str]]
LONGEST_TITLE, LONGEST_TEXT = 150, 5_000
# Of each part the most characters; the first two are the issue's, the last one an update's.
LONGEST = {"title": LONGEST_TITLE, "affected": LONGEST_TITLE, "text": LONGEST_TEXT}
OF_ISSUE, OF_UPDATE = ("title", "affected"), ("text",)


def said(part: str, words: str, translations: Translations) -> str:
    """In the reader's language, else as it was written."""
    return translations.get(get_language() or "", {}).get(part) or words


def kept(given: object, parts: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Those of these parts with words in them. Raises Invalid for what is no translation, or too long."""
    known = dict(other_languages())
    if not isinstance(given, Mapping) or any(code not in known for code in given):
        raise Invalid(_("Translations are possible into: %(languages)s.") % {"languages": ", ".join(known.values())})
    found = {code: _kept(given[code], parts) for code in given}
    return {code: words for code, words in found.items() if words}


def _kept(words: Any, parts: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(words, Mapping) or not all(part in LONGEST and isinstance(words[part], str) for part in words):
        raise Invalid(_("A translation is words for each of: %(parts)s.") % {"parts": ", ".join(LONGEST)})
    told = {part: storable(words[part]).strip() for part in parts if part in words}
    for part, text in told.items():
        if len(text) > LONGEST[part]:
            raise Invalid(_("Use at most %(most)s characters.") % {"most": LONGEST[part]})
    return {part: text for part, text in told.items() if text}
