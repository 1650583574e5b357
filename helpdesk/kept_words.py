"""Sentences that were saved as words, in the language of whoever reads them: why a mail was not taken, what a tracker said.

A worker writes them down in English, before anybody reads; rows of years ago are read like those of today. What other servers
said stays in their words.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language, gettext, override, to_locale
from django.utils.translation.trans_real import translation as catalogue_of

_PLACE = re.compile(r"%\((\w+)\)s")
_SHORTEST = 12  # letters of its own that a sentence with places needs, so that it is not found in words of others
_MOST_KEPT = 1024


class _Known(NamedTuple):
    """A sentence with places for values, and what of it stands between them, longest first."""

    sentence: str
    own: tuple[str, ...]


def said_again(kept: str) -> str:
    """The sentence in the active language; as it was kept where the catalogue does not know it."""
    language = get_language() or "en"
    return kept if not kept or language.startswith("en") else _said_again(kept, language)


def to_keep(words: object) -> str:
    """A lazy text in English: as it is saved."""
    with override("en"):
        return str(words)


@lru_cache(maxsize=_MOST_KEPT)
def _said_again(kept: str, language: str) -> str:
    if (said := gettext(kept)) != kept:
        return said
    fitting = (known for known in _sentences(language) if all(part in kept for part in known.own))
    for known in fitting:
        if found := re.fullmatch(_pattern(known.sentence), kept, re.DOTALL):
            return gettext(known.sentence) % {name: _value(value) for name, value in found.groupdict().items()}
    return kept


def _value(value: str) -> str:
    """A sentence within a sentence, such as the reason that another one tells."""
    return gettext(value) if value else value


@lru_cache(maxsize=8)
def _sentences(language: str) -> tuple[_Known, ...]:
    """With most words of their own first: they say most exactly what was meant."""
    found = []
    # There is no other way to its keys.
    keys = catalogue_of(to_locale(language))._catalog.keys()  # type: ignore[attr-defined]  # noqa: SLF001
    for key in keys:
        if not isinstance(key, str) or "\x04" in key or not _PLACE.search(key):
            continue
        own = sorted((part for part in _PLACE.split(key.replace("%%", "%"))[::2] if part), key=len, reverse=True)
        if sum(letter.isalpha() for part in own for letter in part) >= _SHORTEST:
            found.append(_Known(key, tuple(own)))
    return tuple(sorted(found, key=lambda known: -sum(map(len, known.own))))


def _pattern(sentence: str) -> str:
    """The same name twice has to be the same value."""
    seen: set[str] = set()
    pattern = ""
    for at, part in enumerate(_PLACE.split(sentence.replace("%%", "%"))):
        if at % 2 == 0:
            pattern += re.escape(part)
        else:
            pattern += f"(?P={part})" if part in seen else f"(?P<{part}>.*?)"
            seen.add(part)
    return pattern
