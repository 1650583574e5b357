"""Other words for the same thing: groups of words and phrases by language (knowledgebase/synonyms), read once a process."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from search.stems import stems_of
from search.word_lists import read_words
from search.words import stemmer_for, words_of

_SYNONYMS = Path(__file__).parent / "synonyms"


class Groups:
    """`singles`: word or stem → groups that have it; `phrases`: phrase of several words → groups that have it."""

    def __init__(self, language: str, silent: frozenset[str]) -> None:
        groups = _read(language)
        words = {part for group in groups for phrase in group for part in phrase.split()}
        stems = stems_for(sorted(words), language)
        self.words = frozenset(words | set(stems.values()))
        self.forms: list[frozenset[str]] = []
        self.singles: dict[str, list[int]] = defaultdict(list)
        self.phrases: dict[str, list[int]] = defaultdict(list)
        for number, group in enumerate(groups):
            told = {_telling_part(phrase, silent) for phrase in group} - {""}
            self.forms.append(frozenset(told | {stems[word] for word in told}))
            for phrase in group:
                places = self.phrases if " " in phrase else self.singles
                for form in {phrase, stems.get(phrase, phrase)}:
                    if number not in places[form]:
                        places[form].append(number)

    def meant_by(self, places: Mapping[str, int], text: str) -> list[tuple[int, frozenset[str]]]:
        """Of each group of which the question has a word or phrase: where, and what else may be said for it.

        `places`: word → its place. A phrase of silent words alone has a place of its own.
        """
        where: dict[int, int] = {}
        for word, place in places.items():
            for number in self.singles.get(word, ()):
                where.setdefault(number, place)
        fresh = max(places.values(), default=-1) + 1
        padded = f" {text} "
        for phrase, numbers in self.phrases.items():
            if f" {phrase} " in padded:
                known = [places[part] for part in phrase.split() if part in places]
                for number in numbers:
                    where.setdefault(number, known[0] if known else fresh)
                fresh += not known
        return [(place, self.forms[number]) for number, place in where.items()]


def stems_for(words: Iterable[str], language: str) -> dict[str, str]:
    """Word → stem; itself in languages that we do not stem."""
    dictionary = stemmer_for(language)
    words = list(words)
    return stems_of(words, dictionary) if dictionary is not None else {word: word for word in words}


def _telling_part(phrase: str, silent: frozenset[str]) -> str:
    """Of a phrase only one word: the longest that says something."""
    return max((part for part in phrase.split() if part not in silent), key=len, default="")


@cache
def _read(language: str) -> tuple[tuple[str, ...], ...]:
    path = _SYNONYMS / f"{language}.yml"
    if not path.exists():
        return ()
    groups = read_words(path)
    return tuple(tuple(" ".join(words_of(str(phrase))) for phrase in group) for group in groups)
