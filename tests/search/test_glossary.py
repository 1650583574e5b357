"""German word by word in English."""

import pytest

from search.glossary import in_english


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("Wo bleibt mein Paket?", "where stay my parcel?"),
        ("gekauft", "buy"),
        ("abgeschickt", "send"),
        ("abzuholen", "pick up"),
        ("Rechnungen", "bill"),
        ("RÄDER", "bicycle"),
        ("Handyvertrag", "phone contract"),
        ("Lieferadresse", "deliver address"),
        ("10 Euro bei PayPal", "10 Euro at PayPal"),
    ],
)
def test_each_word_is_put_into_english_in_any_form_and_others_stay(german: str, english: str) -> None:
    assert in_english(german, "de") == english


@pytest.mark.parametrize("word", ["haus" * 1000, "xq" + "ein" * 1500, "rechnungs" * 500])
def test_what_is_too_long_for_a_word_stays_whole(word: str) -> None:
    assert in_english(f"Wo ist {word}?", "de") == f"where is {word}?"
