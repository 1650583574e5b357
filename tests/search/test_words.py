"""Words as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import LONGEST_WORD, fold, indexed_words_of, language_of, words_of


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("GRÖSSE", "grosse"),
        ("Größe", "grosse"),
        ("Crème BRÛLÉE", "creme brulee"),
        ("Łódź", "lodz"),
        ("ﬁne", "fine"),
        ("한글", "한글"),
    ],
)
def test_case_and_accents_do_not_count(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ERR_42: disk-full!", ["err", "42", "disk", "full"]),
        ("ann@example.net", ["ann", "example", "net"]),
        ("漢字検索", ["漢字", "字検", "検索"]),
        ("A漢B", ["a", "漢", "b"]),
        ("हिन्दी", ["हिन्दी"]),
        ("🙂 \x00 '%", []),
    ],
)
def test_words_of_a_text(text, words):
    assert words_of(text) == words


def test_the_last_character_of_a_run_is_found_alone_too():
    assert indexed_words_of("漢字検索 ok") == ["漢字", "字検", "検索", "索", "ok"]


@given(st.text(max_size=300))
def test_any_text_has_words_that_are_folded_already(text):
    for word in words_of(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert fold(word) == word


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The printer is on fire and I can not print", "en"),
        ("Ich habe ein Problem mit der Rechnung", "de"),
        ("Je ne peux pas ouvrir la page, c'est urgent pour nous", "fr"),
        ("ORA-00942", ""),
    ],
)
def test_the_language_is_told_by_its_small_words(text, language):
    assert language_of(text) == language
