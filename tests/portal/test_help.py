"""The help centre."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledgebase.actions import add_article, add_category, add_translation, archive, change_slug, publish
from knowledgebase.indexing import index_changed
from knowledgebase.models import Feedback, SearchSession, Translation, Visibility

BODY = "Open it.\n\n## First\n\nOne.\n\n## Then\n\nTwo.\n\n## Last\n\nThree.\n"


@pytest.fixture
def category(db):
    return add_category(actor=None, name="Billing", language="en")


@pytest.fixture
def article(category):
    translation = add_article(actor=None, title="Pay an invoice", body=BODY, category=category, language="en")
    publish(translation, actor=None)
    index_changed()
    return translation


def address(translation, route="help:article"):
    return reverse(route, args=[translation.language, translation.slug])


def test_search_engines_are_told_where_all_is_listed_and_what_is_not_for_them(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: http://localhost:8000/help/sitemap.xml" in lines
    assert "Disallow: /requests/" in lines and "Disallow: /help/" not in lines


def test_the_start_leads_to_the_visitors_language(client, db):
    assert client.get("/help/", headers={"Accept-Language": "de"}).url == "/help/de/"
    assert client.get("/help/", headers={"Accept-Language": "fr"}).url == "/help/en/"


def test_the_home_shows_categories_with_their_articles(client, article):
    page = client.get("/help/en/").content.decode()
    assert "Billing" in page and "Pay an invoice" in page


def test_what_is_there_in_another_language_alone_is_named_on_the_home(client, article, category):
    german = add_article(actor=None, title="Mahnung", body="Zahlen.", category=category, language="de")
    publish(german, actor=None)
    page = client.get("/help/de/").content.decode()
    assert 'href="/help/en/" hreflang="en">' in page and "Pay an invoice" not in page
    publish(add_translation(article.article, actor=None, language="de", title="Rechnung", body="Zahlen."), actor=None)
    assert 'href="/help/en/" hreflang="en">' not in client.get("/help/de/").content.decode()


def test_an_empty_help_centre_says_what_to_do(client, db):
    assert "No articles yet" in client.get("/help/en/").content.decode()


def test_an_article_has_contents_that_lead_to_its_headings(client, article):
    Translation.objects.update(published_at=datetime(2026, 11, 27, 12, tzinfo=UTC))
    page = client.get(address(article)).content.decode()
    assert "Last changed on 27 November 2026" in page
    assert '<a href="#then">Then</a>' in page and '<h2 id="then">' in page


def test_an_article_says_where_it_stands_for_search_engines(client, article, settings):
    german = add_translation(article.article, actor=None, language="de", title="Rechnung", body="Zahlen.")
    publish(german, actor=None)
    page = client.get(address(article)).content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}{address(article)}">' in page
    assert f'<link rel="alternate" hreflang="de" href="{settings.SITE_URL}{address(german)}">' in page
    assert '"@type": "Article"' in page
    assert address(german) in client.get("/help/sitemap.xml").content.decode()


def test_a_description_is_words_that_end_no_attribute(client, category):
    body = 'Click "Save" & <wait>.\n\nThen go.'
    text = add_article(actor=None, title="Save", body=body, category=category, language="en")
    publish(text, actor=None)
    page = client.get(address(text)).content.decode()
    assert 'content="Click &quot;Save&quot; &amp; &lt;wait&gt;. Then go."' in page


def test_a_category_names_only_languages_in_which_it_holds_something(client, article):
    english, german = (reverse("help:category", args=[code, article.article.category.slug]) for code in ("en", "de"))
    assert f'{german}"' not in client.get(english).content.decode()
    assert client.get(german).url == "/help/de/"
    publish(add_translation(article.article, actor=None, language="de", title="Rechnung", body="Z."), actor=None)
    assert f'{german}"' in client.get(english).content.decode()


@pytest.mark.parametrize("visibility", [Visibility.INTERNAL, Visibility.SIGNED_IN])
def test_what_is_not_public_is_not_there_for_a_stranger(client, category, visibility):
    translation = add_article(
        actor=None, title="Limits", body="Ours.", category=category, language="en", visibility=visibility
    )
    publish(translation, actor=None)
    assert client.get(address(translation)).status_code == 404
    assert client.post(address(translation, "help:feedback"), {"helpful": "yes"}).status_code == 404
    assert "Limits" not in client.get("/help/en/").content.decode()
    assert "limits" not in client.get("/help/sitemap.xml").content.decode()


def test_the_address_with_another_language_leads_to_the_text_in_it_else_to_the_one_there_is(client, article):
    assert client.get(address(article).replace("/en/", "/de/")).url == address(article)
    german = add_translation(article.article, actor=None, language="de", title="Rechnung bezahlen", body="Mit Karte.")
    publish(german, actor=None)
    assert client.get(address(article).replace("/en/", "/de/")).url == address(german)


def test_another_language_leads_nobody_to_what_is_not_theirs_to_read(client, category):
    text = add_article(actor=None, title="For us", body="x", category=category, language="en", visibility="internal")
    publish(text, actor=None)
    assert client.get(address(text).replace("/en/", "/de/")).status_code == 404


def test_an_old_address_leads_to_the_article(client, article):
    old = address(article)
    change_slug(article, actor=None, slug="paying")
    response = client.get(old)
    assert (response.status_code, response.url) == (301, "/help/en/articles/paying/")
    # Nor does a browser keep it: once the old address is back, it would go round in circles.
    assert "no-store" in response["Cache-Control"]


def test_a_search_shows_the_passage_with_its_words_marked_and_is_counted(client, article):
    page = client.get("/help/en/search/", {"q": "paying invoices"}).content.decode()
    assert "Pay an invoice" in page
    session = SearchSession.objects.get()
    assert (session.query, session.found, session.clicked) == ("paying invoices", 1, None)
    client.get(address(article), {"from": session.pk})
    session.refresh_from_db()
    assert session.clicked == article.article


def test_a_search_without_a_hit_offers_a_person_and_is_counted(client, db):
    page = client.get("/help/en/search/", {"q": "<b>zeppelin</b>"}).content.decode()
    assert reverse("portal:new_request") in page and "<b>zeppelin" not in page
    assert SearchSession.objects.get().found == 0


def test_where_an_article_is_no_longer_one_looks_for_its_words(client, article):
    archive(article, actor=None)
    gone = client.get(address(article))
    page = gone.content.decode()
    assert gone.status_code == 404 and f'name="q" value="{article.slug.replace("-", " ")}"' in page
    assert f"/sign-in/?next={address(article)}" in page


def test_feedback_is_counted_once_for_each_reader_and_asks_why_not(client, article):
    first = client.post(address(article, "help:feedback"), {"helpful": "no"})
    assert "thanks=why" in first.url
    client.post(address(article, "help:feedback"), {"helpful": "no", "comment": "No prices."})
    client.post(address(article, "help:feedback"), {"helpful": "no"})
    article.refresh_from_db()
    assert (article.helpful_count, article.unhelpful_count) == (0, 1)
    assert Feedback.objects.get().comment == "No prices."


def test_reading_records_no_feedback(client, article):
    client.get(address(article))
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_home_asks_the_database_alike_for_one_and_for_thirty(
    client, category, django_assert_max_num_queries, count
):
    for number in range(count):
        publish(
            add_article(actor=None, title=f"Number {number}", body="x", category=category, language="en"), actor=None
        )
    with django_assert_max_num_queries(3):
        client.get("/help/en/")


def test_a_category_and_an_article_ask_alike_for_one_and_for_thirty(client, category):
    def add(number: int) -> Translation:
        text = add_article(actor=None, title=f"Number {number}", body="x", category=category, language="en")
        publish(text, actor=None)
        return text

    pages = [f"/help/en/categories/{category.slug}/", f"/help/en/articles/{add(0).slug}/"]
    alone = [statements_of(client, page) for page in pages]
    for number in range(1, 31):
        add(number)

    for page, before in zip(pages, alone, strict=True):
        assert (
            statements_of(client, page) <= before + 1
        )  # what is related is looked for in any case, and read if there is some


def statements_of(client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)
