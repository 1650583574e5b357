"""What customers of any trade say in plain words, and with which words help articles speak of it (knowledgebase/everyday).

Unlike other words for the same thing (meant_words.py) it goes one way: "still not here" leads to "late" and "delivery", but who
says "late" need not mean everything that is not here.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from knowledgebase.meant_words import stems_for
from search.word_lists import read_words
from search.words import words_of

_EVERYDAY = Path(__file__).parent / "everyday"
# In a phrase it stands for up to so many words.
_ANY, _MOST_BETWEEN = "*", 3

Phrase = tuple[str, ...]


class PlainWords:
    """Of one language: the phrases, as stems, by their first word."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.means: list[tuple[str, ...]] = []
        self.begin: dict[str, list[tuple[Phrase, int]]] = {}
        told = [(_spellings(row["says"]), row["means"]) for row in _read(language)]
        stems = stems_for({word for phrases, _means in told for phrase in phrases for word in phrase}, language)
        # With their stems.
        self.words = frozenset(stems) | frozenset(stems.values())
        for phrases, means in told:
            self.means.append(tuple(dict.fromkeys(word for phrase in means for word in words_of(str(phrase)))))
            for first, *rest in phrases:
                known = (tuple(word if word == _ANY else stems[word] for word in rest), len(self.means) - 1)
                self.begin.setdefault(stems[first], []).append(known)

    def meant_by(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """The words of articles that each phrase of a question leads to; `words`: all of the question's in their order."""
        stems = stems_for(words, self.language)
        said = [stems[word] for word in words]
        found: set[int] = set()
        for place, word in enumerate(said):
            for rest, row in self.begin.get(word, ()):
                if row not in found and _goes_on(said, place + 1, rest):
                    found.add(row)
        return [self.means[row] for row in sorted(found)]


@cache
def plain_words(language: str) -> PlainWords:
    return PlainWords(language)


def _goes_on(said: Sequence[str], place: int, rest: Phrase) -> bool:
    for number, word in enumerate(rest):
        if word == _ANY:
            after = rest[number + 1 :]
            return any(_goes_on(said, place + left_out, after) for left_out in range(_MOST_BETWEEN + 1))
        if place >= len(said) or said[place] != word:
            return False
        place += 1
    return True


def _spellings(phrases: Sequence[str]) -> list[Phrase]:
    """As words, with their apostrophes and, as many type it, without."""
    written = [spelling for phrase in phrases for spelling in (str(phrase), str(phrase).replace("'", ""))]
    return list(dict.fromkeys(found for one in written if (found := _words(one))))


def _words(phrase: str) -> Phrase:
    parts = ([_ANY] if part == _ANY else words_of(part) for part in phrase.split())
    return tuple(word for part in parts for word in part)


def _read(language: str) -> list[dict[str, list[str]]]:
    path = _EVERYDAY / f"{language}.yml"
    return read_words(path) if path.exists() else []
