"""What seeded messages say: the demo's dialogues, and beside them words that are as common or rare as in real language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, count, product
from random import Random

from demo.dialogues import DIALOGUES
from demo.dialogues.model import Customer, Reply, Tone
from demo.dialogues.prose import THANKS, fill, html_of_prose
from demo.dialogues.slots import slots_for
from search.vectors import Part, vectors_for
from search.words import indexed_words_of
from tickets.models import Sentiment
from tickets.sentiment import sentiment_of

VOCABULARY = 20_000
WORDS_A_MESSAGE = 8
VARIANTS = 6  # of each text, with other things in its slots


@dataclass(frozen=True, slots=True)
class Text:
    """With what the search index takes of it: how many words, and their vector."""

    plain: str
    words: int
    vector: str
    html: str = ""
    sentiment: str = Sentiment.NEUTRAL.value

    @classmethod
    def of(cls, plain: str, language: str, *, weight: str = "", html: str = "") -> "Text":
        (vector,) = vectors_for([([Part(plain, weight)], language)])
        return cls(plain, len(indexed_words_of(plain)), vector, html, sentiment_of(plain, language).value)


@dataclass(frozen=True, slots=True)
class Saying:
    """Texts that belong together."""

    number: int
    language: str
    subject: Text
    opening: Text
    reply: Text
    follow_up: Text
    thanks: Text
    tags: tuple[str, ...]


def vocabulary() -> list[str]:
    """Words that can be spoken, none of them a real one; the first are the most common."""
    syllables = [first + second for first, second in product("bdfgklmnprstvz", "aeiou")]
    every = ["".join(parts) for parts in product(syllables, syllables, ("n", "x", "rol", "tad", "mik"))]
    step = 17  # so that neighbours in rank do not look alike
    return [every[place * step % len(every)] for place in range(VOCABULARY)]


class Vocabulary:
    """Draws words by Zipf's law: the n-th most common one n times rarer than the first."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.words = vocabulary()
        self.weights = list(accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))

    def draw(self) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.weights, k=WORDS_A_MESSAGE)

    def sentence(self) -> str:
        return sentence_of(self.draw())


def sentence_of(words: list[str]) -> str:
    return " ".join(words).capitalize() + "."


def sayings(random: Random) -> list[Saying]:
    return list(_sayings(random, count()))


def _sayings(random: Random, numbers: Iterator[int]) -> Iterator[Saying]:
    today = datetime.now(UTC).date()
    for dialogue in DIALOGUES:
        replies = [step.text for step in dialogue.script if isinstance(step, Reply)]
        follow_ups = [step.text for step in dialogue.script if isinstance(step, Customer)] or [dialogue.brief[0]]
        openings = [words for tone in Tone for words in dialogue.openings(tone)]
        for _variant in range(VARIANTS):
            slots = slots_for(random, language=dialogue.language, today=today, domain="customer.example")
            language = dialogue.language
            reply = fill(replies[0], slots)
            yield Saying(
                number=next(numbers),
                language=language,
                subject=Text.of(fill(random.choice(dialogue.subjects), slots), language, weight="A"),
                opening=Text.of(fill(random.choice(openings), slots), language),
                reply=Text.of(reply, language, html=html_of_prose(reply)),
                follow_up=Text.of(fill(follow_ups[0], slots), language),
                thanks=Text.of(random.choice(THANKS[language]), language),
                tags=dialogue.tags,
            )
