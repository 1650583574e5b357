"""The words of a text as PostgreSQL's tsvector, in its text form."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.stems import stems_of
from search.words import indexed_words_of, stemmer_for

LAST_POSITION = 16_383  # PostgreSQL counts no further


class Part(NamedTuple):
    """A text with its weight: A, B, C or "" for the least."""

    text: str
    weight: str = ""
    is_stemmed: bool = True


def vector_for(text: str, language: str = "") -> str:
    """The vector of one text. For many, `vectors_for` asks for their stems together."""
    return vectors_for([([Part(text)], language)])[0]


def vectors_for(texts: Sequence[tuple[Sequence[Part], str]]) -> list[str]:
    """One vector for each (parts, language): the words with their positions, their stems without.

    So a phrase matches exactly, and a word in its other forms too.
    """
    words = [[indexed_words_of(part.text) for part in parts] for parts, _language in texts]
    stemmers = [stemmer_for(language) for _parts, language in texts]
    wanted: dict[str, set[str]] = {}
    for (parts, _language), stemmer, words_of_parts in zip(texts, stemmers, words, strict=True):
        if stemmer is not None:
            wanted.setdefault(stemmer, set()).update(*_stemmed(parts, words_of_parts))
    stems = {stemmer: stems_of(found, stemmer) for stemmer, found in wanted.items()}
    return [
        _vector(parts, words_of_parts, stems[stemmer] if stemmer is not None else {})
        for (parts, _language), stemmer, words_of_parts in zip(texts, stemmers, words, strict=True)
    ]


def _stemmed(parts: Sequence[Part], words_of_parts: Iterable[list[str]]) -> list[list[str]]:
    return [words for part, words in zip(parts, words_of_parts, strict=True) if part.is_stemmed]


def _vector(parts: Sequence[Part], words_of_parts: Sequence[list[str]], stems: dict[str, str]) -> str:
    """Words are letters and digits, so quotes need no escaping. Parts stand a word apart, so that no phrase spans them."""
    places: dict[str, str] = {}
    first = 1
    for part, words in zip(parts, words_of_parts, strict=True):
        for position, word in enumerate(words[: LAST_POSITION - first], first):
            known = places.get(word)
            places[word] = f"{position}{part.weight}" if not known else f"{known},{position}{part.weight}"
        for word in words[LAST_POSITION - first :]:
            places.setdefault(word, "")
        first = min(first + len(words) + 1, LAST_POSITION)
    for words in _stemmed(parts, words_of_parts) if stems else ():
        for stem in {stems[word] for word in words}:
            places.setdefault(stem, "")
    return " ".join([f"'{word}':{found}" if found else f"'{word}'" for word, found in places.items()])
