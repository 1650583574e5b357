"""Texts as vectors."""

import subprocess
import sys
from math import isclose
from pathlib import Path

import pytest
import wordllama
from django.db import connection

from search.embeddings import DIMENSIONS, embed


def product(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_a_text_is_a_vector_of_length_one() -> None:
    (vector,) = embed(["I was charged twice for my subscription."])

    assert len(vector) == DIMENSIONS
    assert isclose(product(vector, vector), 1, abs_tol=1e-3)


def test_what_means_alike_lies_nearer_than_what_does_not() -> None:
    asked, alike, other = embed(
        ["You took the money two times", "I was charged twice, please refund one payment", "The app crashes at start"]
    )

    assert product(asked, alike) > product(asked, other)


def test_texts_keep_their_order_and_an_empty_one_is_near_to_nothing() -> None:
    first, empty, last = embed(["refund", "  ", "password"])

    assert empty == [0.0] * DIMENSIONS
    assert [first] == embed(["refund"])
    assert [last] == embed(["password"])


def test_no_texts_are_no_vectors() -> None:
    assert embed([]) == []


def test_weights_are_mapped_and_give_what_the_library_gives() -> None:
    folder = Path(wordllama.__file__).parent
    library = wordllama.WordLlama.load(dim=DIMENSIONS, cache_dir=folder, disable_download=True)

    assert embed(["I was charged twice"]) == library.embed(["I was charged twice"], norm=True).tolist()


def test_a_process_that_never_asks_loads_no_model() -> None:
    code = "import django, sys; django.setup(); import search.embeddings; assert 'wordllama' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.django_db
def test_the_database_knows_vectors() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT '[1, 0]'::halfvec <#> '[1, 0]'::halfvec")
        assert cursor.fetchone() == (-1.0,)
