"""What seeded messages say: the demo's dialogues, and beside them words that are as common or rare as in real language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, product
from random import Random

from demo.dialogues import DIALOGUES
from demo.dialogues.model import Customer, Reply, Tone
from demo.dialogues.prose import THANKS, fill, html_of_prose
from demo.dialogues.slots import slots_for

VOCABULARY = 20_000
WORDS_A_MESSAGE = 8
VARIANTS = 6  # of each text, with other things in its slots


@dataclass(frozen=True, slots=True)
class Saying:
    """Texts that belong together."""

    language: str
    subject: str
    opening: str
    reply: str
    reply_html: str
    follow_up: str
    thanks: str
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

    def sentence(self) -> str:
        words = self.random.choices(self.words, cum_weights=self.weights, k=WORDS_A_MESSAGE)
        return " ".join(words).capitalize() + "."


def sayings(random: Random) -> list[Saying]:
    return list(_sayings(random))


def _sayings(random: Random) -> Iterator[Saying]:
    today = datetime.now(UTC).date()
    for dialogue in DIALOGUES:
        replies = [step.text for step in dialogue.script if isinstance(step, Reply)]
        follow_ups = [step.text for step in dialogue.script if isinstance(step, Customer)] or [dialogue.brief[0]]
        openings = [words for tone in Tone for words in dialogue.openings(tone)]
        for _variant in range(VARIANTS):
            slots = slots_for(random, language=dialogue.language, today=today, domain="customer.example")
            reply = fill(replies[0], slots)
            yield Saying(
                language=dialogue.language,
                subject=fill(random.choice(dialogue.subjects), slots),
                opening=fill(random.choice(openings), slots),
                reply=reply,
                reply_html=html_of_prose(reply),
                follow_up=fill(follow_ups[0], slots),
                thanks=random.choice(THANKS[dialogue.language]),
                tags=dialogue.tags,
            )
