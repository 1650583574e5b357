"""The written material: complete, distinct, in every tone and both languages, and its slots all resolve."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from demo.company import COMPANIES, STAFF, TEAMS
from demo.dialogues import DIALOGUES
from demo.dialogues.model import Customer, Dialogue, Escalate, Note, Reply, Tone
from demo.dialogues.prose import (
    CLOSINGS,
    GREETINGS,
    REOPENINGS,
    SECOND_LOOKS,
    THANKS,
    fill,
    html_of_prose,
    opening_text,
    reply_text,
)
from demo.dialogues.slots import slots_for
from demo.people import KNOWN_CUSTOMERS, customers
from tickets.models import Channel, Kind, Priority, Status
from tickets.thanks import only_thanks

each_dialogue = pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue.key)


def slots(dialogue: Dialogue, seed: int = 1) -> dict[str, str]:
    return slots_for(Random(seed), language=dialogue.language, today=date(2026, 5, 4), domain="acme.example")


def test_there_is_enough_to_say() -> None:
    languages = Counter(dialogue.language for dialogue in DIALOGUES)
    assert len(DIALOGUES) >= 66
    assert languages["de"] >= 12
    assert {dialogue.level for dialogue in DIALOGUES} == {1, 2, 3}
    assert len({dialogue.topic for dialogue in DIALOGUES}) >= 12


@each_dialogue
def test_every_slot_resolves(dialogue: Dialogue) -> None:
    for text in dialogue.texts():
        filled = fill(text, slots(dialogue))
        assert "{" not in filled
        assert "}" not in filled
        assert filled.strip()


@each_dialogue
def test_each_tone_has_two_wordings(dialogue: Dialogue) -> None:
    for tone in Tone:
        assert len(set(dialogue.openings(tone))) >= 2


@each_dialogue
def test_the_first_public_word_is_a_reply_that_answers(dialogue: Dialogue) -> None:
    replies = [step for step in dialogue.script if isinstance(step, Reply)]
    assert isinstance(dialogue.script[0], Reply)
    lengths = [len(fill(reply.text, slots(dialogue)).split()) for reply in replies]
    assert lengths[0] >= 35
    assert min(lengths) >= 15


@each_dialogue
def test_an_escalated_one_says_why_and_is_answered_from_there(dialogue: Dialogue) -> None:
    for place, step in enumerate(dialogue.script):
        if isinstance(step, Escalate):
            assert step.to_level in (2, 3)
            assert step.reason
            assert step.tried
            assert step.asked
            assert any(isinstance(later, Reply) for later in dialogue.script[place:])


@each_dialogue
def test_its_codes_are_those_of_tickets(dialogue: Dialogue) -> None:
    assert set(dialogue.channels) <= set(Channel.values)
    assert dialogue.kind in Kind.values
    assert dialogue.priority.upper() in Priority.names
    for step in dialogue.script:
        if isinstance(step, Reply) and step.status:
            assert step.status in Status.values


def test_no_two_are_alike() -> None:
    for texts in (
        [dialogue.key for dialogue in DIALOGUES],
        [subject for dialogue in DIALOGUES for subject in dialogue.subjects],
        [words for dialogue in DIALOGUES for tone in Tone for words in dialogue.openings(tone)],
        [step.text for dialogue in DIALOGUES for step in dialogue.script if isinstance(step, Reply | Customer | Note)],
    ):
        assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_enough_subjects_stay_different_once_filled() -> None:
    filled = {fill(subject, slots(dialogue)) for dialogue in DIALOGUES for subject in dialogue.subjects}
    assert len(filled) >= 120


def test_every_channel_occurs() -> None:
    assert {channel for dialogue in DIALOGUES for channel in dialogue.channels} == set(Channel.values)


def test_the_same_seed_fills_the_same() -> None:
    dialogue = DIALOGUES[0]
    assert slots(dialogue, 7) == slots(dialogue, 7)
    assert slots(dialogue, 7) != slots(dialogue, 8)


def test_thanks_are_recognised_as_thanks_and_reopenings_are_not() -> None:
    for language in ("en", "de"):
        assert [text for text in THANKS[language] if not only_thanks(text)] == []
        assert [text for text in REOPENINGS[language] if only_thanks(text)] == []
        assert SECOND_LOOKS[language]


def test_follow_ups_of_customers_are_never_mere_thanks() -> None:
    said = [step.text for dialogue in DIALOGUES for step in dialogue.script if isinstance(step, Customer)]
    assert [text for text in said if only_thanks(text)] == []


def test_an_opening_greets_and_closes_in_its_language_and_tone() -> None:
    text = opening_text(Random(3), "es geht nicht.", tone=Tone.UPSET, language="de", name="Petra Seidel")
    greeting, words, closing = text.split("\n\n")
    assert greeting in GREETINGS["de"][Tone.UPSET]
    assert words == "es geht nicht."
    assert closing in [closing.format(name="Petra Seidel", first="Petra") for closing in CLOSINGS["de"][Tone.UPSET]]


def test_a_reply_keeps_its_steps_as_a_list() -> None:
    words = fill("Do this:\n\n1. Open\n   the door.\n2. Go *in*.", {})
    html = html_of_prose(reply_text(words, language="en", customer="Ann Lee", agent="Omar Haddad"))
    assert "<p>Hello Ann,</p>" in html
    assert html.count("<li>") == 2
    assert "Open the door." in html
    assert "<em>in</em>" in html


def test_customers_are_different_people_and_the_known_ones_come_first() -> None:
    people = customers(Random(1), 400)
    assert tuple(people[:4]) == KNOWN_CUSTOMERS
    assert len({person.email for person in people}) == 400
    assert people == customers(Random(1), 400)
    assert {person.language for person in people} == {"en", "de"}


def test_the_company_has_teams_for_each_level_and_people_in_them() -> None:
    assert {level for team in TEAMS for level in team.levels} == {1, 2, 3}
    for team in TEAMS:
        assert any(team.name in member.teams for member in STAFF)
    assert len({company.domain for company in COMPANIES}) == len(COMPANIES)
    assert {company.tier for company in COMPANIES} == {"standard", "premium", "enterprise"}
