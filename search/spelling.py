"""What somebody may have meant by a word that is found nowhere.

The words of the index stand in a table, each with the keys it can be guessed by: itself, and itself without one letter. What was
typed has such keys too, and words that share one are near: a look-up by index, however many words there are (as SymSpell does).

A word is offered only to those who read it somewhere: it must stand, letter by letter, in a row of a ticket that they may see.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product

from django.db import connection, transaction
from rapidfuzz.distance import OSA

from accounts.models import User
from search.models import Word
from search.queries import newest_numbers
from search.query import Query, Term, parse
from search.words import fold, is_cjk

MOST_WORDS = 100_000
# Of the index, the newest rows are counted: what nobody has written for years need not be offered.
MOST_ROWS = 200_000
SHORTEST, LONGEST = 4, 30
# Longer words may be two letters off.
LONG = 7
MOST_GUESSED = 5
MOST_MENDED = 3
MOST_MEANT = 3  # of each word
MOST_TRIED = 9

_TOKEN = re.compile(r"[^\W_]+")
# In a vector's text form, words as they were written have positions, stems have none.
_WRITTEN = re.compile(r"'([^']+)':")
_LEARN = """
INSERT INTO search_word (word, keys, seen)
SELECT word, string_to_array(keys, ' '), seen FROM unnest(%s::text[], %s::text[], %s::int[]) AS row(word, keys, seen)
ON CONFLICT (word) DO """
_KNOWN = "NOTHING"
_COUNTED = "UPDATE SET seen = excluded.seen WHERE search_word.seen <> excluded.seen"
_COUNT = """
SELECT lexeme, count(*) FROM (SELECT vector FROM search_entry ORDER BY id DESC LIMIT %s) entry, unnest(vector)
WHERE positions IS NOT NULL AND length(lexeme) BETWEEN %s AND %s AND lexeme !~ '[0-9]'
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s
"""


def mended(person: User, text: str, *, operators: frozenset[str] | None = None) -> str | None:
    """The text with other words in the place of those that this person finds nowhere; None when that finds nothing either.

    Of several mistyped words those are meant that stand together somewhere. Where each is found, but nowhere together, one of
    them may be a slip that happens to be a word.
    """
    query = parse(text, operators=operators)
    single = {term.words[0]: term for term in query.terms if _is_single(term)}
    missing = [word for word, term in single.items() if not newest_numbers(person, Query((term,)), most=1)]
    if len(missing) > MOST_MENDED:
        return None
    meant = {word: _meant(person, word) for word in missing}
    if not all(meant.values()):
        return None
    tries = _combined(meant) if missing else _one_changed(person, list(single)[:MOST_MENDED])
    for instead in islice(tries, MOST_TRIED):
        better = _TOKEN.sub(lambda match, instead=instead: instead.get(fold(match[0]), match[0]), text)  # type: ignore[misc]
        if newest_numbers(person, parse(better, operators=operators), most=1):
            return better
    return None


def _combined(meant: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    """Each word with one of its guesses, the best ones first."""
    choices = product(*(enumerate(guesses) for guesses in meant.values()))
    for chosen in sorted(choices, key=lambda choice: sum(place for place, _word in choice)):
        yield dict(zip(meant, (word for _place, word in chosen), strict=True))


def _one_changed(person: User, words: list[str]) -> Iterator[dict[str, str]]:
    if len(words) > 1:
        yield from ({word: guess} for word in words for guess in _meant(person, word))


def learn(vectors: Iterable[str]) -> None:
    """Take up the words of rows that come into the index."""
    words = sorted({word for vector in vectors for word in _WRITTEN.findall(vector) if _is_kept(word)})
    if words:
        _insert([(word, 1) for word in words], _KNOWN)


def recount() -> None:
    """Keep the most usual words of the index: so the table stays bounded, and what went is forgotten.

    Words that stay are left in their place, so that the indexer, which may learn meanwhile, waits for nothing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, [MOST_ROWS, SHORTEST, LONGEST, MOST_WORDS])
        counted = [(word, seen) for word, seen in cursor.fetchall() if _is_kept(word)]
        cursor.execute("DELETE FROM search_word WHERE word <> ALL(%s)", [[word for word, _seen in counted]])
        _insert(counted, _COUNTED)


def keys_of(word: str) -> list[str]:
    """The word, and each way to write it without one letter."""
    return list(dict.fromkeys([word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]))


def _meant(person: User, typed: str) -> list[str]:
    """The nearest words that the person reads somewhere, the nearest first."""
    read = (word for word in _near(typed) if newest_numbers(person, Query((Term((word,), is_phrase=True),)), most=1))
    return list(islice(read, MOST_MEANT))


def _near(typed: str) -> list[str]:
    """Words that differ by few letters, the nearest and most usual first. Of the nearest those of the same letters come before:
    two that changed places are the likelier slip."""
    if not _is_kept(typed):
        return []
    most = 2 if len(typed) >= LONG else 1
    keys = keys_of(typed)
    if most > 1:
        keys = list(dict.fromkeys([*keys, *(shorter for key in keys for shorter in keys_of(key))]))
    found = Word.objects.filter(keys__overlap=keys).values_list("word", "seen")
    letters = sorted(typed)
    near = [
        (OSA.distance(typed, word, score_cutoff=most), sorted(word) != letters, -seen, word) for word, seen in found
    ]
    return [word for distance, _changed, _seen, word in sorted(near) if 0 < distance <= most][:MOST_GUESSED]


def _insert(counted: Iterable[tuple[str, int]], conflict: str) -> None:
    rows = [(word, " ".join(keys_of(word)), seen) for word, seen in counted]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(_LEARN + conflict, [list(column) for column in zip(*rows, strict=True)])


def _is_single(term: Term) -> bool:
    return not term.is_phrase and not term.is_excluded and len(term.words) == 1


def _is_kept(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha() and not is_cjk(word)
