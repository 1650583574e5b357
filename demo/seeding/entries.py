"""Search rows of seeded tickets: what `search.indexing` would make of them, put together from texts that many share."""

from demo.seeding.life import Spoken, iso
from demo.seeding.people import email_of, organization_name
from demo.seeding.words import Saying
from search.stems import stems_of
from search.vectors import vector_for
from search.words import indexed_words_of, stemmer_for


class Speller:
    """Of each word once: its stem, and itself up to where its position goes. A tsvector may name a word twice."""

    def __init__(self, words: list[str], languages: set[str]) -> None:
        self.beginnings = {language: _beginnings(words, language) for language in languages}
        self.words_of_names: dict[str, list[str]] = {}

    def spell(self, words: list[str], first: int, language: str, weight: str = "") -> str:
        beginnings = self.beginnings[language]
        return " ".join([f"{beginnings[word]}{place}{weight}" for place, word in enumerate(words, first)])

    def words_of_name(self, name: str) -> list[str]:
        if name not in self.words_of_names:
            self.words_of_names[name] = indexed_words_of(name)
        return self.words_of_names[name]


class Entries:
    """Lines in COPY's text format with the columns of `search.indexing`."""

    def __init__(self, vocabulary: list[str], sayings: list[Saying]) -> None:
        self.speller = Speller(vocabulary, {saying.language for saying in sayings})
        self.tags = {(saying.tags, saying.language): _tags_vector(saying) for saying in sayings}

    def of_message(self, number: int, message: Spoken, language: str) -> str:
        text = message.text
        vector = f"{text.vector} {self.speller.spell(message.sentence, text.words + 1, language)}"
        return f"{number}\t{message.key}\t{'f' if message.is_note else 't'}\t{language}\t{iso(message.at)}\t{vector}"

    def of_fields(
        self, number: int, saying: Saying, sentence: list[str], customer: tuple[int, int, str]
    ) -> tuple[str, str]:
        """What everybody finds it by, and what only staff does."""
        key, firm, name = customer
        language, subject = saying.language, saying.subject
        spoken = self.speller.spell(sentence, subject.words + 1, language, "A")
        first = subject.words + len(sentence) + 2
        who = [str(number), *self.speller.words_of_name(name), *email_words(key, firm)]
        known = " ".join([f"'{word}':{place}B" for place, word in enumerate(who, first)])
        start = f"{number}\t\\N"
        public = f"{start}\tt\t{language}\t\\N\t{subject.vector} {spoken} {known}"
        firm_words = " ".join(
            [f"'{word}':{place}" for place, word in enumerate(organization_name(firm).lower().split(), 1)]
        )
        return public, f"{start}\tf\t{language}\t\\N\t{firm_words} {self.tags[saying.tags, language]}"


def email_words(customer: int, organization: int) -> list[str]:
    return email_of(customer, organization).replace("@", ".").split(".")


def _beginnings(words: list[str], language: str) -> dict[str, str]:
    dictionary = stemmer_for(language)
    stems = stems_of(words, dictionary) if dictionary else {}
    return {word: f"'{word}':" if stems.get(word, word) == word else f"'{stems[word]}' '{word}':" for word in words}


def _tags_vector(saying: Saying) -> str:
    """Behind the two words of the organization's name, one word apart."""
    words = indexed_words_of(" ".join(sorted(saying.tags)))
    places = " ".join([f"'{word}':{place}" for place, word in enumerate(words, 4)])
    stems = [token for token in vector_for(" ".join(saying.tags), saying.language).split() if ":" not in token]
    return " ".join([places, *stems])
