"""Lines of a mail's text part."""

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


def test_hostile_lines_take_no_time():
    assert wrapped("> " * 5_000 + "x " * 100_000).startswith("> > ")
