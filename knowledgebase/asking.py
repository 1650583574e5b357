"""From how a question says something to how articles say it: what was learnt from questions whose article is known.

Whoever asks says "the zapper does nothing", the article "the remote control": for the model of search/english.py these are two
ways of speaking, and some steps from the one to the other are the same in all trades. They are a few numbers, learnt by
`python -m bench.learn` from the tuning questions of bench/questions. What no step leads to is remembered: of the questions of
bench/pairs those that are nearest, and what answers them. Both move the vector of a question alone: those of articles stay, and
the index that leads to them.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from search.embeddings import Vector
from search.sentences import ENGLISH
from search.weights import mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]

LEARNT = Path(__file__).with_suffix(".safetensors")
# So many of the remembered questions are looked at, how much more one counts that is nearer, and how far what answers them leads:
# chosen by what was found in fields that were left out; of anything near to them as much was.
_NEAREST, _NEARER, _FAR = 16, 20.0, 0.6
# Remembered questions are kept in so many steps to 1: nearer than that none has to be told from another.
IN_STEPS = 256


class Remembered(NamedTuple):
    """Vectors, a row each: `questions` in steps, of which `answered` says which row of `answers` is theirs."""

    questions: "Floats"
    answered: "Floats"
    answers: "Floats"


def as_articles_say(sentence: Vector) -> Vector:
    """The vector of a question, whose English part is moved and as long as before."""
    import numpy as np

    asked = np.asarray(sentence[:ENGLISH], dtype=np.float32)
    share = float(np.linalg.norm(asked))
    if not share:
        return sentence
    asked /= share
    narrow, wide = _steps()
    moved = asked + wide @ (narrow @ asked) + answer_remembered(asked, _remembered())
    return (moved * (share / float(np.linalg.norm(moved)))).tolist() + sentence[ENGLISH:]


def answer_remembered(asked: "Floats", remembered: Remembered) -> "Floats":
    """What answers the questions that are nearest, the longer the nearer they are."""
    import numpy as np

    near = remembered.questions.astype("<f4") @ (asked / IN_STEPS)
    nearest = np.argsort(-near)[:_NEAREST]
    counts = np.exp(_NEARER * (near[nearest] - near[nearest[0]]))
    counts /= counts.sum()
    answers: Floats = counts @ remembered.answers[remembered.answered[nearest]].astype("<f4")
    return answers * np.float32(_FAR * max(0.0, float(counts @ near[nearest])))


@cache
def _steps() -> "tuple[Floats, Floats]":
    """They lie on disk in half precision, in which nothing is multiplied quickly."""
    tensors = mapped(LEARNT)
    return tensors["narrow"].astype("<f4"), tensors["wide"].astype("<f4")


@cache
def _remembered() -> Remembered:
    """As it lies on disk: all processes share it, and to read it as whole numbers takes less than to keep it."""
    tensors = mapped(LEARNT)
    return Remembered(tensors["questions"], tensors["answered"], tensors["answers"])
