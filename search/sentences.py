"""Sentences as vectors: what a question and an answer mean. Nobody else knows the models.

`search/embeddings.py` adds up what single words mean, in 20 µs. Here whole sentences are read, by two models that see different
things: one was taught with English alone and knows it best (search/english.py), one fifteen languages (search/worldwide.py).
Both vectors stand beside each other in one, each with its share of the length, so that how near two texts are is the sum of how
near both models find them.

Where the packages are missing (requirements-model.txt), `is_here()` says so, and whoever asks does without.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from django.db.models import Field
from pgvector.django import HalfVectorField

from search import english, worldwide
from search.embeddings import Vector

LANGUAGE = english.LANGUAGE
LANGUAGES = worldwide.LANGUAGES
# The first are the English model's.
ENGLISH = english.DIMENSIONS
DIMENSIONS = ENGLISH + worldwide.DIMENSIONS
# How much of the nearness the model of many languages tells: all of it where the other one understands nothing.
_WORLDWIDE = {"en": 0.2, "de": 0.6}
_KEPT_QUESTIONS = 2_000

as_read = english.as_read


def is_here() -> bool:
    """Whether both models are installed."""
    return english.is_here() and worldwide.is_here()


def speaks(language: str) -> bool:
    """Whether texts of this language have a meaning here."""
    return language in LANGUAGES and is_here()


@lru_cache(maxsize=_KEPT_QUESTIONS)
def meaning_of(question: str, language: str = LANGUAGE) -> Vector:
    """One text's vector; of the last questions it is remembered, since several parts of a page ask the same."""
    return meanings_of([question], language)[0]


def meanings_of(texts: Sequence[str], language: str = LANGUAGE) -> list[Vector]:
    """One vector of length 1 for each text; of a text without words, all zeros. Raises LookupError without the models."""
    share = _WORLDWIDE.get(language, 1.0)
    spoken = [text.strip() for text in texts if text.strip()]
    told = english.meanings_of(spoken, language) if share < 1 else [[0.0] * ENGLISH for _text in spoken]
    beside = worldwide.meanings_of(spoken) * math.sqrt(share)
    vectors = iter(
        [math.sqrt(1 - share) * value for value in one] + other.tolist()
        for one, other in zip(told, beside, strict=True)
    )
    return [next(vectors) if text.strip() else [0.0] * DIMENSIONS for text in texts]


def sentence_field() -> "Field[Vector | None, Vector | None]":
    """A column for one, in half precision; empty where there is no model for the language."""
    return HalfVectorField(dimensions=DIMENSIONS, null=True)
