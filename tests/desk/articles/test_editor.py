"""The editor of an article."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from knowledgebase.actions import add_article, add_translation, publish, save_draft, submit
from knowledgebase.models import Article, ArticleStatus, Picture, Translation
from tests.desk.conftest import HTMX

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def address(text, part=""):
    return f"/desk/articles/{text.article_id}/{text.language}/{part}"


def words(text, act="save", **changes):
    return {"title": text.title, "body": text.body, "version": text.version, "act": act, **changes}


def test_an_article_begins_as_a_draft_of_its_writer(omar, agent, category):
    response = omar.post(
        "/desk/articles/new/",
        {"title": "Late parcels", "place": category.pk, "visibility": "internal", "language": "en"},
    )
    begun = Translation.objects.get()
    assert response.url == address(begun)
    assert (begun.status, begun.article.owner, begun.article.visibility) == ("draft", agent, "internal")


def test_a_new_article_without_a_title_is_refused_and_keeps_what_was_chosen(omar, category):
    response = omar.post(
        "/desk/articles/new/", {"title": "", "place": category.pk, "visibility": "internal", "language": "de"}
    )
    assert response.status_code == 422
    assert '<option value="internal" selected>' in response.content.decode()
    assert not Article.objects.exists()


def test_without_a_category_the_page_says_what_to_do_first(omar, lena, db):
    assert "A team lead adds the first one" in omar.get("/desk/articles/new/").content.decode()
    assert "/desk/articles/categories/" in lena.get("/desk/articles/new/").content.decode()


def test_the_editor_shows_words_and_preview(omar, draft):
    page = omar.get(address(draft)).content.decode()
    assert "By card." in page and "<p>By card.</p>" in page


def test_the_preview_is_sanitised(omar, draft):
    answer = omar.post(
        "/desk/articles/preview/", {"title": "<b>x", "body": "**bold** <script>x</script>"}, headers=HTMX
    )
    page = answer.content.decode()
    assert "<strong>bold</strong>" in page and "<script>" not in page and "<b>x" not in page


def test_what_is_typed_is_saved_without_a_revision_and_the_next_saving_goes_on(omar, draft):
    first = omar.post(address(draft, "save/"), words(draft, body="By card, soon."))
    assert first.json() == {"version": 2}
    assert omar.post(address(draft, "save/"), words(draft, body="By card, soon.")).json() == {"version": 2}
    second = omar.post(address(draft, "save/"), words(draft, body="By card, now.", version=2))
    assert second.json() == {"version": 3}
    draft.refresh_from_db()
    assert (draft.body, draft.revisions.count()) == ("By card, now.", 1)


def test_who_types_over_a_colleague_is_told_and_nothing_is_overwritten(omar, draft, lead):
    save_draft(draft, actor=lead, title=draft.title, body="By bank.", version=1)
    answer = omar.post(address(draft, "save/"), words(draft, body="In cash."))
    assert (answer.status_code, answer.json()["code"]) == (409, "edited_meanwhile")
    draft.refresh_from_db()
    assert draft.body == "By bank."


def test_after_a_conflict_both_texts_are_shown_and_saving_again_is_a_decision(omar, draft, lead):
    save_draft(draft, actor=lead, title=draft.title, body="By bank.", version=1)
    answer = omar.post(address(draft), words(draft, body="In cash."))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "saved this article while you were writing" in page
    assert "In cash." in page and "By bank." in page
    assert '<input type="hidden" name="version" value="2"' in page
    assert omar.post(address(draft), words(draft, body="In cash.", version=2)).status_code == 302
    draft.refresh_from_db()
    assert draft.body == "In cash."


def test_a_lead_publishes_what_is_on_the_screen(lena, draft):
    lena.post(address(draft), words(draft, "publish", body="By bank."))
    draft.refresh_from_db()
    assert (draft.status, draft.published.body) == (ArticleStatus.PUBLISHED, "By bank.")


def test_an_agent_asks_for_a_review_and_what_is_refused_is_not_saved_either(omar, draft):
    refused = omar.post(address(draft), words(draft, "publish", body="By bank."))
    draft.refresh_from_db()
    assert (refused.status_code, draft.body, draft.status) == (403, "By card.", ArticleStatus.DRAFT)
    assert "By bank." in refused.content.decode()
    omar.post(address(draft), words(draft, "submit"))
    draft.refresh_from_db()
    assert draft.status == ArticleStatus.REVIEW


def test_publishing_is_planned_and_taken_back(lena, draft):
    moment = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    lena.post(address(draft), words(draft, "schedule", publish_at=moment))
    draft.refresh_from_db()
    assert draft.publish_at is not None
    lena.post(address(draft), words(draft, "unschedule"))
    draft.refresh_from_db()
    assert draft.publish_at is None


def test_a_plan_needs_a_time(lena, draft):
    response = lena.post(address(draft), words(draft, "schedule"))
    assert response.status_code == 400
    assert "Choose the day and the time" in response.content.decode()


def test_what_is_archived_comes_back_as_a_draft(lena, article):
    lena.post(address(article), words(article, "archive"))
    article.refresh_from_db()
    assert article.status == ArticleStatus.ARCHIVED
    lena.post(address(article), words(article, "unarchive"))
    article.refresh_from_db()
    assert article.status == ArticleStatus.DRAFT


def test_a_post_that_names_no_version_saves_nothing_and_keeps_the_words(omar, draft):
    response = omar.post(address(draft), {"title": "x", "body": "Lost?"})
    assert response.status_code == 422
    assert "Lost?" in response.content.decode()


def test_properties_are_saved_as_they_are_changed(lena, agent, article):
    given = {
        "place": article.article.category_id,
        "visibility": "internal",
        "owner": agent.pk,
        "tags": "Money, back, money",
    }
    answer = lena.post(f"/desk/articles/{article.article_id}/properties/", given, headers=HTMX)
    assert "Saved." in answer["HX-Trigger"]
    changed = Article.objects.get(pk=article.article_id)
    assert (changed.visibility, changed.owner, changed.tags) == ("internal", agent, ["money", "back"])


def test_of_what_was_published_an_agent_changes_no_properties(omar, article, category):
    answer = omar.post(
        f"/desk/articles/{article.article_id}/properties/",
        {"place": category.pk, "visibility": "internal"},
        headers=HTMX,
    )
    assert answer.status_code == 403
    assert Article.objects.get(pk=article.article_id).visibility == "public"


def test_a_new_address_keeps_the_old_one(lena, client, article):
    lena.post(address(article, "address/"), {"slug": "Money back"})
    assert client.get("/help/en/articles/refunds/").url == "/help/en/articles/money-back/"


def test_an_address_that_another_article_has_is_said_to_be_taken(lena, article, category):
    other = add_article(actor=None, title="Gift cards", body="Buy one.", category=category, language="en")
    page = lena.post(address(other, "address/"), {"slug": "Refunds"}, follow=True).content.decode()
    assert "Another article has the address “refunds”, so this one has “refunds-2”." in page


def test_it_is_found_true_for_as_long_as_somebody_says(lena, article):
    lena.post(f"/desk/articles/{article.article_id}/verify/", {"days": "30"})
    found = Article.objects.get(pk=article.article_id)
    assert found.review_due_at - found.verified_at == timedelta(days=30)


def test_a_translation_stands_beside_its_source_and_says_when_that_has_changed(lena, lead, article):
    begun = lena.post(f"/desk/articles/{article.article_id}/translate/", {"language": "de"})
    german = Translation.objects.get(language="de")
    assert begun.url == address(german)
    assert "In a week." in lena.get(address(german)).content.decode()
    save_draft(article, actor=lead, title="Refunds", body="In two weeks.", version=1)
    publish(article, actor=lead)
    page = lena.get(address(german)).content.decode()
    assert "The English text has changed since this was translated." in page and "What changed in it" in page
    lena.post(address(german, "translated/"))
    assert "has changed since" not in lena.get(address(german)).content.decode()


def test_the_same_language_is_not_begun_twice(lena, article):
    add_translation(article.article, actor=None, language="de", title="Da", body="x")
    lena.post(f"/desk/articles/{article.article_id}/translate/", {"language": "de"})
    assert article.article.translations.count() == 2


@pytest.mark.parametrize("language", ["xx", ""])
def test_only_languages_of_the_site_are_begun(lena, article, language):
    lena.post(f"/desk/articles/{article.article_id}/translate/", {"language": language})
    assert article.article.translations.count() == 1


def test_a_picture_is_taken_in_and_shown_to_readers_of_its_article(omar, client, draft, lead):
    answer = omar.post(
        f"/desk/articles/{draft.article_id}/pictures/", {"file": SimpleUploadedFile("a b(1).png", PNG, "image/png")}
    )
    url = answer.json()["url"]
    assert " " not in url and "(" not in url
    assert client.get(url).status_code == 404
    publish(draft, actor=lead)
    shown = client.get(url)
    assert (shown.status_code, shown["Content-Type"], b"".join(shown.streaming_content)) == (200, "image/png", PNG)
    there, gone = f"![a]({url})", f"![b]({url.replace(url.split('/')[3], str(uuid4()))})"
    preview = omar.post("/desk/articles/preview/", {"body": f"{there} ![c](img/c%20d.png) {gone}"})
    assert preview.context["unshown"] == ["img/c d.png", gone[5:-1]]
    assert "The picture img/c d.png is not there" in preview.content.decode()


def test_what_is_no_picture_is_refused_with_a_sentence(omar, draft):
    file = SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
    answer = omar.post(f"/desk/articles/{draft.article_id}/pictures/", {"file": file})
    assert answer.status_code == 400
    assert "is no picture" in answer.json()["detail"]
    assert not Picture.objects.exists()


def test_history_shows_what_a_revision_changed_and_brings_it_back(lena, lead, article):
    save_draft(article, actor=lead, title="Refunds", body="In two weeks.", version=1)
    page = lena.get(address(article, "history/")).content.decode()
    assert "<del>a</del>" in page or "<del>week</del>" in page or "In a week." in page
    lena.post(address(article, "restore/"), {"revision": "1", "version": "2"})
    article.refresh_from_db()
    assert article.body == "In a week."
    assert "brought back what revision 1 says" in lena.get(address(article, "history/")).content.decode()


def test_bringing_back_from_a_stale_page_overwrites_nothing(lena, lead, article):
    save_draft(article, actor=lead, title="Refunds", body="In two weeks.", version=1)
    lena.post(address(article, "restore/"), {"revision": "1", "version": "1"})
    article.refresh_from_db()
    assert article.body == "In two weeks."


def test_what_was_submitted_stands_in_the_history(omar, agent, draft):
    submit(draft, actor=agent)
    assert "Omar Haddad asked for a review" in omar.get(address(draft, "history/")).content.decode()


def test_an_article_without_a_language_leads_to_one_that_it_has(omar, draft):
    assert omar.get(f"/desk/articles/{draft.article_id}/").url == address(draft)
    assert omar.get("/desk/articles/999999999999999999999/").status_code == 404
    assert omar.get(f"/desk/articles/{draft.article_id}/de/").status_code == 404


def test_the_desk_leads_to_the_articles(omar, db):
    assert reverse("articles:articles") in omar.get("/desk/views/open/").content.decode()
