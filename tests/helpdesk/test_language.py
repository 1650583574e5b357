"""In which language somebody writes."""

import pytest

from helpdesk.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich möchte bitte mein Geld zurück, die Rechnung ist falsch.", "de"),
        ("Refund für Rechnung 4711 bitte, ich habe gekündigt.", "de"),
        ("I would like to have my money back, please.", "en"),
        ("Bonjour, je voudrais être remboursé de ma commande.", "fr"),
        ("¿Dónde está mi factura?", "es"),
        ("Annulez ma commande svp", "fr"),
        ("請退款給我，我的訂單有問題，我已經等了三個星期了，謝謝您的幫忙。", "zh"),
    ],
)
def test_the_language_of_what_a_customer_writes(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "Rechnung 4711", "+49 170 1234567890 / 4711 / 0815 / 2026-11-25", "ok"])
def test_of_fewer_than_twenty_characters_nothing_is_said(text: str) -> None:
    assert language_of(text) == ""


def test_a_long_text_takes_no_longer_than_its_beginning() -> None:
    assert language_of("Wir haben seit gestern keinen Zugang mehr. " * 100_000) == "de"


def test_twenty_characters_are_enough() -> None:
    assert language_of("Hello, I can not log in") == "en"


def test_what_might_be_one_or_its_neighbour_is_not_guessed() -> None:
    assert language_of("Hvor er min faktura henne?") == ""


def test_a_best_guess_can_be_asked_for() -> None:
    assert language_of("Teknisk support ok 12345", least_sure=0) != ""
