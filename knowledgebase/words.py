"""From a question to the words that are looked for: without what says nothing, and with what else may be meant.

A word counts fully as it is written; less when it was mistyped, begun only, or is another word for the same thing.
"""

from dataclasses import dataclass
from functools import cache
from itertools import chain

from knowledgebase.long_questions import beginning_and_end
from knowledgebase.meant_words import Groups, stems_for
from knowledgebase.plain_words import plain_words
from knowledgebase.vocabulary import Vocabulary
from search.english import LANGUAGE, LANGUAGES
from search.glossary import english_of, gloss_of
from search.words import words_of

MOST_WORDS = 24
# No word of a text begins so.
GLOSS = "="
SAME, MISTYPED, BEGUN, MEANT, SAID_PLAINLY, GLOSSED = 1.0, 0.8, 0.4, 0.8, 0.45, 0.5
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


def glossed(word: str, language: str) -> list[str]:
    """What it is in English, marked as such: words for the same thing share one, as do put-together ones and their parts."""
    if language not in LANGUAGES or language == LANGUAGE:
        return []
    stems = _stems_of_glosses(language)
    return [GLOSS + stems[one] for one in gloss_of(word, language).split() if one in stems]


def telling_words(question: str, language: str) -> list[str]:
    """The words that say something; all of them where none does."""
    words = list(dict.fromkeys(words_of(question)))
    silent = _SAYS_NOTHING.get(language, frozenset())
    return beginning_and_end([word for word in words if word not in silent] or words, MOST_WORDS)


def sought_for(question: str, language: str, known: Vocabulary) -> tuple[list[Sought], list[tuple[str, ...]]]:
    """What to look for, and the words of articles that each of its plain phrases leads to: for what compares meanings."""
    words = telling_words(question, language)
    asked = words_of(question)
    # Those of all words at once: else the database is asked again for each kind.
    stems = stems_for([*words, *asked], language)
    usual = _usual_words(language)
    sought: list[Sought] = []
    meant: list[str] = []
    for place, word in enumerate(words):
        forms = {word: SAME, stems[word]: SAME}
        corrected = word
        if not known.seen.keys() & forms.keys():
            if not usual.seen.keys() & forms.keys():
                near = known.near(word)
                corrected = (near or usual.near(word) or [word])[0]
                forms |= dict.fromkeys(near, MISTYPED)
            for begun in known.begun(word):
                forms.setdefault(begun, BEGUN)
        for gloss in glossed(corrected, language):
            forms.setdefault(gloss, GLOSSED)
        meant.append(corrected)
        sought += [Sought(place, form, factor) for form, factor in forms.items()]
    sought += _other_words(words, meant, " ".join(asked), language)
    instead = {word: right for word, right in zip(words, meant, strict=True) if word != right}
    told = plain_words(language).meant_by([instead.get(word, word) for word in asked])
    return sought + _said_plainly(list(dict.fromkeys(chain(*told))), sought, language), told


def _said_plainly(told: list[str], sought: list[Sought], language: str) -> list[Sought]:
    """Each word at a place of its own: an article that has several of them is the likelier."""
    first = max((one.place for one in sought), default=-1) + 1
    stems = stems_for(told, language)
    return [
        Sought(place, form, SAID_PLAINLY)
        for place, word in enumerate(told, first)
        for form in dict.fromkeys((word, stems[word]))
    ]


def _other_words(words: list[str], meant: list[str], text: str, language: str) -> list[Sought]:
    """Of each group of words for the same thing of which the question has one: all others, at that one's place."""
    stems = stems_for([*words, *meant], language)
    places: dict[str, int] = {}
    for nth, (word, corrected) in enumerate(zip(words, meant, strict=True)):
        for form in (word, corrected, stems[word], stems[corrected]):
            places.setdefault(form, nth)
    return [Sought(place, form, MEANT) for place, forms in _groups(language).meant_by(places, text) for form in forms]


@cache
def _stems_of_glosses(language: str) -> dict[str, str]:
    """Of what says something, all at once: else the database is asked for each."""
    told = english_of(language)
    return {
        word: stem for word, stem in stems_for(sorted(told), LANGUAGE).items() if word not in _SAYS_NOTHING[LANGUAGE]
    }


@cache
def _usual_words(language: str) -> Vocabulary:
    """Those that people use whatever articles say: who writes one did not mistype another; others may be one mistyped."""
    words = _groups(language).words | plain_words(language).words
    return Vocabulary(dict.fromkeys(sorted(words), 1), 0)


@cache
def _groups(language: str) -> Groups:
    return Groups(language, _SAYS_NOTHING.get(language, frozenset()))
