"""The list of articles at the desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpdesk import clock
from knowledgebase.actions import (
    add_article,
    add_category,
    add_translation,
    archive,
    give_feedback,
    publish,
    save_draft,
    submit,
    verify,
)
from knowledgebase.models import ArticleLink
from tests.factories import TeamFactory, make_ticket

LIST = "/desk/articles/"


def titles(client, **asked):
    page = client.get(LIST, asked).content.decode()
    return [title for title in ("How to pay", "Refunds", "Rückzahlung", "Shipping") if f">{title}</a>" in page]


def test_an_empty_list_says_what_it_is_for(omar, db):
    assert "No articles yet" in omar.get(LIST).content.decode()


def test_words_category_language_and_owner_narrow_it(omar, draft, article, lead):
    shipping = add_category(actor=None, name="Shipping", language="en")
    add_article(actor=lead, title="Shipping", body="x", category=shipping, language="en", tags=["parcel"])
    add_translation(article.article, actor=lead, language="de", title="Rückzahlung", body="x")
    assert titles(omar, q="pay") == ["How to pay"]
    assert titles(omar, q="parcel") == ["Shipping"]
    assert titles(omar, category=shipping.pk) == ["Shipping"]
    assert titles(omar, language="de") == ["Rückzahlung"]
    assert titles(omar, owner="me") == ["How to pay", "Refunds", "Rückzahlung"]
    assert titles(omar, owner=lead.pk) == ["Shipping"]
    assert "No article fits" in omar.get(LIST, {"q": "zeppelin"}).content.decode()


def test_what_is_archived_stands_apart(omar, draft, article):
    archive(article, actor=None)
    assert titles(omar) == ["How to pay"]
    assert titles(omar, state="archived") == ["Refunds"]


def test_drafts_that_are_ready_and_changes_that_nobody_sees_wait_for_a_review(omar, draft, article, agent):
    assert titles(omar, state="review") == []
    submit(draft, actor=agent)
    save_draft(article, actor=agent, title="Refunds", body="In two weeks.", version=article.version)
    assert titles(omar, state="review") == ["How to pay", "Refunds"]
    assert "Changes not published" in omar.get(LIST).content.decode()


def test_what_is_due_and_what_is_behind_its_source_is_to_be_checked(omar, draft, article, lead):
    german = add_translation(article.article, actor=lead, language="de", title="Rückzahlung", body="x")
    publish(german, actor=lead)
    assert titles(omar, state="check") == []
    save_draft(article, actor=lead, title="Refunds", body="In two weeks.", version=article.version)
    publish(article, actor=lead)
    assert titles(omar, state="check") == ["Rückzahlung"]
    with clock.at(clock.now() + timedelta(days=181)):
        assert titles(omar, state="check") == ["Refunds", "Rückzahlung"]
        verify(article.article, actor=lead)
        assert titles(omar, state="check") == ["Rückzahlung"]


def test_nonsense_in_the_address_narrows_nothing(omar, draft):
    asked = {"state": "x", "category": "9" * 30, "owner": "-1", "language": "xx", "sort": "?", "after": "%%", "q": "\0"}
    assert titles(omar, **asked) == ["How to pay"]


@pytest.mark.parametrize("sort", ["updated", "title", "due"])
def test_thirty_are_a_page_and_each_comes_once(omar, category, sort):
    for number in range(35):
        add_article(actor=None, title=f"Number {number:02}", body="x", category=category, language="en")
    first = omar.get(LIST, {"sort": sort})
    seen = [row.pk for row in first.context["page"].rows]
    second = omar.get(LIST, {"sort": sort, "after": first.context["page"].next})
    seen += [row.pk for row in second.context["page"].rows]
    assert len(seen) == len(set(seen)) == 35


def test_thirty_cost_no_more_queries_than_one(omar, category, draft):
    before = queries_of(omar)
    for number in range(30):
        add_article(actor=None, title=f"Number {number}", body="x", category=category, language="en")
    assert queries_of(omar) == before


def queries_of(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(LIST)
    return len(captured)


def test_what_readers_missed_is_to_be_checked_until_somebody_has_read_it(omar, article):
    feedback = give_feedback(article, reader="session:1", is_helpful=False, comment="No prices.")
    assert titles(omar, state="check") == ["Refunds"]
    editor = f"/desk/articles/{article.article_id}/en/"
    assert "No prices." in omar.get(editor).content.decode()
    omar.post(f"{editor}feedback/{feedback.pk}/read/")
    assert titles(omar, state="check") == []
    assert "No prices." not in omar.get(editor).content.decode()


def test_an_article_that_more_customers_are_sent_to_than_usual_is_to_be_checked(omar, article):
    now = clock.now()
    for days in (1, 2, 20, 21, 22, 23, 24, 25):
        link(article, now - timedelta(days=days))
    assert titles(omar, state="check") == []
    link(article, now - timedelta(days=3))
    assert titles(omar, state="check") == []
    link(article, now - timedelta(days=4))
    assert titles(omar, state="check") == ["Refunds"]
    assert "Asked for more" in omar.get(LIST).content.decode()


def test_what_rises_says_which_tickets_led_there_until_somebody_finds_it_true(omar, article, lead):
    made = [link(article, clock.now() - timedelta(days=1)) for _number in range(3)]
    made[0].ticket.team = TeamFactory(is_private=True)
    made[0].ticket.save()
    editor = f"/desk/articles/{article.article_id}/en/"
    page = omar.get(editor)
    assert "3 tickets led here in the last 7 days." in page.content.decode()
    seen = {made[1].ticket_id, made[2].ticket_id}
    assert {one.ticket_id for one in page.context["page"].tickets} == seen
    told = omar.get(f"/api/v1/articles/{article.article_id}/tickets/").json()["results"]
    assert {one["number"] for one in told} == seen
    (row,) = omar.get("/api/v1/article-texts/?state=check").json()["results"]
    assert row["is_rising"]
    verify(article.article, actor=lead)
    assert titles(omar, state="check") == []


def link(text, at):
    return ArticleLink.objects.create(article=text.article, ticket=make_ticket(), by="sent", at=at)
