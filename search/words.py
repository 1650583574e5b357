"""From text to the words that are compared: case and accents folded, Chinese, Japanese and Korean as pairs of characters.

Index and query go through here alike. Which language a text is in decides only how its words are stemmed.
"""

import re
import unicodedata

from django.conf import settings

LONGEST_WORD = 60
LONGEST_TEXT = 100_000  # a tsvector takes 1 MB
# Language → text search dictionary (made by a migration: a stemmer without stop words).
DICTIONARIES = {
    "en": "search_english_stem",
    "de": "search_german_stem",
    "fr": "search_french_stem",
    "es": "search_spanish_stem",
    "it": "search_italian_stem",
    "pt": "search_portuguese_stem",
    "nl": "search_dutch_stem",
    "sv": "search_swedish_stem",
    "da": "search_danish_stem",
    "nb": "search_norwegian_stem",
}
_FUNCTION_WORDS = {
    "en": "the and is you my of to it for that have with this not can but are was what when please i",
    "de": "der die das und ist nicht ich sie wir ein eine mit fur auf bitte wie auch habe kann wird den mir im",
    "fr": "le la les et est pas je vous nous un une avec pour sur mon votre dans que qui des du ne au",
    "es": "el los las y es no yo usted un una con para por mi su en que del se al como pero",
    "it": "il lo gli e di non io un una con per su mi che della del sono ho alla come ma",
    "pt": "o os as e nao eu um uma com para por meu em que do da se ao como mas voce",
    "nl": "de het en is niet ik u een met voor op mijn van dat wij kan maar bij aan hoe",
    "sv": "och ar inte jag ni en ett med for pa min att det som kan vi hur men av",
    "da": "og er ikke jeg du en et med for pa min at det som kan vi hvordan men af",
    "nb": "og er ikke jeg du en et med for pa min at det som kan vi hvordan men av hva",
}
_LANGUAGE_OF_WORD: dict[str, list[str]] = {}
for _language, _words in _FUNCTION_WORDS.items():
    for _word in _words.split():
        _LANGUAGE_OF_WORD.setdefault(_word, []).append(_language)

_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
# Vowel signs of Indic and South-East Asian scripts are part of the word, though no letters.
_WORD = re.compile(r"(?:[^\W_]|[\u0900-\u109f\u1780-\u17ff])+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_CJK_RUN = re.compile(f"[{_CJK}]+|[^{_CJK}]+")
_IS_CJK = re.compile(f"[{_CJK}]")


def fold(text: str) -> str:
    """Without case and accents: "Größe" and "GROSSE" are "grosse"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", _MARKS.sub("", decomposed).translate(_LETTERS)).casefold()


def words_of(text: str) -> list[str]:
    """The words to compare, in their order; a run of CJK is its pairs of characters."""
    words: list[str] = []
    for word in _WORD.findall(fold(text[:LONGEST_TEXT])):
        if word.isascii() or not _IS_CJK.search(word):
            words.append(word[:LONGEST_WORD])
        else:
            for run in _CJK_RUN.findall(word):
                words += pairs_of(run) if _IS_CJK.match(run) else [run[:LONGEST_WORD]]
    return words


def indexed_words_of(text: str) -> list[str]:
    """The words of a text that is searched; the last character of a CJK run too, so that each one alone is found."""
    folded = fold(text[:LONGEST_TEXT])
    if folded.isascii():
        words = _ASCII_WORD.findall(folded)
        return (
            words if len(max(words, key=len, default="")) <= LONGEST_WORD else [word[:LONGEST_WORD] for word in words]
        )
    if _IS_CJK.search(folded) is None:
        return [word[:LONGEST_WORD] for word in _WORD.findall(folded)]
    return _with_last_characters(words_of(folded))


def pairs_of(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def is_cjk(word: str) -> bool:
    return _IS_CJK.match(word) is not None


def language_of(text: str) -> str:
    """The language whose function words a text has most of (of those we stem); "" when nothing tells."""
    counts: dict[str, int] = {}
    for word in words_of(text[:2000]):
        for language in _LANGUAGE_OF_WORD.get(word, ()):
            counts[language] = counts.get(language, 0) + 1
    if not counts:
        return ""
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= 2 else ""


def stemmer_for(language: str) -> str | None:
    """The dictionary for a language code like "de" or "de-at"; None when its words are not stemmed.

    A text in we don't know what ("") is taken to be in the site's own language.
    """
    return stemmers().get((language or settings.LANGUAGE_CODE)[:2].lower())


def stemmers() -> dict[str, str]:
    """Of the site's languages only: a Danish stemmer makes "us" of an English "user"."""
    return {code: DICTIONARIES[code] for code, _name in settings.LANGUAGES if code in DICTIONARIES}


def _with_last_characters(words: list[str]) -> list[str]:
    result: list[str] = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        result.append(word)
        if is_cjk(word) and len(word) == 2 and not (is_cjk(following) and following[0] == word[1]):
            result.append(word[1])
    return result
