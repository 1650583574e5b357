import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from knowledgebase.actions import archive, publish, save_draft
from knowledgebase.indexing import index_changed
from knowledgebase.models import KnownWord, Passage, Posting, Visibility
from knowledgebase.searching import answers_to
from search import sentences, worldwide
from search.checks import model_is_installed
from tests.plugins.missing import NO_SENTENCES

NOBODY = AnonymousUser()
reads_sentences = pytest.mark.skipif(not sentences.is_here(), reason=NO_SENTENCES)


@pytest.fixture
def articles(write):
    write("Set a new password", "Choose **Forgot your password?** on the sign-in page.")
    write("Pay an invoice", "## By card\n\nEnter the card.\n\n## By transfer\n\nUse the bank account on the invoice.")
    write("Invite colleagues", "Choose People, then Invite.")


def titles(person, question, **how):
    return [hit.translation.published.title for hit in answers_to(person, question, **how).hits]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("pasword", "Set a new password"),
        ("how to settle a bill", "Pay an invoice"),
        ("invit", "Invite colleagues"),
        ("inviting colleague", "Invite colleagues"),
    ],
)
def test_mistyped_begun_bent_and_other_words_find_the_article(articles, question, first):
    assert titles(NOBODY, question)[0] == first


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("it still isn't here", "Late parcels"),
        ("my order should have been here on monday", "Late parcels"),
        ("dosent turn on anymore", "Warranty and repair"),  # a slip in a word that no article has
        ("the thing died on me", "Warranty and repair"),
    ],
)
def test_what_is_said_in_plain_words_finds_the_article_that_says_it_otherwise(write, question, first):
    write("Late parcels", "We search for a parcel with the carrier.")
    write("Warranty and repair", "Faults are repaired within two years.")
    write("Opening hours", "Chat is open on Monday from 8 am.")
    assert titles(NOBODY, question)[0] == first


def test_plain_words_lead_one_way_only(write):
    write("Before Christmas", "Everything should be here before Christmas, on Monday, and the thing died down.")
    write("Late parcels", "A late delivery.")
    assert titles(NOBODY, "late delivery")[0] == "Late parcels"


def test_what_nothing_is_about_is_answered_without_confidence(articles):
    assert answers_to(NOBODY, "how do i pay the invoice").is_likely
    assert not answers_to(NOBODY, "who won the world cup in brazil").is_likely


def test_the_answer_names_the_passage(articles):
    best = answers_to(NOBODY, "bank account for a transfer").hits[0]
    assert best.passage.heading == "By transfer"


def test_a_reader_finds_only_what_they_may_read(write, customer, agent):
    write("Refund limits", visibility=Visibility.INTERNAL)
    write("Refund hours", visibility=Visibility.SIGNED_IN)
    assert titles(NOBODY, "refund") == []
    assert titles(customer, "refund") == ["Refund hours"]
    assert set(titles(agent, "refund")) == {"Refund hours", "Refund limits"}


def test_what_is_archived_is_forgotten(write):
    translation = write("Refund hours")
    archive(translation, actor=None)
    assert titles(NOBODY, "refund") == []
    assert index_changed() == 1
    assert not (Passage.objects.exists() or Posting.objects.exists() or KnownWord.objects.exists())


def test_what_is_written_anew_is_found_by_its_new_words_once_published(write):
    translation = write("Refund hours", "Old words.")
    save_draft(translation, actor=None, title="Refund hours", body="Zeppelin.", version=None)
    assert index_changed() == 0
    publish(translation, actor=None)
    assert index_changed() == 1
    assert titles(NOBODY, "zeppelin") == ["Refund hours"]


def test_a_question_is_answered_in_its_language(write):
    write("Pay an invoice")
    write("Rechnung bezahlen", "Geben Sie die Karte ein.", language="de")
    assert titles(NOBODY, "invoice", language="de") == ["Rechnung bezahlen"] or "Pay an invoice" not in titles(
        NOBODY, "invoice", language="de"
    )
    assert titles(NOBODY, "rechnng", language="de")[0] == "Rechnung bezahlen"


@reads_sentences
def test_a_question_that_shares_no_word_with_its_answer_finds_it(write):
    write("Wage advances", "Up to half of what was earned so far this month is paid within a day.")
    write("Company directors", "Dividends are entered elsewhere.")
    write("Carry days over", "Up to five days are kept until March.")
    assert titles(NOBODY, "skint, could i borrow some cash")[0] == "Wage advances"


@reads_sentences
def test_articles_from_before_the_model_was_installed_are_read_once_it_is(write):
    write("Refund hours")
    write("Erstattung", language="de")
    Passage.objects.update(sentence=None)
    assert index_changed() == 2
    assert not Passage.objects.filter(sentence=None).exists()


@reads_sentences
def test_german_words_that_mean_the_same_in_english_find_the_article(write):
    write("Defekte Ware", "Schicken Sie uns ein Bild.", language="de")
    write("Öffnungszeiten", "Wir sind bis acht Uhr da.", language="de")
    assert titles(NOBODY, "Lampe ist hinüber", language="de")[0] == "Defekte Ware"


def test_without_the_model_questions_are_answered_by_words_and_their_meaning(articles, monkeypatch):
    Passage.objects.update(sentence=None)
    monkeypatch.setattr(worldwide, "_folder", lambda: None)
    assert titles(NOBODY, "how to settle a bill")[0] == "Pay an invoice"
    assert [message.id for message in model_is_installed(None)] == ["search.W001"]


def test_ask_prints_article_passage_and_scores(articles, capsys):
    call_command("ask", "how do i pay the invoice", "--language", "en", "--json")
    answer = json.loads(capsys.readouterr().out)
    first = answer["results"][0]
    assert (first["title"], first["language"]) == ("Pay an invoice", "en")
    assert set(first["scores"]) == {"full_text", "embedding", "sentence"} and first["passage"]["text"]
    assert answer["confident"] is True and 0.5 <= answer["confidence"] <= 1
    call_command("ask", "pay the \udcffinvoice", "--json")
    assert json.loads(capsys.readouterr().out)["question"] == "pay the invoice"


@pytest.mark.parametrize("question", ["", "   ", "?!", "\x00", "a" * 10_000, "' OR 1=1 --", "数据"])
def test_any_text_is_a_question(articles, question):
    answers_to(NOBODY, question.replace("\x00", " "))
