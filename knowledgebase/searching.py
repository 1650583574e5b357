"""Answering a question from articles: by words, by meaning and by sentence, fused.

*By words*: BM25 over words and stems, where a mistyped word, the beginning of one and another word for the same thing count as
well. *By meaning*: the passages whose words mean most alike. *By sentence*: of the best of both, the passages that say most alike
for a model that reads whole sentences, in the language that it reads (search/sentences.py). Each way makes a ranking of articles,
and reciprocal rank fusion one of all: an article that several find goes first, whatever their scores mean.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from helpdesk.prepared import Prepared, any_of
from knowledgebase.asking import as_articles_say
from knowledgebase.long_questions import heart_of
from knowledgebase.models import Passage, Translation, brand_for, visibilities_of
from knowledgebase.ranking import MOST_RANKED, RANK, RANK_BY_SENTENCE, TOGETHER
from knowledgebase.vocabulary import Vocabularies, Vocabulary, read_again, vocabularies
from knowledgebase.words import Sought, sought_for, telling_words
from search.embeddings import Vector, embed
from search.sentences import as_read, meaning_of, speaks
from search.ticket_vectors import as_text
from search.words import language_of

LONGEST_QUESTION = 4_000
# An answer is likely from here on: nearly nine in ten of the bench's questions that find theirs, four in ten that were meant for
# another trade's articles (some of which both trades answer).
SURE = 0.5
# What the plain words of a question lead to, beside the question itself.
_TOLD, _TOLD_IN_SENTENCE = 0.3, 0.2
_KEPT_PHRASES = 1_000
# So many texts' words are added up, the rarest first: among thousands of articles a usual word would cost most and tell least.
_MOST_POSTINGS = 10_000
# The first places count for much, later ones for little. Beside 1 for a place by words, meaning counts the more the less of the
# question the words of the best article cover: chosen on the tuning halves.
_FUSION = 2
_MEANING_ALONE, _MEANING_LEAST = 1.2, 0.3
# The model was taught with English texts; of other languages it knows little more than names and loanwords.
_KNOWN_BEST, _KNOWN_LESS = "en", 0.4
# Where sentences are read, they count for more than words, words the less the less they cover (all from half of the question on),
# and what single words mean has little to add.
_SENTENCE, _WORDS_LEAST, _WORDS_ALL = 1.3, 0.3, 0.5
_BESIDE_ALONE, _BESIDE_LEAST = 0.4, 0.2
# How much covered words and a near meaning count beside a near sentence where they are taken together, and how much that counts:
# chosen on the tuning halves of seven fields, and no field's own best would be far from it.
_COVERED, _MEANT, _ALL_IN_ONE = 0.4, 0.3, 4
# How sure it makes: what is likely from `SURE` on. Other languages are read less well, so that right answers are farther, too.
_SURE_TOGETHER, _SURE_ELSEWHERE = 0.95, 1.2


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers, with the passage that does it best."""

    translation: Translation
    passage: Passage | None
    score: float
    words_rank: int | None
    words_score: float
    meaning_rank: int | None
    meaning_score: float
    sentence_rank: int | None = None
    sentence_score: float = 0.0


@dataclass(frozen=True, slots=True)
class Answers:
    """`confidence`: 0 to 1, how likely it is that one of the first is about the question; something is always the nearest."""

    language: str
    hits: list[Hit] = field(default_factory=list)
    confidence: float = 0.0

    @property
    def is_likely(self) -> bool:
        return self.confidence >= SURE


