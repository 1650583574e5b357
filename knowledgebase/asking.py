"""From how a question says something to how articles say it: what was learnt from questions whose article is known.

Whoever asks says "the zapper does nothing", the article "the remote control": for the model of search/sentences.py these are two
ways of speaking, and some steps from the one to the other are the same in all trades. They are a few numbers, learnt by
`python -m bench.learn` from the tuning questions of bench/questions. They move the vector of a question alone: those of articles
stay, and the index that leads to them.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from search.embeddings import Vector
from search.weights import mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEARNT = Path(__file__).with_suffix(".safetensors")


def as_articles_say(sentence: Vector) -> Vector:
    """The vector of an English question, moved; of length 1, or all zeros as it was."""
    import numpy as np

    asked = np.asarray(sentence, dtype=np.float32)
    narrow, wide = _steps()
    moved = asked + wide @ (narrow @ asked)
    length = float(np.linalg.norm(moved))
    return (moved / length).tolist() if length else sentence


@cache
def _steps() -> "tuple[NDArray[Any], NDArray[Any]]":
    """They lie on disk in half precision, in which nothing is multiplied quickly."""
    tensors = mapped(LEARNT)
    return tensors["narrow"].astype("<f4"), tensors["wide"].astype("<f4")
