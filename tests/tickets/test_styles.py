"""How answers sound: which guides hold for a ticket, and what is asked again before an answer leaves."""

import pytest
from django.urls import reverse

from accounts.models import SettingChange
from desk.settings.configuration import export
from desk.settings.history import undo
from tests.desk.conftest import signed_in
from tests.factories import MailboxFactory, make_ticket
from tickets.actions.style_guides import add_style_guide, change_style_guide
from tickets.models import StyleGuide, Ticket
from tickets.styles import Style, guides_for, too_long, with_emoji, with_words_to_avoid, without_greeting

pytestmark = pytest.mark.django_db

STRICT = Style(greetings=("Hello", "Dear"), avoid=("unfortunately", "as per"), emoji_allowed=False, most_words=5)


def test_guides_hold_by_mailbox_channel_and_topic(admin, customer):
    brand = MailboxFactory(address="brand@example.com")
    for name, asks in (
        ("All", {}),
        ("Brand", {"mailbox": "Brand@example.com"}),
        ("Chat", {"channel": "chat"}),
        ("Refunds", {"tag": "refund"}),
        ("Away", {"is_active": False}),
    ):
        add_style_guide(actor=admin, name=name, **asks)

    def names(mailbox=None, **fields):
        ticket = make_ticket(customer, **fields)
        Ticket.objects.filter(pk=ticket.pk).update(mailbox=mailbox)
        return [guide.name for guide in guides_for(ticket)]

    assert names() == ["All"]
    assert names(mailbox=brand, tags=["refund"]) == ["All", "Brand", "Refunds"]
    assert names(channel="chat") == ["All", "Chat"]


@pytest.mark.parametrize(
    ("check", "good", "bad", "said"),
    [
        (without_greeting, "Hello Ann,\nit works.", "It works.", "such as “Hello”"),
        (with_emoji, "Fine :)", "Fine 🎉", "🎉"),
        (too_long, "One two three four five", "One two three four five six", "It has 6 words"),
        (with_words_to_avoid, "As perfect as ever", "Unfortunately, as per our terms", "“unfortunately”, “as per”"),
    ],
)
def test_each_check_says_what_is_not_as_asked(check, good, bad, said):
    assert check(good, STRICT) == ""
    assert said in check(bad, STRICT)
    assert check(bad, Style()) == ""


def test_a_greeting_is_a_whole_word():
    style = Style(greetings=("Hi", "Guten Tag,"))

    assert without_greeting("Historically it worked.", style)
    assert not without_greeting("hi Ann", style)
    assert not without_greeting("Guten Tag, Frau Weber", style)


@pytest.mark.parametrize(
    ("greeting", "answer"),
    [
        ("Hello,", "Hello Ann,\nit works."),
        ("Hello,", "hello!"),
        ("Guten Tag", "Guten\u00a0Tag Frau Weber"),
        ("Dear {{ customer.name }},", "Dear Ann Lee,\nit works."),
        ("Sehr geehrte [Name]", "Sehr geehrte Frau Weber, gern."),
        ("Grüß Gott", "Gru\u0308ß Gott!"),
    ],
)
def test_a_greeting_is_known_however_it_goes_on(greeting, answer):
    assert not without_greeting(answer, Style(greetings=(greeting,)))
    assert without_greeting("It works. Dear friends, hello", Style(greetings=(greeting,)))


@pytest.mark.parametrize(
    ("answer", "count"), [("I don't use e-mail - at all", 6), ("https://a.example/b/c?d=e", 1), ("日本語", 3)]
)
def test_words_are_counted_as_people_count_them(answer, count):
    assert not too_long(answer, Style(most_words=count))
    assert f"It has {count} words" in too_long(answer + " x", Style(most_words=count)).replace(
        str(count + 1), str(count)
    )


def test_what_is_avoided_is_found_across_lines_and_with_any_apostrophe():
    assert with_words_to_avoid("We can’t do it", Style(avoid=("can't",)))
    assert with_words_to_avoid("as\n per our terms", Style(avoid=("as per",)))


