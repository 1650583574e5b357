"""Answering a question from articles: by words and by meaning, fused.

*By words*: BM25 over words and stems, where a mistyped word, the beginning of one and another word for the same thing count as
well. *By meaning*: the passages whose vectors lie nearest. Each way makes a ranking of articles, and reciprocal rank fusion one
of both: an article that both find goes first, whatever their scores mean.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from knowledgebase.models import ArticleStatus, KnownWord, Passage, Translation, brand_for, of_brand, visibilities_of
from knowledgebase.words import Sought, sought_for
from search.embeddings import embed, nearest_first
from search.words import language_of

LONGEST_QUESTION = 500
MOST_RANKED = 50
_MOST_PASSAGES = 120
# An early place counts for much, a late one for little; found by words counts twice as much as by meaning:
# chosen on the tuning half.
_FUSION = 5
_WORDS, _MEANING = 1.0, 0.5
_BY_WORDS = """
SELECT best.translation_id, sum(best.score) FROM (
    SELECT posting.translation_id, asked.place, max(asked.factor * posting.weight) AS score
    FROM unnest(%s::int[], %s::text[], %s::float8[]) AS asked(place, word, factor)
    JOIN knowledgebase_posting posting ON posting.language = %s AND posting.word = asked.word
    GROUP BY 1, 2
) best
JOIN knowledgebase_translation translation ON translation.id = best.translation_id AND translation.status = %s
JOIN knowledgebase_article article ON article.id = translation.article_id AND article.visibility = ANY(%s){of_brand}
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s
"""
# Its own brands count, else those of its category; none: all (knowledgebase/models/article.py).
_OF_BRAND = """
JOIN knowledgebase_category category ON category.id = article.category_id AND %s = ANY(
    coalesce(nullif(article.brands, '{}'), nullif(category.brands, '{}'), ARRAY[%s])
)"""


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


@dataclass(frozen=True, slots=True)
class Answers:
    language: str
    hits: list[Hit] = field(default_factory=list)


Ranking = list[tuple[int, float]]


def answers_to(person: User | AnonymousUser, question: str, *, language: str = "", limit: int = 10) -> Answers:
    """The best articles that this person may read, the best first. Without a language, the question's own."""
    question = question[:LONGEST_QUESTION].strip()
    language = language_for(question, language)
    if not question:
        return Answers(language)
    sought, meant = sought_for(question, language)
    visible, brand = visibilities_of(person), brand_for(person)
    by_words = rank_by_words(sought, language, visible, brand)
    by_meaning, passages = rank_by_meaning(meant, language, visible, brand)
    fused = fuse(((by_words, _WORDS), (by_meaning, _MEANING)))[:limit]
    return Answers(language, _hits(fused, by_words, by_meaning, passages))


def language_for(question: str, wanted: str) -> str:
    """The language to search in: the one that is wanted, if there are articles in it; else the site's."""
    code = wanted.lower().split("-")[0] or language_of(question) or settings.LANGUAGE_CODE
    if KnownWord.objects.filter(language=code).exists():
        return code
    return settings.LANGUAGE_CODE


def rank_by_words(sought: Sequence[Sought], language: str, visible: Sequence[str], brand: int | None = None) -> Ranking:
    weighed = _with_rarity(sought, language)
    if not weighed:
        return []
    columns: list[list] = [list(column) for column in zip(*weighed, strict=True)]
    with connection.cursor() as cursor:
        limit = [] if brand is None else [brand, brand]
        sql = _BY_WORDS.replace("{of_brand}", _OF_BRAND if limit else "")
        cursor.execute(sql, [*columns, language, ArticleStatus.PUBLISHED, list(visible), *limit, MOST_RANKED])
        return [(key, float(score)) for key, score in cursor.fetchall()]


def rank_by_meaning(
    text: str, language: str, visible: Sequence[str], brand: int | None = None
) -> tuple[Ranking, dict[int, Passage]]:
    """Articles by their nearest passage, and that passage."""
    (vector,) = embed([text])
    if not any(vector):
        return [], {}
    near = (
        Passage.objects.filter(
            of_brand(brand, "translation__article__"),
            language=language,
            translation__status=ArticleStatus.PUBLISHED,
            translation__article__visibility__in=visible,
        )
        .annotate(nearness=nearest_first("embedding", vector))
        .order_by("nearness")
        .defer("embedding")[:_MOST_PASSAGES]
    )
    best: dict[int, Passage] = {}
    for passage in near:
        best.setdefault(passage.translation_id, passage)
    ranking = [(key, -float(passage.nearness)) for key, passage in best.items()]  # type: ignore[attr-defined]
    return ranking[:MOST_RANKED], best


def fuse(rankings: Iterable[tuple[Ranking, float]]) -> Ranking:
    """Reciprocal rank fusion: each ranking gives its weight divided by the place, from `_FUSION` on."""
    scores: dict[int, float] = {}
    for ranking, weight in rankings:
        for place, (key, _score) in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + weight / (_FUSION + place)
    return sorted(scores.items(), key=lambda one: (-one[1], one[0]))


def _with_rarity(sought: Sequence[Sought], language: str) -> list[tuple[int, str, float]]:
    """Place, word and factor: what few articles say tells more."""
    words = {one.word for one in sought}
    seen = dict(KnownWord.objects.filter(language=language, word__in=words).values_list("word", "seen"))
    if not seen:
        return []
    total = Translation.objects.filter(language=language, indexed_revision__isnull=False).count()
    weighed: dict[tuple[int, str], float] = {}
    for one in sought:
        if one.word in seen:
            rarity = math.log(1 + (total - seen[one.word] + 0.5) / (seen[one.word] + 0.5))
            key = (one.place, one.word)
            weighed[key] = max(weighed.get(key, 0.0), one.factor * rarity)
    return [(place, word, factor) for (place, word), factor in weighed.items()]


def _hits(fused: Ranking, by_words: Ranking, by_meaning: Ranking, passages: dict[int, Passage]) -> list[Hit]:
    keys = [key for key, _score in fused]
    found = Translation.objects.select_related("article__category", "published").defer("html", "body").in_bulk(keys)
    missing = [key for key in keys if key not in passages]
    firsts = Passage.objects.filter(translation__in=missing).order_by("translation", "position").defer("embedding")
    first = {passage.translation_id: passage for passage in reversed(firsts)} if missing else {}
    word_places = {key: (place, score) for place, (key, score) in enumerate(by_words, start=1)}
    meaning_places = {key: (place, score) for place, (key, score) in enumerate(by_meaning, start=1)}
    return [
        Hit(
            translation=found[key],
            passage=passages.get(key) or first.get(key),
            score=score,
            words_rank=word_places.get(key, (None, 0.0))[0],
            words_score=word_places.get(key, (None, 0.0))[1],
            meaning_rank=meaning_places.get(key, (None, 0.0))[0],
            meaning_score=meaning_places.get(key, (None, 0.0))[1],
        )
        for key, score in fused
        if key in found
    ]
