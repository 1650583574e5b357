"""From how a question says something to how articles say it."""

import math
from pathlib import Path

import numpy as np
import pytest

from bench.learn import Asked, found, learnt_from, safetensors
from knowledgebase.asking import as_articles_say
from search.sentences import DIMENSIONS, is_here, meanings_of
from search.weights import mapped
from tests.plugins.missing import NO_SENTENCES


def test_a_question_is_moved_and_keeps_its_length() -> None:
    asked = [1.0] + [0.0] * (DIMENSIONS - 1)

    moved = as_articles_say(asked)

    assert moved != asked
    assert math.hypot(*moved) == pytest.approx(1)


def test_what_says_nothing_is_near_to_nothing_still() -> None:
    assert as_articles_say([0.0] * DIMENSIONS) == [0.0] * DIMENSIONS


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
