"""Texts as vectors: what means alike lies near, whichever words say it. Nobody else knows the model.

The model is that of `wordllama`, which ships in its wheel; nothing is ever downloaded. Once loaded it takes about 45 MB of a
process, so a process that never asks (most web processes) never loads it, and whoever can lets a worker ask.
"""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Field
from django.db.models.expressions import Combinable
from pgvector.django import HalfVectorField, MaxInnerProduct

from search.weights import mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from wordllama.inference import WordLlamaInference

Vector = list[float]

DIMENSIONS = 256
# What a text is about stands at its beginning.
LONGEST_TEXT = 2_000


def embed(texts: Sequence[str]) -> list[Vector]:
    """One vector of length 1 for each text; of a text without words, all zeros, which is near to nothing."""
    short = [text[:LONGEST_TEXT].strip() for text in texts]
    spoken = [text for text in short if text]
    vectors = iter(_model().embed(spoken, norm=True, return_np=False) if spoken else ())
    return [next(vectors) if text else [0.0] * DIMENSIONS for text in short]


def sums_of(texts: Sequence[str]) -> "NDArray[Any]":
    """Vectors not normalised yet: the sum of two texts' is that of both texts together. For who writes very many."""
    import numpy as np

    model, several = _model(), list(texts)
    words = [sum(encoding.attention_mask) for encoding in model.tokenize(several)]
    means: NDArray[Any] = model.embed(several)
    return means * np.array(words, dtype=np.float32)[:, np.newaxis]


def vector_field() -> "Field[Vector, Vector]":
    """A column for one, in half precision."""
    return HalfVectorField(dimensions=DIMENSIONS)


def nearness(column: str, vector: Vector) -> Combinable:
    """To annotate with: 1 means the same, 0 nothing in common."""
    distance: Combinable = MaxInnerProduct(column, vector)  # negative: pgvector sorts the nearest first
    return distance * -1


def nearest_first(column: str, vector: Vector) -> Any:
    """To order by."""
    return MaxInnerProduct(column, vector)


@cache
def _model() -> "WordLlamaInference":
    # Its threads would not survive the fork of a worker, and one text is embedded in 20 µs without them.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import wordllama

    folder = Path(wordllama.__file__).parent
    model = wordllama.WordLlama.load(dim=DIMENSIONS, cache_dir=folder, disable_download=True)
    # The library keeps a copy of its own in full precision, 33 MB of each process, made of the same halves.
    model.embedding = mapped(folder / "weights" / f"l2_supercat_{DIMENSIONS}.safetensors")["embedding.weight"]
    return model
