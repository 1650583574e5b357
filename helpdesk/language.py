"""In which language a text is written, found out on this machine: nothing is sent anywhere, and the model is part of the wheel.

The model takes about 75 MB and half a second, so a process that never asks never loads it.
"""

import threading
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LEAST_CHARACTERS, LEAST_LETTERS = 20, 10
MOST_CHARACTERS = 2_000  # more of them changes no answer
# Of a thousand texts of 20 to 60 characters in 25 languages, four of five are told so, and one in two hundred is taken for its
# neighbour (Danish for Norwegian); from 0.8 on it would be two of three, and none.
LEAST_SURE = 0.6
# Those that customers are likely to write in: among all 97 of the model a short text would be mistaken for its neighbours.
LANGUAGES = frozenset(
    (
        "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "he", "hi",
        "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "mk", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl",
        "sq", "sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh",
    )
)  # fmt: skip

# A short text may tell by its letters what it does not tell by its words: Ukrainian has an і in every other word.
ONLY_UKRAINIAN, ONLY_RUSSIAN = frozenset("іїєґІЇЄҐ"), frozenset("ыэёъЫЭЁЪ")

# Norwegian as it is written is "nb" to everybody else, and to the rest of ours.
_OF_THE_MODEL = {"nb": "no"}
_OURS = {name: code for code, name in _OF_THE_MODEL.items()}

_one_at_a_time = threading.Lock()


def language_of(text: str, *, least_sure: float = LEAST_SURE) -> str:
    """Its code, such as "de"; empty for a text of fewer than 20 characters, or when it might be one or another."""
    text = text.strip()[:MOST_CHARACTERS]
    if len(text) < LEAST_CHARACTERS or sum(map(str.isalpha, text)) < LEAST_LETTERS:
        return ""
    language, sureness = _identifier().classify(text)
    return _OURS.get(language, _by_letters(str(language), text)) if sureness >= least_sure else ""


def _by_letters(language: str, text: str) -> str:
    if language == "uk" and ONLY_UKRAINIAN.isdisjoint(text):
        return "ru"
    return (
        "uk" if language == "ru" and ONLY_RUSSIAN.isdisjoint(text) and not ONLY_UKRAINIAN.isdisjoint(text) else language
    )


def _identifier() -> "LanguageIdentifier":
    with _one_at_a_time:  # two threads that begin together load it once
        return _loaded()


@cache
def _loaded() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(_OF_THE_MODEL.get(code, code) for code in LANGUAGES))
    return identifier
