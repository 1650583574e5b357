"""Texts of another language word by word in English, for a model that reads nothing else (search/english.py).

No translation for readers: "Wo bleibt mein Paket?" becomes "where stay my parcel?", which is near enough to be compared by
meaning. What the glossary of a language has (search/glossary/) is found in any of its forms and inside put-together words; other
words stay as they are, since names and loanwords are the same.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from search.word_lists import read_words
from search.words import fold

_FOLDER = Path(__file__).parent / "glossary"
_WORD = re.compile(r"[^\W\d_]+")
# German: what words end in, the longest first; what verbs begin with; what joins two words.
_ENDS = "ungen esten sten test eten ten tet ern est ete ung te em en er es et st e n s t"
_BEGINS = """zuruck herunter hinunter heraus hinaus herein hinein weiter ab an auf aus bei durch ein fest heim her hin los mit
    nach raus rein runter uber um unter vor weg zu"""
_ENDINGS, _BEGINNINGS = tuple(_ENDS.split()), tuple(_BEGINS.split())
_JOINTS = ("", "s", "es", "n", "en", "e", "er")
_SHORTEST_ROOT, _SHORTEST_PART = 3, 3
# Whatever is longer is no word that people write, and could be taken apart in more ways than there is time for.
_LONGEST_WORD = 40
_MOST_KEPT = 50_000


def in_english(text: str, language: str) -> str:
    """Word by word, with its figures and stops where they are."""
    known = _glossary(language)
    return _WORD.sub(lambda found: known.of(fold(found[0])) or found[0], text)


def gloss_of(word: str, language: str) -> str:
    """Of a folded word; empty where nothing is known."""
    return _glossary(language).of(word)


def english_of(language: str) -> frozenset[str]:
    """All English words that a glossary leads to."""
    return frozenset(word for english in _glossary(language).words.values() for word in english.split())


class Glossary:
    """`words`: word → English; `roots`: what is left of a word without its endings → English."""

    def __init__(self, told: dict[str, str]) -> None:
        self.words: dict[str, str] = {}
        self.roots: dict[str, str] = {}
        for english, several in told.items():
            for word in fold(several).split():
                self.words.setdefault(word, english)
        for word, english in self.words.items():
            for root in _roots_of(word):
                self.roots.setdefault(root, english)
        self.of = lru_cache(maxsize=_MOST_KEPT)(self._of)

    def _of(self, word: str) -> str:
        """Empty where nothing is known."""
        if len(word) > _LONGEST_WORD:
            return ""
        return self._one(word) or self._with_beginning(word) or self._put_together(word)

    def _one(self, word: str) -> str:
        if word in self.words:
            return self.words[word]
        for root in _roots_of(word):
            if found := self.roots.get(root):
                return found
        if word.startswith("ge") and len(word) > _SHORTEST_ROOT + 3:
            for root in _roots_of(word[2:]):
                if found := self.roots.get(root):
                    return found
        return ""

    def _with_beginning(self, word: str) -> str:
        """ "abgeschickt" and "abzuschicken" as "abschicken", or else as "schicken"."""
        for beginning in _BEGINNINGS:
            rest = word.removeprefix(beginning)
            if rest == word or len(rest) < _SHORTEST_ROOT + 1:
                continue
            for between in ("ge", "zu", ""):
                if rest.startswith(between) and (found := self._one(beginning + rest[len(between) :])):
                    return found
            for between in ("ge", "zu", ""):
                if rest.startswith(between) and (found := self._one(rest[len(between) :])):
                    return f"{found} {self.words.get(beginning, '')}".strip()
        return ""

    def _put_together(self, word: str) -> str:
        """The longest known end of it, and before it what that belongs to."""
        for start in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            end = self._one(word[start:]) if word[start:] in self.words or len(word) - start > _SHORTEST_PART else ""
            if not end:
                continue
            for joint in _JOINTS:
                head = word[:start].removesuffix(joint) if word[:start].endswith(joint) else ""
                if len(head) >= _SHORTEST_PART and (found := self._one(head) or self._put_together(head)):
                    return f"{found} {end}"
        return ""


def _roots_of(word: str) -> Iterator[str]:
    """The word, and what is left without one ending, then without another."""
    yield word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ROOT:
            yield word[: -len(ending)]


@cache
def _glossary(language: str) -> Glossary:
    told = read_words(_FOLDER / f"{language}.yml")
    return Glossary({str(english): str(words) for english, words in told.items()})
