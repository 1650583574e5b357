"""How customers sound in what they wrote."""

import pytest

from accounts.models import User
from tests.factories import make_ticket
from tickets.actions import add_note, receive_message, reply, solve
from tickets.content import Body
from tickets.models import Channel, Event, Sentiment, Ticket
from tickets.sentiment import LONGEST_TEXT, sentiment_of


@pytest.mark.parametrize(
    "text",
    [
        "Your service is terrible and I am very angry.",
        "This is shit, give me my money back",
        "What the hell is going on??",
        "WHERE IS MY REFUND???",
        "I'm not happy with this.",
        "This is the third time I write to you about the same invoice.",
        "You have taken 40 euros from our account TWICE. This is not acceptable.",
        "We are fed up. Our lawyer will write to you.",
    ],
)
def test_who_scolds_swears_shouts_or_has_had_enough_is_upset(text: str) -> None:
    assert sentiment_of(text) == Sentiment.UPSET


@pytest.mark.parametrize(
    "text",
    ["Great, works perfectly now!", "I love the new design.", "Thank you so much, you are awesome"],
)
def test_who_is_glad_is_pleased(text: str) -> None:
    assert sentiment_of(text) == Sentiment.PLEASED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "How do I change my address?",
        "I am getting an error 500 when I upload a file, then the page crashes.",
        "The invoice 123 is missing. Please send it.\n\nThanks in advance and kind regards\nAnn",
        "My account is blocked and I cannot log in. Could you please help me?",
        "PO-1234-ABC-XYZ-QWERTY",
        "Please put PO 4711 on the invoice.",
    ],
)
def test_a_problem_told_in_plain_words_is_neutral(text: str) -> None:
    assert sentiment_of(text) == Sentiment.NEUTRAL


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Rechnung ist falsch und ich finde das nicht gut.", ""),
        ("Le service est terrible et je suis furieux", "en"),
        ("Schreck", "de"),
    ],
)
def test_other_languages_are_not_judged(text: str, language: str) -> None:
    assert sentiment_of(text, language) == Sentiment.NEUTRAL


def test_capitals_shout_in_any_language() -> None:
    assert sentiment_of("WO BLEIBT MEIN GELD?", "de") == Sentiment.UPSET


def test_only_the_beginning_is_read() -> None:
    assert sentiment_of("The page is blue. " * 50 + "I hate you, idiots!") == Sentiment.NEUTRAL
    assert LONGEST_TEXT < 18 * 50


@pytest.mark.django_db
def test_a_ticket_keeps_how_the_customer_sounded_last(customer: User, agent: User) -> None:
    ticket = make_ticket(requester=customer, body=Body.from_text("I hate this. It is the third time!"))
    assert ticket.sentiment == Sentiment.UPSET

    reply(ticket, actor=agent, body=Body.from_text("I hate it too."), seen_seq=None)
    add_note(ticket, actor=agent, body=Body.from_text("What an idiot."))
    assert Ticket.objects.get(pk=ticket.pk).sentiment == Sentiment.UPSET

    receive_message(ticket, actor=customer, body=Body.from_text("The number is 17."), channel=Channel.EMAIL)
    ticket.refresh_from_db()
    assert ticket.sentiment == Sentiment.NEUTRAL
    assert Event.objects.filter(ticket=ticket).latest("seq").changes["sentiment"] == ["upset", "neutral"]


@pytest.mark.django_db
def test_who_only_thanks_is_pleased(customer: User, agent: User) -> None:
    ticket = make_ticket(requester=customer)
    solve(ticket, actor=agent)

    receive_message(ticket, actor=customer, body=Body.from_text("Thanks!"), channel=Channel.EMAIL)

    assert Ticket.objects.get(pk=ticket.pk).sentiment == Sentiment.PLEASED


@pytest.mark.django_db
def test_what_staff_wrote_down_of_a_talk_is_not_how_the_customer_sounds(customer: User, agent: User) -> None:
    ticket = make_ticket(requester=customer, actor=agent, body=Body.from_text("She is furious. I hate such calls."))

    assert ticket.sentiment == Sentiment.NEUTRAL