Ranking = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Texts by each way, the best first, and of each text the two passages that are nearest by sentence, else in meaning."""

    language: str
    by_words: Ranking = field(default_factory=list)
    by_meaning: Ranking = field(default_factory=list)
    by_sentence: Ranking = field(default_factory=list)
    passages: dict[int, list[int]] = field(default_factory=dict)
    # What the first by words would have if it had each word of the question, and nobody else had them.
    most_by_words: float = 0.0

    @property
    def covered(self) -> float:
        """How much of the question the words of the best article cover, 0 to 1."""
        best = self.by_words[0][1] if self.by_words else 0.0
        return min(best / self.most_by_words, 1.0) if self.most_by_words else 0.0

    @property
    def confidence(self) -> float:
        if self.by_sentence:
            sure = _SURE_TOGETHER if self.language == _KNOWN_BEST else _SURE_ELSEWHERE
            return max(0.0, min(sure * self.together()[0][1], 1.0))
        nearest = max(self.by_meaning[0][1], 0.0) if self.by_meaning else 0.0
        return min(self.covered / 2 + nearest, 1.0)

    def together(self) -> Ranking:
        """By how near they are by sentence and in meaning and how much of the question their words cover, all in one.

        Places alone do not tell a first that is far ahead from one that is hardly better than the next five.
        """
        covers = {key: min(score / self.most_by_words, 1.0) for key, score in self.by_words if self.most_by_words}
        said, meant = dict(self.by_sentence), dict(self.by_meaning)
        # What is no longer ranked is hardly nearer than the last.
        least_said, least_meant = min(said.values(), default=0.0), min(meant.values(), default=0.0)
        scores = {
            key: said.get(key, least_said) + _COVERED * covers.get(key, 0.0) + _MEANT * meant.get(key, least_meant)
            for key in covers | said | meant
        }
        return sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:MOST_RANKED]

    def fused(self) -> Ranking:
        if self.by_sentence:
            words = _WORDS_LEAST + (1 - _WORDS_LEAST) * min(self.covered / _WORDS_ALL, 1)
            meaning = _BESIDE_ALONE - (_BESIDE_ALONE - _BESIDE_LEAST) * self.covered
            ways = [(self.by_words, words), (self.by_meaning, meaning), (self.by_sentence, _SENTENCE)]
            return fuse([*ways, (self.together(), _ALL_IN_ONE)])
        meaning = _MEANING_ALONE - (_MEANING_ALONE - _MEANING_LEAST) * self.covered
        if self.language != _KNOWN_BEST:
            meaning *= _KNOWN_LESS
        return fuse(((self.by_words, 1.0), (self.by_meaning, meaning)))


def answers_to(person: User | AnonymousUser, question: str, *, language: str = "", limit: int = 10) -> Answers:
    """The best articles that this person may read, the best first. Without a language, the question's own."""
    ranked = ranked_for(person, question, language=language)
    return Answers(ranked.language, hits_of(ranked, limit), ranked.confidence)


def ranked_for(person: User | AnonymousUser, question: str, *, language: str = "", by_meaning: bool = True) -> Ranked:
    """In one statement, or two of them when articles have changed. By words alone no process loads the model."""
    question = question[:LONGEST_QUESTION].strip()
    kept, newest, ranked = vocabularies(), -1, Ranked("")
    while newest != kept.newest:
        if newest >= 0:
            kept = read_again()
        ranked, newest = _ranked(kept, question, language, (visibilities_of(person), brand_for(person)), by_meaning)
    return ranked


def language_for(question: str, wanted: str, kept: Vocabularies) -> str:
    """The language to search in: the one that is wanted, if there are articles in it; else the site's."""
    code = wanted.lower().split("-")[0] or language_of(question) or settings.LANGUAGE_CODE
    return code if code in kept.languages else settings.LANGUAGE_CODE


def _ranked(
    kept: Vocabularies, question: str, wanted: str, readable: tuple[list[str], int | None], by_meaning: bool
) -> tuple[Ranked, int]:
    """And the newest passage there is. `readable`: visibilities, and the brand that it must be of."""
    visible, brand = readable
    language = language_for(question, wanted, kept)
    known = kept.of(language)
    if by_meaning:
        question = heart_of(question, language)
    sought, told = sought_for(question, language, known)
    weighed = _with_rarity(sought, known)
    vector = _meaning_of(question, told, language) if by_meaning else []
    places, words, factors = ([one[column] for one in weighed] for column in range(3))
    sentence = _sentence_of(question, told, language) if by_meaning and speaks(language) else []
    statement, asked = RANK, [places, words, factors, language, visible, brand, _as_text(vector)]
    if any(sentence):
        statement, asked = RANK_BY_SENTENCE, [*asked, _as_text(sentence)]
    newest = 0
    asked_for = len(telling_words(question, language))
    ranked = Ranked(language, most_by_words=_rarity(known, 0) * asked_for ** (1 + TOGETHER))
    near: dict[str, tuple[Ranking, dict[int, list[int]]]] = {
        "meaning": (ranked.by_meaning, {}),
        "sentence": (ranked.by_sentence, {}),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, statement.params(asked))
        for way, key, score, passage in cursor.fetchall():
            if way == "newest":
                newest = passage
            elif way == "word":
                ranked.by_words.append((key, float(score)))
            else:
                ranking, passages = near[way]
                if key not in passages and len(ranking) < MOST_RANKED:
                    passages[key] = []
                    ranking.append((key, float(score)))
                if key in passages and len(passages[key]) < 2:
                    passages[key].append(passage)
    ranked.passages.update(near["meaning"][1] | near["sentence"][1])
    return ranked, newest


def _as_text(vector: Vector) -> str | None:
    return as_text(vector) if any(vector) else None


def _meaning_of(question: str, told: Sequence[Sequence[str]], language: str) -> Vector:
    """As it was typed, since a model knows more spellings than we do, moved towards the words of articles; of length 1 or 0."""
    words = " ".join(dict.fromkeys(chain(*told)))
    return _moved(*embed([as_read(question, language), as_read(words, language)]), by=_TOLD)


