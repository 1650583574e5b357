"""What customers read of fields and topics in other languages than the one they were written in.

Kept as language → words as they were written → words in that language: one way for names, help, options and branches alike. Words
that were changed since have none, and show as they are.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

Wordings = Mapping[str, Mapping[str, str]]
LONGEST_WORDING = 300
_NEVER_STORED = re.compile(r"[\x00\ud800-\udfff]")


def other_languages() -> list[tuple[str, str]]:
    """Code and name of those that words can be given in."""
    return [(code, str(name)) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def said(words: str, wordings: Wordings) -> str:
    """In the reader's language, else as it was written."""
    return wordings.get(get_language() or "", {}).get(words) or words


def texts_of_field(name: str, help: str, options: Iterable[Any]) -> list[str]:
    """All that customers read of a field, each once."""
    return list(dict.fromkeys(text for text in (name, help, *_names(options)) if text))


def kept_wordings(given: object) -> dict[str, dict[str, str]]:
    """Those with words in them. Raises ValueError for anything else."""
    known = dict(other_languages())
    if not isinstance(given, Mapping) or any(code not in known for code in given):
        raise ValueError(f"translations are kept by language, which is one of {', '.join(known)}")
    for wordings in given.values():
        if not isinstance(wordings, Mapping) or not all(
            isinstance(text, str) for pair in wordings.items() for text in pair
        ):
            raise ValueError("translations of a language are words by words")
    kept = {code: _kept(given[code]) for code in given}
    return {code: wordings for code, wordings in kept.items() if wordings}


def _kept(wordings: Mapping[str, str]) -> dict[str, str]:
    if any(_NEVER_STORED.search(text) for pair in wordings.items() for text in pair):
        raise ValueError("a text has a character in it that cannot be kept")
    return {words: text.strip()[:LONGEST_WORDING] for words, text in wordings.items() if text.strip()}


def _names(options: Iterable[Any]) -> Iterable[str]:
    for option in options:
        if isinstance(option, str):
            yield option
        else:
            yield option["name"]
            yield from _names(option.get("options", ()))
