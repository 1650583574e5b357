"""Helping oneself in the widget: searching, reading, and what is counted."""

import pytest

from knowledgebase.actions import add_article, publish
from knowledgebase.indexing import index_changed
from knowledgebase.models import HelpArticle, HelpOutcome, HelpPlace, HelpSession
from portal.widget import visit as visits
from tests.portal.widget.conftest import Visitor

pytestmark = pytest.mark.django_db
QUESTION = "how do I pay an invoice with my card"


def test_a_question_is_answered_with_the_passage_and_counted(visitor, article):
    page = visitor.post("search/", q=QUESTION).content.decode()

    assert "Press <mark>Pay</mark> now" in page
    session = HelpSession.objects.get()
    assert (session.place, session.question, session.outcome) == (HelpPlace.WIDGET, QUESTION, "")


def test_what_is_found_is_read_in_the_widget(visitor, article):
    visitor.post("search/", q=QUESTION)

    page = visitor.get("articles/pay-an-invoice/").content.decode()

    assert "type the number of your card" in page
    assert HelpArticle.objects.get().read_at is not None


def test_who_still_needs_help_types_the_question_no_second_time(visitor, article):
    visitor.post("search/", q=QUESTION)
    page = visitor.get("articles/pay-an-invoice/", **{"from": "1"}).content.decode()
    assert "/widget/en/ask/?q=how%20do%20I%20pay" in page


def test_that_solved_it_ends_the_session_once(visitor, article):
    visitor.post("search/", q=QUESTION)
    for _press in range(2):
        assert "Glad that it is solved" in visitor.post("solved/").content.decode()
    assert HelpSession.objects.get().outcome == HelpOutcome.SOLVED


def test_less_than_a_question_is_answered_and_not_counted(visitor, article):
    assert "Pay an invoice" in visitor.post("search/", q="invoice").content.decode()
    assert not HelpSession.objects.exists()


def test_nothing_found_leads_to_a_person(visitor, article):
    page = visitor.post("search/", q="").content.decode()
    assert "We have no article about this" in page
    assert "/widget/en/ask/" in page


def test_an_internal_article_is_not_there(visitor, article):
    article.article.visibility = "internal"
    article.article.save()
    assert visitor.get("articles/pay-an-invoice/").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_scripts_header_nothing_is_answered(client, article, method):
    assert getattr(client, method)("/widget/en/ask/").status_code == 403


def test_a_word_that_is_not_ours_is_nobodys(visitor, customer):
    visitor.word = visits.written(visits.Visit(email=customer.email)) + "x"
    assert customer.email not in visitor.get("ask/").content.decode()


@pytest.mark.parametrize("path", ["search/", "answers/"])
def test_what_is_there_in_english_alone_is_offered_to_germans_marked_so(article, path):
    words = {"title": "Konto kündigen", "body": "Unter Einstellungen kündigen Sie das Konto.\n"}
    publish(add_article(actor=None, category=article.article.category, language="de", **words), actor=None)
    index_changed()
    asked = "invoice with card bezahlen"
    page = Visitor("de").post(path, q=asked, subject=asked).content.decode()
    assert 'class="only-in"' in page
    assert "Pay an invoice" in page
