"""What of a long question is searched for."""

import pytest

from knowledgebase.long_questions import beginning_and_end, heart_of
from search import sentences
from tests.plugins.missing import NO_SENTENCES

ABOUT_OTHER_THINGS = (
    "Last week I was away to see my parents, and the weather was awful. My sister told me about you three years ago. "
    "I hope that you are well and had a nice summer, ours was too short as always. "
)


def test_a_short_question_is_taken_as_it_is():
    assert heart_of("how do i pay", "en") == "how do i pay"


def test_a_long_one_in_a_language_that_nobody_reads_is_taken_as_it_is():
    assert heart_of("Miten maksan ? " * 20, "fi") == "Miten maksan ? " * 20


def test_words_come_from_both_ends():
    assert beginning_and_end(list("abcdefgh"), 4) == ["a", "b", "g", "h"]


@pytest.mark.skipif(not sentences.is_here(), reason=NO_SENTENCES)
def test_of_a_long_one_that_sentence_counts_that_is_near_to_an_article(write):
    write("Pay an invoice", "Enter the number of your card and confirm.")
    assert (
        heart_of(f"{ABOUT_OTHER_THINGS}How can I pay my invoice by card?", "en") == "How can I pay my invoice by card?"
    )
