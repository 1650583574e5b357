"""Stems of words, by PostgreSQL's stemmers, each asked for once."""

from collections.abc import Collection

from django.db import connection

MOST_KEPT = 200_000
_kept: dict[tuple[str, str], str] = {}


def stems_of(words: Collection[str], dictionary: str) -> dict[str, str]:
    """Word → stem. One query for those that this process has not met yet."""
    unknown = [word for word in set(words) if (dictionary, word) not in _kept]
    if unknown:
        if len(_kept) > MOST_KEPT:
            _kept.clear()
            unknown = list(set(words))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT word, (ts_lexize(%s::regdictionary, word))[1] FROM unnest(%s) AS word", [dictionary, unknown]
            )
            _kept.update(((dictionary, word), stem or word) for word, stem in cursor)
    return {word: _kept[dictionary, word] for word in words}
