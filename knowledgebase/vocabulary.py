"""The words of all published articles, kept by each process: to know a question's words without asking the database for each.

Which passage is the newest tells whether a copy is still right; that rides along with the statement that ranks
(knowledgebase/searching.py), so a copy costs a question nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.db import connection
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

SHORTEST_MISTYPED, LONG, SHORTEST_BEGUN, SHORTEST_INSIDE = 4, 7, 3, 5
# A word of so many letters may be put together with a shorter one.
SHORTEST_COMPOUND, SHORTEST_PART = 9, 5
LONGEST_GUESSED = 30
_MOST_NEAR = 3
_MOST_BEGUN = 8
_WORDS = "SELECT language, word, seen FROM knowledgebase_knownword"
_TOTALS = """
SELECT language, count(*) FROM knowledgebase_translation WHERE indexed_revision IS NOT NULL GROUP BY language
"""
NEWEST_PASSAGE = "SELECT coalesce(max(id), 0) FROM knowledgebase_passage"


class Vocabulary:
    """One language's. `seen`: word or stem → how many articles have it; `total`: how many there are."""

    def __init__(self, seen: dict[str, int], total: int) -> None:
        self.seen, self.total = seen, total
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self.written = [word for word in seen if not word.startswith("=")]
        for word in self.written:
            self._by_length[len(word)].append(word)
        # Of what was asked before; new articles bring a new vocabulary.
        self.near = lru_cache(maxsize=2_000)(self._near)
        self.begun = lru_cache(maxsize=2_000)(self._begun)

    def _near(self, typed: str) -> list[str]:
        """Words that differ by few letters, the nearest first and of these the most usual."""
        if not SHORTEST_MISTYPED <= len(typed) <= LONGEST_GUESSED or not typed.isalpha():
            return []
        most = 2 if len(typed) >= LONG else 1
        alike = self._of_length(range(len(typed) - most, len(typed) + most + 1))
        found = extract_iter(typed, alike, scorer=OSA.distance, processor=None, score_cutoff=most)
        near = sorted((int(off), -self.seen[word], word) for word, off, _place in found)
        # Two letters off, but hardly ever the first: "founder" is not "under".
        return [word for off, _seen, word in near if off <= 1 or word[0] == typed[0]][:_MOST_NEAR]

    def _begun(self, typed: str) -> list[str]:
        """Words that begin so or, as in German, are put together with it; the longest first."""
        if len(typed) < SHORTEST_BEGUN:
            return []
        found = [word for word in self.written if self._is_put_together(word, typed)]
        return sorted(found, key=lambda word: (-len(word), word))[:_MOST_BEGUN]

    def _is_put_together(self, word: str, typed: str) -> bool:
        if typed in word:
            return len(typed) >= SHORTEST_INSIDE or word.startswith(typed)
        return len(typed) >= SHORTEST_COMPOUND and len(word) >= SHORTEST_PART and word in typed

    def _of_length(self, lengths: Iterable[int]) -> Iterator[str]:
        for length in lengths:
            yield from self._by_length.get(length, ())


class Vocabularies:
    """All languages', as they are up to a passage."""

    def __init__(self, newest: int, languages: dict[str, Vocabulary]) -> None:
        self.newest = newest
        self.languages = languages

    def of(self, language: str) -> Vocabulary:
        return self.languages.get(language) or Vocabulary({}, 0)


_kept = Vocabularies(-1, {})


def vocabularies() -> Vocabularies:
    """This process's copy; whoever finds that it is outdated calls `read_again`."""
    return _kept if _kept.newest >= 0 else read_again()


def read_again() -> Vocabularies:
    global _kept  # noqa: PLW0603  # replaced as a whole, so that threads see one or the other
    seen: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        # First what it is up to: what comes in between is read again, never missed.
        cursor.execute(NEWEST_PASSAGE)
        (newest,) = cursor.fetchone()
        cursor.execute(_TOTALS)
        totals = dict(cursor.fetchall())
        cursor.execute(_WORDS)
        for language, word, count in cursor.fetchall():
            seen[language][word] = count
    _kept = Vocabularies(
        newest, {language: Vocabulary(words, totals.get(language, 0)) for language, words in seen.items()}
    )
    return _kept
