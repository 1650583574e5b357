"""What a long question is about: of its sentences those that are near to some article.

Who writes much often begins with how it came about and ends with thanks. Taken as a whole, the one sentence that asks is a tenth
of what is compared: by then every article is as near as the next.
"""

import re
from collections.abc import Sequence

from django.db import connection

from search.sentences import meanings_of, speaks
from search.ticket_vectors import as_text

# In characters: what is no longer is read as it is. Of what is longer than both its beginning and its end are.
SHORT, _BEGINNING, _END = 180, 500, 700
_ENDS = re.compile(r"(?<=[.!?;])\s+|\n+")
# Who writes without full stops is read in so many words at a time, each time going on by so many.
_AT_ONCE, _ON = 18, 10
# Whatever is hardly farther from an article than the nearest belongs to the question too.
_HARDLY = 0.05
_NEAREST = """
SELECT asked.place, (
    SELECT passage.sentence <#> asked.vector::halfvec FROM knowledgebase_passage passage
    WHERE passage.language = %s AND passage.sentence IS NOT NULL
    ORDER BY passage.sentence <#> asked.vector::halfvec LIMIT 1
) FROM unnest(%s::text[]) WITH ORDINALITY AS asked(vector, place)
"""


def heart_of(question: str, language: str) -> str:
    """What of it to search with. A short question, or one in a language whose sentences nobody reads, is taken as it is."""
    if len(question) <= SHORT or not speaks(language):
        return question
    pieces = _pieces_of(question)
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, [language, [as_text(vector) for vector in meanings_of(pieces, language)]])
        far = {place - 1: distance for place, distance in cursor.fetchall() if distance is not None}
    if not far:
        return question
    least = min(far.values())
    return " ".join(pieces[place] for place in sorted(far) if far[place] <= least + _HARDLY)


def beginning_and_end(words: Sequence[str], most: int) -> list[str]:
    """The point may be in either."""
    half = most // 2
    return list(words) if len(words) <= most else [*words[:half], *words[-half:]]


def _pieces_of(question: str) -> list[str]:
    texts = [question] if len(question) <= _BEGINNING + _END else [question[:_BEGINNING], question[-_END:]]
    sentences = [sentence.split() for text in texts for sentence in _ENDS.split(text)]
    return [" ".join(part) for words in sentences if words for part in _parts_of(words)]


def _parts_of(words: list[str]) -> list[list[str]]:
    if len(words) <= _AT_ONCE + _ON:
        return [words]
    # The last is as long as the others, for there the point may be.
    starts = [*range(0, len(words) - _AT_ONCE, _ON), len(words) - _AT_ONCE]
    return [words[start : start + _AT_ONCE] for start in starts]
