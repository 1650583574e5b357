"""Messages that only thank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.thanks import MOST_WORDS, only_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "Thank you so much, it works now.",
        "THX",
        "Thanks Omar",
        "Vielen herzlichen Dank für die schnelle Hilfe!",
        "Merci beaucoup 🙂",
        "Muchas gracias por su ayuda",
        "Grazie mille",
        "Obrigada!",
        "Hartelijk bedankt",
        "Tack så mycket",
        "Dziękuję bardzo",
        "Hi Omar,\n\nthat worked, thank you!\n\nBest regards\nAnn Lee",
        "Problem solved, thanks",
        "Merci bien",
        "Danke, passt!",
        "Danke Herr Müller",
        "Thanks so much for sorting this out!",
        "Je vous remercie",
        "Merci beaucoup, c'est parfait",
        "Ich danke Ihnen vielmals",
        "Gracias por todo, un saludo",
        "Thanks a million",
        "Much appreciated!",
        "Thanks, that did the trick",
        "Grazie mille per l'aiuto",
        "Muito obrigado pela ajuda",
        "Dank je wel",
        "Thanks again, Ann",
        "Vielen Dank für Ihre Hilfe, Ann",
        "Super, vielen Dank! Liebe Grüße Anna",
    ],
)
def test_thanks_are_recognised(text):
    assert only_thanks(text, ["Omar Haddad", "Ann Lee", "Anna", "Müller"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It works now.",
        "Thanks, but the printer still burns",
        "Thanks? Really",
        "Danke, aber es brennt wieder",
        "Thanks. Invoice 4711",
        "Thank you, please call Martin tomorrow",
        "thanks " * (MOST_WORDS + 1),
        "no thanks to you the server crashed",
        "Danke, das hat nicht geholfen",
        "Thanks, that is not fixed",
        "Thanks. Not solved.",
        "Merci mais non",
        "Thanks!\nStill Broken",
        "Thanks\nNo",
        "Thanks, Urgent",
        "Danke!\nGeht Nicht",
        "Thanks Bob, call me",
        "No, thanks",
        "Please reply, thanks",
        "Thanks, it did not help",
        "It stopped again, thanks",
        "Thanks for nothing",
        "Thanks, refund",
        "Thanks, the problem is again",
        "Danke, Fehler",
        "Gracias, no funciona",
        "Merci, ça marche pas",
        "Bedankt, werkt niet",
    ],
)
def test_whatever_says_more_is_a_message_like_any(text):
    assert not only_thanks(text, ["Omar Haddad", "Ann Lee"])


@given(st.text(max_size=500))
def test_any_text_is_judged(text):
    assert only_thanks(text) in (True, False)


@given(st.text(max_size=80))
def test_a_question_is_never_only_thanks(text):
    assert not only_thanks(f"Thanks {text}?")


@given(st.lists(st.sampled_from(["thanks", "danke", "so", "much", "works"]), min_size=MOST_WORDS + 1, max_size=30))
def test_more_than_twelve_words_are_never_only_thanks(words):
    assert not only_thanks(" ".join(words))
