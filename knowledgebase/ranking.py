"""The statements that rank articles for a question, each planned once a connection.

Articles by the words that they have (those with more of them first), passages by their meaning, and which passage is the newest,
by which a process knows whether the words that it has kept are still right.
"""

from helpdesk.planned import PlannedSQL
from knowledgebase.models import ArticleStatus
from knowledgebase.vocabulary import NEWEST_PASSAGE

MOST_RANKED = 50
# How much more an article counts that has many of the words: the number of them to this power.
TOGETHER = 0.25
_MOST_PASSAGES = 120
# So many of the passages that are nearest by sentence are looked at, beside those of the best by words.
_MOST_NEAR, _MOST_BY_WORDS = 100, 30
# Whether somebody may read it is looked up for the best alone, one after the other, until there are enough.
_MOST_LOOKED_AT = 2_000
# An article's own brands count, else those of its category; none: all (knowledgebase/models/article.py).
_READABLE = f"""
SELECT FROM knowledgebase_translation translation
JOIN knowledgebase_article article ON article.id = translation.article_id
JOIN knowledgebase_category category ON category.id = article.category_id
WHERE translation.id = {{}}.translation_id AND translation.status = '{ArticleStatus.PUBLISHED.value}'
    AND article.visibility = ANY(%(visible)s)
    AND (%(brand)s::bigint IS NULL OR %(brand)s::bigint = ANY(
        coalesce(nullif(article.brands, '{{{{}}}}'), nullif(category.brands, '{{{{}}}}'), ARRAY[%(brand)s::bigint])
    ))
LIMIT 1
"""  # noqa: S608  # numbers and names of ours
_BY_WORDS = f"""
scored AS (
    SELECT best.translation_id, sum(best.score) * power(count(*)::float8, {TOGETHER}) AS score FROM (
        SELECT posting.translation_id, asked.place, max(asked.factor * posting.weight) AS score
        FROM unnest(%(places)s::int[], %(words)s::text[], %(factors)s::float8[]) AS asked(place, word, factor)
        JOIN knowledgebase_posting posting ON posting.language = %(language)s AND posting.word = asked.word
        GROUP BY 1, 2
    ) best
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_MOST_LOOKED_AT}
), by_words AS MATERIALIZED (
    SELECT scored.* FROM scored, LATERAL ({_READABLE.format("scored")}) readable
    ORDER BY score DESC, translation_id LIMIT {MOST_RANKED}
)
"""  # noqa: S608
_FOUND = f"""
SELECT 'newest', 0, 0, ({NEWEST_PASSAGE})
UNION ALL SELECT 'word', translation_id, score, 0 FROM by_words
"""  # noqa: S608
_PARAMETERS = ("places", "words", "factors", "language", "visible", "brand", "vector")
# Every passage's meaning is compared; without a vector, none.
RANK = PlannedSQL.written(
    f"""
WITH {_BY_WORDS}, compared AS (
    SELECT translation_id, id, embedding <#> %(vector)s::halfvec AS distance FROM knowledgebase_passage
    WHERE language = %(language)s AND %(vector)s::halfvec IS NOT NULL
    ORDER BY 3 LIMIT {_MOST_LOOKED_AT}
), near AS (
    SELECT compared.* FROM compared, LATERAL ({_READABLE.format("compared")}) readable
    ORDER BY distance LIMIT {_MOST_PASSAGES}
)
{_FOUND}
UNION ALL SELECT 'meaning', translation_id, -distance, id FROM near
""",  # noqa: S608
    *_PARAMETERS,
)
# Those that are nearest by sentence come from an index that leads there (search/nearest.py), however many passages there are;
# only they and those of the best by words are compared by meaning.
RANK_BY_SENTENCE = PlannedSQL.written(
    f"""
WITH {_BY_WORDS}, nearest AS MATERIALIZED (
    SELECT passage.id FROM knowledgebase_passage passage, LATERAL ({_READABLE.format("passage")}) readable
    WHERE passage.language = %(language)s AND passage.sentence IS NOT NULL
    ORDER BY passage.sentence <#> %(sentence)s::halfvec LIMIT {_MOST_NEAR}
), looked_at AS MATERIALIZED (
    SELECT translation_id, id, embedding <#> %(vector)s::halfvec AS meant, sentence <#> %(sentence)s::halfvec AS said
    FROM knowledgebase_passage WHERE id IN (
        SELECT id FROM nearest
        UNION SELECT passage.id FROM (SELECT translation_id FROM by_words ORDER BY score DESC LIMIT {_MOST_BY_WORDS}) best
        JOIN knowledgebase_passage passage ON passage.translation_id = best.translation_id
    )
)
{_FOUND}
UNION ALL (
    SELECT 'meaning', translation_id, -meant, id FROM looked_at WHERE meant IS NOT NULL ORDER BY meant LIMIT {_MOST_PASSAGES}
)
UNION ALL (
    SELECT 'sentence', translation_id, -said, id FROM looked_at WHERE said IS NOT NULL ORDER BY said LIMIT {_MOST_PASSAGES}
)
""",  # noqa: S608
    *_PARAMETERS,
    "sentence",
)
