"""What differs between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from desk.articles.diffs import differences

TEXTS = st.text(alphabet="ab \n.", max_size=60)


def test_the_same_text_differs_in_nothing():
    assert differences("One\nTwo", "One\nTwo") == []


def test_words_that_changed_in_a_line_are_marked_alone():
    removed, added = differences("We pay in a week.", "We pay in two weeks.")
    assert [text for text, differs in removed.parts if differs] == ["a", "week"]
    assert [text for text, differs in added.parts if differs] == ["two", "weeks"]


def test_what_is_far_from_a_difference_is_skipped():
    lines = differences("\n".join("abcdefgh"), "\n".join("abcdefgx"))
    assert [line.kind for line in lines] == ["skipped", "same", "same", "removed", "added"]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_it(before, after):
    lines = differences(before, after)
    if any(line.kind == "skipped" for line in lines) or not lines:
        return
    old, new = ([line.text for line in lines if line.kind in ("same", kind)] for kind in ("removed", "added"))
    assert old == before.splitlines()
    assert new == after.splitlines()
