"""Beside what readers asked in vain: the article that is there already."""

import pytest

from knowledgebase.actions import record_search
from knowledgebase.gaps import gaps
from knowledgebase.nearest import name_nearest


@pytest.fixture
def named(agent, write):
    """The gaps after these searches in vain, with what is nearest."""

    def searched(*queries, language="en"):
        for query in queries:
            record_search(reader="session:1", query=query, language=language, found=0)
        found = gaps(agent)
        name_nearest(found, agent)
        return {gap.query: gap for gap in found}

    return searched


def test_an_article_that_is_about_it_is_to_be_improved(write, named):
    write("Pay an invoice", "Pay an invoice by card or by transfer.")
    write("Invite colleagues", "Choose People, then Invite.")
    gap = named("how to pay an invoice")["how to pay an invoice"]
    assert (gap.nearest.published.title, gap.is_answered) == ("Pay an invoice", True)


def test_where_nothing_is_about_it_the_nearest_is_named_as_what_it_is(write, named):
    write("Pay an invoice", "Pay an invoice by card or by transfer.")
    gap = named("zebra crossing paint")["zebra crossing paint"]
    assert not gap.is_answered


def test_what_only_we_may_read_is_named_too_for_it_may_be_opened_to_readers(write, named):
    write("Pay an invoice", "Pay an invoice by card or by transfer.", visibility="internal")
    assert named("pay an invoice")["pay an invoice"].nearest.article.visibility == "internal"


def test_an_article_in_another_language_is_no_answer_to_them(write, named):
    write("Pay an invoice", "Pay an invoice by card or by transfer.")
    gap = named("Rechnung bezahlen", language="de")["Rechnung bezahlen"]
    assert gap.nearest is None


def test_the_api_says_the_same(write, named, agent, client):
    text = write("Pay an invoice", "Pay an invoice by card or by transfer.")
    named("pay an invoice")
    client.force_login(agent)
    (gap,) = client.get("/api/v1/article-gaps/").json()["results"]
    assert gap["nearest"] == {
        "article": text.article_id,
        "title": "Pay an invoice",
        "slug": "pay-an-invoice",
        "visibility": "public",
        "is_answer": True,
    }
