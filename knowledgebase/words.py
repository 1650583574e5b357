"""From a question to the words that are looked for: without what says nothing, and with what else may be meant.

A word counts fully as it is written; less when it was mistyped, begun only, or is another word for the same thing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.db import connection
from rapidfuzz.distance import OSA

from knowledgebase.models import KnownWord
from search.spelling import keys_of
from search.stems import stems_of
from search.words import stemmer_for, words_of

MOST_WORDS = 24
SAME, MISTYPED, BEGUN, MEANT = 1.0, 0.8, 0.6, 0.7
SHORTEST_MISTYPED, LONG, SHORTEST_BEGUN, SHORTEST_INSIDE = 4, 7, 3, 5
_MOST_NEAR = 3
_MOST_BEGUN = 8
_SYNONYMS = Path(__file__).parent / "synonyms"
# What questions are full of and articles say everywhere.
_SILENT = {
    "en": """a an and are am as at be been but by can cant cannot could d did do does doesn doesnt doing don dont for from get
        gets getting got had has have having he her here hers hi hello him his how i if im in into is isn isnt it its just ll
        m me my no not of on or our ours out please re s she should so some t than thank thanks that the their them then there
        these they this those to up us ve very want wanted was we were what whats when where which while who why will with
        won would you your yours also any anything about after all need needs go goes going gone went say says said only own next
        more nobody somebody someone something still already keep keeps kept really always never well let lets use using
        other another""",
    "de": """aber alle als am an auch auf aus bei bin bis bitte da dann das dass dem den der des die dies dieser doch du durch ein
        eine einem einen einer eines er es etwas euch fur gibt habe haben hallo hat hatte ich ihr ihre ihren im in ist ja kann
        kein keine konnen man mehr mein meine meinem meinen mich mir mit muss nach nicht noch nun nur ob oder ohne schon sehr
        sein seine sich sie sind so uber um und uns unser unsere vom von vor wann warum was weil welche wenn wer werden wie
        wieder will wir wird wo wurde zu zum zur""",
}
_SAYS_NOTHING = {language: frozenset(words.split()) for language, words in _SILENT.items()}


@dataclass(frozen=True, slots=True)
class Sought:
    """Which words may stand for the n-th of a question, and how much each counts."""

    place: int
    word: str
    factor: float


def telling_words(question: str, language: str) -> list[str]:
    """The words that say something; all of them where none does."""
    words = list(dict.fromkeys(words_of(question)))[:MOST_WORDS]
    silent = _SAYS_NOTHING.get(language, frozenset())
    return [word for word in words if word not in silent] or words


def sought_for(question: str, language: str) -> tuple[list[Sought], str]:
    """What to look for, and the question as it was probably meant: for what compares meanings."""
    words = telling_words(question, language)
    stems = _stems(words, language)
    known = _known([*words, *stems.values()], language)
    sought: list[Sought] = []
    meant: list[str] = []
    for place, word in enumerate(words):
        forms = {word: SAME, stems[word]: SAME}
        corrected = word
        if not known.keys() & forms.keys() and not _is_in_a_group(word, stems[word], language):
            near = _near(word, language)
            corrected = near[0] if near else word
            forms |= dict.fromkeys(near, MISTYPED)
        for begun in _begun(word, language) if not known.keys() & {word, stems[word]} else ():
            forms.setdefault(begun, BEGUN)
        meant.append(corrected)
        sought += [Sought(place, form, factor) for form, factor in forms.items()]
    sought += _other_words(words, meant, words_of(question), language)
    instead = {word: right for word, right in zip(words, meant, strict=True) if word != right}
    return sought, " ".join(instead.get(word, word) for word in words_of(question))


def _other_words(words: list[str], meant: list[str], all_words: list[str], language: str) -> list[Sought]:
    """Of each group of words for the same thing of which the question has one: all others, at that one's place."""
    text = f" {' '.join(all_words)} "
    stems = _stems([*words, *meant], language)
    places: dict[str, int] = {}
    for nth, (word, corrected) in enumerate(zip(words, meant, strict=True)):
        for form in (word, corrected, stems[word], stems[corrected]):
            places.setdefault(form, nth)
    found: list[Sought] = []
    fresh = len(words)
    for group in _groups(language):
        for phrase in group:
            parts = phrase.split()
            place: int | None = places.get(phrase) if len(parts) == 1 else None
            if place is None and len(parts) == 1:
                place = places.get(_stems([phrase], language)[phrase])
            if place is None and len(parts) > 1 and f" {phrase} " in text:
                place = next((places[part] for part in parts if part in places), None)
                if place is None:
                    place, fresh = fresh, fresh + 1
            if place is not None:
                found += [Sought(place, form, MEANT) for form in _forms(group, language)]
                break
    return found


def _forms(group: Iterable[str], language: str) -> set[str]:
    """Of phrases only the words that tell; a phrase of two counts by its longest."""
    silent = _SAYS_NOTHING.get(language, frozenset())
    words = {max((part for part in phrase.split() if part not in silent), key=len, default="") for phrase in group}
    words.discard("")
    return words | set(_stems(sorted(words), language).values())


@cache
def _groups(language: str) -> tuple[tuple[str, ...], ...]:
    path = _SYNONYMS / f"{language}.yml"
    if not path.exists():
        return ()
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(tuple(" ".join(words_of(str(phrase))) for phrase in group) for group in groups)


def _is_in_a_group(word: str, stem: str, language: str) -> bool:
    return word in _grouped(language) or stem in _grouped(language)


@cache
def _grouped(language: str) -> frozenset[str]:
    words = {part for group in _groups(language) for phrase in group for part in phrase.split()}
    return frozenset(words | set(_stems(sorted(words), language).values()))


def _stems(words: list[str], language: str) -> dict[str, str]:
    dictionary = stemmer_for(language)
    return stems_of(words, dictionary) if dictionary is not None else {word: word for word in words}


def _known(words: list[str], language: str) -> dict[str, int]:
    return dict(KnownWord.objects.filter(language=language, word__in=set(words)).values_list("word", "seen"))


def _near(typed: str, language: str) -> list[str]:
    """Words that differ by few letters, the nearest first."""
    if len(typed) < SHORTEST_MISTYPED or not typed.isalpha():
        return []
    most = 2 if len(typed) >= LONG else 1
    keys = keys_of(typed)
    if most > 1:
        keys = list(dict.fromkeys([*keys, *(shorter for key in keys for shorter in keys_of(key))]))
    found = KnownWord.objects.filter(language=language, keys__overlap=keys).values_list("word", "seen")
    near = sorted((OSA.distance(typed, word, score_cutoff=most), -seen, word) for word, seen in found)
    # Two letters off, but hardly ever the first: "founder" is not "under".
    return [word for off, _seen, word in near if off == 1 or (off == 2 and word[0] == typed[0])][:_MOST_NEAR]


def _begun(typed: str, language: str) -> list[str]:
    """Words that begin so or, as in German, are put together with it."""
    if len(typed) < SHORTEST_BEGUN:
        return []
    inside = len(typed) >= SHORTEST_INSIDE
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM knowledgebase_knownword WHERE language = %s AND (starts_with(word, %s) OR (%s AND position(%s "
            "IN word) > 0) OR (length(word) >= 5 AND length(%s) >= 9 AND position(word IN %s) > 0)) "
            "ORDER BY length(word) DESC LIMIT %s",
            [language, typed, inside, typed, typed, typed, _MOST_BEGUN],
        )
        return [word for (word,) in cursor.fetchall()]