def _sentence_of(question: str, told: Sequence[Sequence[str]], language: str) -> Vector:
    """Moved to how articles say it, and towards what its plain phrases lead to."""
    asked = as_articles_say(meaning_of(question, language))
    if not told:
        return asked
    lead_to = [_said_plainly(" ".join(words), language) for words in told]
    return _moved(asked, [sum(values) for values in zip(*lead_to, strict=True)], by=_TOLD_IN_SENTENCE)


@lru_cache(maxsize=_KEPT_PHRASES)
def _said_plainly(words: str, language: str) -> Vector:
    """There are only some hundred of them."""
    return meaning_of(words, language)


def _moved(vector: Vector, other: Vector, *, by: float) -> Vector:
    """Towards another, of whatever length that is; of length 1, or 0."""
    far = math.hypot(*other) or 1.0
    moved = [one + by * more / far for one, more in zip(vector, other, strict=True)]
    length = math.hypot(*moved)
    return [one / length for one in moved] if length else moved


def fuse(rankings: Sequence[tuple[Ranking, float]]) -> Ranking:
    """Reciprocal rank fusion: each ranking gives its weight divided by the place, from `_FUSION` on; 1 for a first in all."""
    scores: dict[int, float] = {}
    most = sum(weight for _ranking, weight in rankings) / (_FUSION + 1)
    for ranking, weight in rankings:
        for place, (key, _score) in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + weight / (_FUSION + place) / most
    return sorted(scores.items(), key=lambda one: (-one[1], one[0]))


_texts = Prepared(
    lambda keys: (
        Translation.objects.select_related("article__category", "published")
        .defer("html", "body")
        .filter(pk__in=any_of(keys))
    )
)
# Two statements: with either condition in one, each passage would be looked at.
_near = Prepared(lambda keys: Passage.objects.filter(pk__in=any_of(keys)).defer("embedding", "sentence"))
_first = Prepared(
    lambda keys: Passage.objects.filter(translation__in=any_of(keys), position=0).defer("embedding", "sentence")
)


def hits_of(ranked: Ranked, limit: int) -> list[Hit]:
    """The best with their texts."""
    fused = ranked.fused()[:limit]
    keys = [key for key, _score in fused]
    texts = {text.pk: text for text in _texts(keys)} if keys else {}
    passages = _passages(ranked, list(texts)) if texts else {}
    word_places = {key: (place, score) for place, (key, score) in enumerate(ranked.by_words, start=1)}
    meaning_places = {key: (place, score) for place, (key, score) in enumerate(ranked.by_meaning, start=1)}
    sentence_places = {key: (place, score) for place, (key, score) in enumerate(ranked.by_sentence, start=1)}
    return [
        Hit(
            translation=texts[key],
            passage=passages.get(key),
            score=score,
            words_rank=word_places.get(key, (None, 0.0))[0],
            words_score=word_places.get(key, (None, 0.0))[1],
            meaning_rank=meaning_places.get(key, (None, 0.0))[0],
            meaning_score=meaning_places.get(key, (None, 0.0))[1],
            sentence_rank=sentence_places.get(key, (None, 0.0))[0],
            sentence_score=sentence_places.get(key, (None, 0.0))[1],
        )
        for key, score in fused
        if key in texts
    ]


def _passages(ranked: Ranked, keys: Sequence[int]) -> dict[int, Passage]:
    """Of each text its nearest, and not the one for its title while another is near; of what words alone found, its first."""
    near = [passage for key in keys for passage in ranked.passages.get(key, ())]
    alone = [key for key in keys if key not in ranked.passages]
    found = {passage.pk: passage for passage in _near(near)}
    best = {passage.translation_id: passage for passage in (_first(alone) if alone else ())}
    for key in keys:
        nearest = [found[passage] for passage in ranked.passages.get(key, ()) if passage in found]
        if nearest:
            best[key] = min(nearest, key=lambda passage: passage.position == 0)
    return best


def _with_rarity(sought: Sequence[Sought], known: Vocabulary) -> list[tuple[int, str, float]]:
    """Place, word and factor: what few articles say tells more."""
    weighed: dict[tuple[int, str], float] = {}
    for one in sought:
        if seen := known.seen.get(one.word):
            key = (one.place, one.word)
            weighed[key] = max(weighed.get(key, 0.0), one.factor * _rarity(known, seen))
    kept: list[tuple[int, str, float]] = []
    postings = 0
    for (place, word), factor in sorted(weighed.items(), key=lambda one: known.seen[one[0][1]]):
        postings += known.seen[word]
        if kept and postings > _MOST_POSTINGS:
            break
        kept.append((place, word, factor))
    return kept


def _rarity(known: Vocabulary, seen: int) -> float:
    return math.log(1 + (known.total - seen + 0.5) / (seen + 0.5))
