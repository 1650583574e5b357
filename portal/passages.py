"""The passage that answers a question, with the question's words marked."""

import re
from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from knowledgebase.searching import Answers, Hit
from knowledgebase.words import telling_words
from search.words import fold

_SNIPPET = 360
_WORD = re.compile(r"[^\W_]+")


def marked_passages(answers: Answers, question: str) -> list[tuple[Hit, SafeString]]:
    """Each article that was found, with its passage as HTML."""
    words = telling_words(question, answers.language)
    return [(hit, _marked(hit, words)) for hit in answers.hits]


def _marked(hit: Hit, words: Iterable[str]) -> SafeString:
    """The answering passage with the question's words marked."""
    text = hit.passage.text if hit.passage is not None else ""
    text = text if len(text) <= _SNIPPET else text[:_SNIPPET].rsplit(" ", 1)[0] + "…"
    stems = tuple(word[: max(4, len(word) - 2)] for word in words if len(word) > 2)
    parts, last = [], 0
    for found in _WORD.finditer(text):
        if stems and fold(found[0]).startswith(stems):
            parts += [escape(text[last : found.start()]), f"<mark>{escape(found[0])}</mark>"]
            last = found.end()
    return mark_safe("".join([*parts, escape(text[last:])]))  # noqa: S308  # each part is escaped
