"""From how a question says something to how articles say it."""

import math
from pathlib import Path

import numpy as np
import pytest

from bench.learn import PAIRS, Asked, found, learnt_from, pairs, safetensors
from knowledgebase.asking import IN_STEPS, Remembered, answer_remembered, as_articles_say
from search.sentences import DIMENSIONS, ENGLISH, is_here, meanings_of
from search.weights import mapped
from tests.plugins.missing import NO_SENTENCES


def test_a_question_is_moved_and_keeps_its_length() -> None:
    asked = [0.8] + [0.0] * (DIMENSIONS - 2) + [0.6]

    moved = as_articles_say(asked)

    assert moved[:ENGLISH] != asked[:ENGLISH]
    assert moved[ENGLISH:] == asked[ENGLISH:]
    assert math.hypot(*moved) == pytest.approx(1)


def test_what_says_nothing_is_near_to_nothing_still() -> None:
    assert as_articles_say([0.0] * DIMENSIONS) == [0.0] * DIMENSIONS


def test_what_was_asked_alike_leads_to_what_answered_it() -> None:
    questions = np.eye(20, ENGLISH) * 127
    answers = np.eye(2, ENGLISH, k=100)
    remembered = Remembered(questions.astype("i1"), np.arange(20, dtype="<i2") // 10, answers.astype("<f2"))

    led_to = answer_remembered(np.eye(1, ENGLISH, dtype="f4")[0] * IN_STEPS / 127, remembered)

    assert led_to @ answers[0] > led_to @ answers[1] > 0


def test_what_is_near_to_nothing_that_was_asked_leads_nowhere() -> None:
    remembered = Remembered(np.eye(20, ENGLISH).astype("i1"), np.zeros(20, dtype="<i2"), np.eye(1, ENGLISH))

    assert not answer_remembered(np.eye(1, ENGLISH, k=300, dtype="f4")[0], remembered).any()


def test_what_is_remembered_is_read_from_the_pairs_in_each_language() -> None:
    known = pairs()

    assert {language for language, _answer, _asked in known} == {path.name for path in PAIRS.iterdir()}
    assert [answer for _language, answer, asked in known if not asked] == []


@pytest.mark.skipif(not is_here(), reason=NO_SENTENCES)
def test_a_question_in_plain_words_comes_nearer_to_the_article_than_to_another() -> None:
    asked, right, wrong = np.array(
        meanings_of(["have to plug it in 3 times a day", "The battery empties quickly", "It does not charge"])
    )
    moved = np.array(as_articles_say(asked.tolist()))

    assert moved @ (right - wrong) > asked @ (right - wrong)


def test_what_is_asked_in_the_same_other_way_everywhere_is_learnt(tmp_path: Path) -> None:
    """Each question lies where an article lies, but turned the same way."""
    random = np.random.default_rng(1)
    turned, _rest = np.linalg.qr(random.normal(size=(24, 24)))
    fields = [_field(random, turned) for _number in range(30)]
    *others, left_out = fields

    narrow, wide = learnt_from(others)
    (tmp_path / "learnt").write_bytes(safetensors({"narrow": narrow.astype("<f2"), "wide": wide.astype("<f2")}))
    read = mapped(tmp_path / "learnt")
    moved = left_out.questions + left_out.questions @ read["narrow"].T.astype("f4") @ read["wide"].T.astype("f4")

    assert found(left_out, moved) > found(left_out, left_out.questions)


def _field(random: np.random.Generator, turned: "np.ndarray") -> Asked:
    passages = random.normal(size=(20, 24))
    passages /= np.linalg.norm(passages, axis=1, keepdims=True)
    places = np.arange(20)
    return Asked((passages @ turned).astype("f4"), passages.astype("f4"), places[:, np.newaxis] == places, places)
