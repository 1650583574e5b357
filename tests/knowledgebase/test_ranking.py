"""What is ranked how, without any article: rankings made up, and what a question's words cost."""

import pytest
from django.db import connection

from knowledgebase.searching import SURE, Ranked, _with_rarity
from knowledgebase.vocabulary import Vocabulary
from knowledgebase.words import Sought

NEAR, COVERED, OTHER, LAST = 1, 2, 3, 4


def test_an_article_that_is_far_ahead_by_sentence_beats_one_that_has_few_of_the_words():
    ranked = Ranked(
        "en",
        by_words=[(OTHER, 2.0), (LAST, 1.9), (NEAR, 1.8)],
        by_meaning=[(OTHER, 0.21), (NEAR, 0.2)],
        by_sentence=[(NEAR, 0.7), (LAST, 0.3), (OTHER, 0.29)],
        most_by_words=20.0,
    )
    assert ranked.fused()[0][0] == NEAR


def test_an_article_that_has_all_the_words_beats_one_that_is_hardly_nearer():
    ranked = Ranked(
        "en",
        by_words=[(COVERED, 20.0), (OTHER, 4.0)],
        by_meaning=[(NEAR, 0.4), (COVERED, 0.39)],
        by_sentence=[(NEAR, 0.41), (COVERED, 0.4), (OTHER, 0.1)],
        most_by_words=20.0,
    )
    assert ranked.fused()[0][0] == COVERED


def test_what_only_words_find_is_taken_to_be_as_near_as_the_last():
    ranked = Ranked("en", by_words=[(COVERED, 5.0)], by_sentence=[(NEAR, 0.5), (LAST, 0.2)], most_by_words=50.0)
    assert [key for key, _score in ranked.together()] == [NEAR, COVERED, LAST]


def test_of_very_many_articles_the_usual_words_are_left_out_and_the_rare_ones_looked_for():
    known = Vocabulary({"account": 9_000, "please": 9_500, "sepa": 40, "mandate": 300}, total=10_000)
    asked = [Sought(place, word, 1.0) for place, word in enumerate(known.seen)]
    assert [word for _place, word, _factor in _with_rarity(asked, known)] == ["sepa", "mandate", "account"]


def test_a_usual_word_alone_is_looked_for_all_the_same():
    known = Vocabulary({"account": 40_000}, total=50_000)
    assert [word for _place, word, _factor in _with_rarity([Sought(0, "account", 1.0)], known)] == ["account"]


def test_behind_a_filter_the_nearest_are_looked_for_until_there_are_enough(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW hnsw.iterative_scan")
        assert cursor.fetchone() == ("relaxed_order",)


def test_what_is_first_in_every_way_has_the_score_1():
    way = [(NEAR, 0.9), (OTHER, 0.1)]
    ranked = Ranked("en", by_words=way, by_meaning=way, by_sentence=way, most_by_words=1.0)
    assert ranked.fused()[0] == (NEAR, pytest.approx(1.0))


@pytest.mark.parametrize(
    ("nearest", "words", "is_likely"),
    [(0.7, 0.0, True), (0.4, 12.0, True), (0.4, 0.0, False), (0.2, 8.0, False)],
)
def test_sure_is_who_is_near_or_has_the_words_too(nearest, words, is_likely):
    ranked = Ranked("en", by_words=[(NEAR, words)], by_sentence=[(NEAR, nearest)], most_by_words=20.0)
    assert (ranked.confidence >= SURE) is is_likely
