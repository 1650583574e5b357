"""The new part apart from the quoted part and the signature, in the languages and programs that people write with."""

import pytest

from mail.parsing.quotes import split_reply
from tests.mail.quoting import ATTRIBUTIONS, SIGNATURES


@pytest.mark.parametrize("program", ATTRIBUTIONS)
def test_an_answer_above_is_told_from_what_it_answers(program):
    parts = split_reply(f"It works now, näin on.\n\n{ATTRIBUTIONS[program]}\n\n> earlier words\n> more words\n")
    assert parts.new == "It works now, näin on."
    assert parts.quoted.startswith(ATTRIBUTIONS[program].split("\n")[0])


@pytest.mark.parametrize("program", ATTRIBUTIONS)
def test_so_it_is_where_the_earlier_lines_bear_no_mark(program):
    parts = split_reply(f"It works now.\n\n{ATTRIBUTIONS[program]}\n\nearlier words\nmore words\n")
    assert parts.new == "It works now."
    assert "earlier words" in parts.quoted


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_signature_is_none_of_the_words(signature):
    parts = split_reply(f"Please help, my invoice is wrong.\n\n{signature}")
    assert (parts.new, parts.signature) == ("Please help, my invoice is wrong.", signature.rstrip())


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_signature_above_the_quote_is_found_too(signature):
    parts = split_reply(f"Please help.\n\n{signature}\n\nOn 02/11/2026 10:00, Support wrote:\n> earlier words")
    assert (parts.new, parts.signature) == ("Please help.", signature.rstrip())


OWN_WORDS = [
    "Thanks,\nbut it still does not work",
    "Best\nof all would be a refund, when can I have it?",
    "I tried three things:\n- restart\n- update\n- reinstall",
    "To: be honest I do not know.\nSubject: to change",
    "She said at 10:00 that it was paid:\nplease check",
    "Danke für die Antwort, aber es geht nicht.",
    "Order 4711 was placed on 2 November and he wrote the following to me: nothing.",
    "The error is\n> cannot open file\nand then it closes.",
]


@pytest.mark.parametrize("words", OWN_WORDS)
def test_own_words_stay(words):
    assert split_reply(f"Hello\n{words}").new == f"Hello\n{words}"


def test_a_lists_footer_is_no_word_of_the_writers():
    footer = "_______________________________________________\nUsers mailing list\nUsers@lists.example.org"
    parts = split_reply(f"I have the same problem.\n\n{footer}")
    assert (parts.new, parts.signature) == ("I have the same problem.", footer)
