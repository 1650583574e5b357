"""English sentences as vectors. Without the models of requirements-model.txt there is nothing to look at."""

from math import isclose

import pytest

from search.english import DIMENSIONS, is_here, meanings_of
from tests.plugins.missing import NO_SENTENCES

pytestmark = pytest.mark.skipif(not is_here(), reason=NO_SENTENCES)

# What sentence-transformers gives for the two sentences of the model's own description: the first values of each.
REFERENCE = {
    "This is an example sentence": [0.067657, 0.063496, 0.048713, 0.079305, 0.037448, 0.002653],
    "Each sentence is converted": [0.086439, 0.102763, 0.005395, 0.002044],
}


def product(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_a_text_is_a_vector_of_length_one() -> None:
    (vector,) = meanings_of(["I was charged twice for my subscription."])

    assert len(vector) == DIMENSIONS
    assert isclose(product(vector, vector), 1, abs_tol=1e-5)


@pytest.mark.parametrize(("text", "first"), REFERENCE.items())
def test_a_vector_is_that_of_the_library_the_model_was_made_with(text: str, first: list[float]) -> None:
    assert meanings_of([text])[0][: len(first)] == pytest.approx(first, abs=2e-6)


def test_the_order_of_words_counts() -> None:
    asked, same, turned = meanings_of(
        ["The customer owes the shop money", "A buyer has to pay the seller", "The shop owes the customer money"]
    )

    assert product(asked, turned) < 0.999
    assert product(asked, same) > product(asked, meanings_of(["The weather is fine"])[0]) + 0.3


def test_a_question_is_near_its_answer_though_they_share_no_word() -> None:
    asked, answer, other = meanings_of(
        ["skint until payday, can i have some now", "Wage advances for employees", "Tax code of a company director"]
    )

    assert product(asked, answer) > product(asked, other)


def test_texts_read_together_are_read_as_if_alone_and_an_empty_one_is_near_to_nothing() -> None:
    texts = ["refund", "  ", "password " * 400, *(f"parcel number {number}" for number in range(60))]
    together = meanings_of(texts)

    assert together[1] == [0.0] * DIMENSIONS
    for place in (0, 2, 40, 62):
        assert together[place] == pytest.approx(meanings_of([texts[place]])[0], abs=1e-5)


def test_a_german_question_is_near_to_what_it_asks_for_in_other_words() -> None:
    (asked,) = meanings_of(["Mein Paket ist immer noch nicht da"], "de")
    late, invoice = meanings_of(["Lieferung verspätet sich", "Rechnung herunterladen"], "de")

    assert product(asked, late) > product(asked, invoice) + 0.1