@pytest.mark.parametrize("emoji", ["🎉", "☺️", "☹", "⭐", "⏰", "✌️", "1️⃣", "✔️", "❤", "🇩🇪", "👍🏽"])
def test_whatever_is_shown_as_a_picture_is_an_emoji(emoji):
    assert with_emoji(f"Fine {emoji}", STRICT)


@pytest.mark.parametrize("sign", [":)", "→", "★", "☐", "•", "©", "1.", "✓", "€", "–"])
def test_signs_of_a_text_are_none(sign):
    assert not with_emoji(f"Fine {sign}", STRICT)


def test_several_guides_hold_together_by_the_strictest():
    style = Style.read(['[["Hello"], ["sorry"], true, 200]', '[["Dear"], [], false, 100]'])

    assert style == Style(("Hello", "Dear"), ("sorry",), emoji_allowed=False, most_words=100)


def test_an_answer_that_does_not_keep_to_it_is_asked_again_once(admin, agent, customer, mailbox):
    add_style_guide(actor=admin, name="All", greetings=["Hello"], emoji_allowed=False)
    ticket = make_ticket(customer)
    desk, address = signed_in(agent), reverse("desk:send", args=[ticket.pk])
    words = {"kind": "public", "html": "<p>It works 🎉</p>", "seen_seq": str(ticket.conversation_seq)}

    asked = desk.post(address, words, headers={"HX-Request": "true"})
    assert asked.status_code == 422
    assert "without a greeting" in asked.content.decode()
    assert "There is an emoji" in asked.content.decode()
    assert (
        desk.post(address, {**words, "looked_at": "greeting,emoji"}, headers={"HX-Request": "true"}).status_code == 200
    )


def test_the_composer_shows_it_when_it_is_opened(admin, agent, customer):
    add_style_guide(actor=admin, name="Brand", tone="Be **warm**.<script>", greetings=["Hello"], avoid=["sorry"])
    ticket = make_ticket(customer)

    page = (
        signed_in(agent).get(reverse("desk:style", args=[ticket.pk]), headers={"HX-Request": "true"}).content.decode()
    )

    assert "<strong>warm</strong>" in page
    assert "<script>" not in page
    assert "Avoid: sorry" in page


def test_the_form_keeps_it_with_history_that_can_be_taken_back(admin):
    client = signed_in(admin)
    data = {
        "name": "Brand",
        "greetings": "Hello\nDear",
        "avoid": "sorry\n\nas per",
        "most_words": "150",
        "tone": "Warm.",
    }
    assert client.post(reverse("settings:new_style"), data).status_code == 302
    guide = StyleGuide.objects.get()
    assert (guide.greetings, guide.avoid, guide.most_words) == (["Hello", "Dear"], ["sorry", "as per"], 150)
    assert guide.emoji_allowed is False

    change_style_guide(guide, actor=admin, tone="Cold.")
    undo(SettingChange.objects.filter(kind="style_guide").latest("pk"), actor=admin)

    assert StyleGuide.objects.get().tone == "Warm."
    assert "style_guides" in export()


def test_what_cannot_be_is_said_and_kept(admin):
    add_style_guide(actor=admin, name="Brand")
    answer = signed_in(admin).post(reverse("settings:new_style"), {"name": "Brand", "tone": "Ours"})

    assert answer.status_code == 422
    assert "of this name already" in answer.content.decode()
    assert "Ours" in answer.content.decode()


def test_search_and_archive(admin):
    guide = add_style_guide(actor=admin, name="Brand", tone="Warm.")
    client, pages = signed_in(admin), reverse("settings:styles")
    assert "Brand" in client.get(pages, {"q": "warm"}).content.decode()
    assert "Nothing found" in client.get(pages, {"q": "zzz"}).content.decode()

    client.post(reverse("settings:archive_style", args=[guide.pk]))

    assert not StyleGuide.objects.get().is_active
    assert "No style guide yet" in client.get(pages).content.decode()
