"""Lines of a mail's text part."""

from unicodedata import category

import pytest

from outbox.wrapping import WIDTH, wrapped

SENTENCE = "thank you for writing to us, we have your message and a person of ours will answer it here by mail."


def test_a_long_line_is_broken_between_words_and_nothing_is_lost():
    lines = wrapped(SENTENCE).split("\n")

    assert [len(line) <= WIDTH for line in lines] == [True, True]
    assert " ".join(lines) == SENTENCE


def test_short_lines_and_blank_ones_stay_as_they_are():
    text = "Hello  Ann,\n\n-- \nOmar\n    482 913\n"

    assert wrapped(text) == text


def test_an_address_is_never_broken():
    address = "https://desk.example.com/answers/" + "x" * 90 + "/"

    assert wrapped(f"{SENTENCE[:60]}: {address}").split("\n")[-1] == address


@pytest.mark.parametrize(
    ("start", "further"), [("> ", "> "), ("> > ", "> > "), ("- ", "  "), ("10. ", "    "), ("> * ", ">   ")]
)
def test_what_is_quoted_or_listed_stays_so_on_each_line(start, further):
    first, second = wrapped(start + SENTENCE).split("\n")

    assert first.startswith(start + "thank")
    assert second.startswith(further)
    assert second[len(further)] != " "


def test_scripts_without_spaces_are_broken_by_their_width():
    lines = wrapped("お問い合わせありがとうございます。" * 8).split("\n")

    assert all(len(line) <= WIDTH // 2 for line in lines)
    assert "".join(lines) == "お問い合わせありがとうございます。" * 8


@pytest.mark.parametrize(
    "word",
    ["สวัสดีครับฉันไม่สามารถเข้าสู่ระบบได้" * 5, "👨\u200d👩\u200d👧" * 40, "👍🏽" * 60],
    ids=["Thai", "families", "coloured"],
)
def test_no_sign_is_torn_from_what_it_belongs_to(word):
    lines = wrapped(word).split("\n")

    assert len(lines) > 1
    assert "".join(lines) == word
    assert not any(category(line[0]) == "Mn" or line[0] == "🏽" or line.endswith("\u200d") for line in lines)


def test_no_line_begins_with_what_closes_a_sentence():
    lines = wrapped("日本語の文章です。" * 12).split("\n")

    assert not any(line.startswith("。") for line in lines)
    assert "".join(lines) == "日本語の文章です。" * 12


def test_hostile_lines_take_no_time():
    assert wrapped("> " * 5_000 + "x " * 100_000).startswith("> > ")
