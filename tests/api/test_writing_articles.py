"""Writing articles over the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from knowledgebase.actions import add_article, add_category, add_section, publish, record_search
from knowledgebase.models import Article, Category, Translation
from tickets.actions import solve

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"


@pytest.fixture
def category(db):
    return add_category(actor=None, name="Billing", language="en")


@pytest.fixture
def draft(category, agent):
    return add_article(actor=agent, title="How to pay", body="By card.", category=category, language="en")


@pytest.fixture
def lead_api(program_of, lead):
    return program_of(lead)


def address(text, part=""):
    return f"{V1}articles/{text.article_id}/texts/{text.language}/{part}"


def test_an_article_is_begun_written_and_published(lead_api, category, lead):
    add_section(category, actor=None, name="Refunds", language="en")
    begun = lead_api.post(
        f"{V1}articles/",
        {"title": "Refunds", "category": "billing", "section": "refunds", "language": "en", "tags": ["money"]},
    )
    assert (begun.status_code, begun["Location"]) == (201, f"{V1}articles/{begun.json()['article']}/texts/en/")
    saved = lead_api.put(
        begun["Location"], {"title": "Refunds", "body": "In a week."}, headers={"If-Match": begun["ETag"]}
    )
    assert (saved.status_code, saved["ETag"]) == (200, '"2"')
    shown = lead_api.post(f"{begun['Location']}publish/", {}, headers={"If-Match": saved["ETag"]})
    assert shown.json()["status"] == "published"
    article = Article.objects.get()
    assert (article.owner, article.section.slug, article.tags) == (lead, "refunds", ["money"])


def test_who_writes_over_a_colleague_is_told(api, draft):
    first = api.put(address(draft), {"title": "How to pay", "body": "By bank."}, headers={"If-Match": '"1"'})
    late = api.put(address(draft), {"title": "How to pay", "body": "In cash."}, headers={"If-Match": '"1"'})
    blind = api.put(address(draft), {"title": "How to pay", "body": "In cash."})
    wrong = api.put(address(draft), {"title": "How to pay", "body": "In cash."}, headers={"If-Match": "W/1"})
    assert [answer.status_code for answer in (first, late, blind, wrong)] == [200, 409, 409, 400]
    assert late.json()["code"] == "edited_meanwhile"
    assert Translation.objects.get().body == "By bank."


def test_an_agent_publishes_nothing(api, draft):
    assert api.post(address(draft, "publish/"), {}).status_code == 403
    assert api.post(address(draft, "submit/")).json()["status"] == "review"


def test_revisions_are_read_and_brought_back(api, draft):
    api.put(address(draft), {"title": "How to pay", "body": "By bank.", "version": 1})
    numbers = [row["number"] for row in api.get(address(draft, "revisions/")).json()["results"]]
    assert numbers == [2, 1]
    assert api.get(address(draft, "revisions/1/")).json()["body"] == "By card."
    assert api.post(address(draft, "revisions/1/restore/"), {}).json()["body"] == "By card."
    told = api.get(f"{V1}articles/{draft.article_id}/changes/").json()["results"]
    assert told[0]["text"] == "Omar Haddad brought back what revision 1 says"


def test_texts_are_listed_by_where_they_stand(api, lead_api, draft, category):
    publish(add_article(actor=None, title="Live", body="x", category=category, language="en"), actor=None)
    rows = api.get(f"{V1}article-texts/", {"state": "draft", "q": "pay", "category": "billing"}).json()["results"]
    assert [row["title"] for row in rows] == ["How to pay"]
    assert api.get(f"{V1}article-texts/", {"category": "nowhere"}).json()["results"] == []


def test_another_language_is_begun_once(api, draft):
    taken = {"language": "de", "title": "Wie bezahlen?"}
    assert api.post(f"{V1}articles/{draft.article_id}/texts/", taken).status_code == 201
    assert api.post(f"{V1}articles/{draft.article_id}/texts/", taken).status_code in (400, 409)


def test_properties_are_set_as_one(lead_api, draft, agent_l2):
    taken = {"category": "billing", "visibility": "internal", "owner": agent_l2.pk, "tags": ["pay"]}
    changed = lead_api.put(f"{V1}articles/{draft.article_id}/", taken).json()
    assert (changed["visibility"], changed["owner"]["id"], changed["tags"]) == ("internal", agent_l2.pk, ["pay"])
    assert lead_api.put(f"{V1}articles/{draft.article_id}/", {**taken, "category": "x"}).status_code == 409
    assert lead_api.put(f"{V1}articles/{draft.article_id}/", {**taken, "section": "x"}).status_code == 409


def test_a_picture_is_uploaded(api, draft):
    file = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n0000", "image/png")
    made = api.post(f"{V1}articles/{draft.article_id}/pictures/", {"file": file}, format="multipart")
    assert (made.status_code, made.json()["url"].rpartition("/")[2]) == (201, "a.png")


def test_categories_are_named_ordered_and_removed(lead_api, category):
    added = lead_api.post(f"{V1}article-categories/", {"name": "Shipping", "language": "en"}).json()
    order = {"order": [added["id"], category.pk]}
    ordered = lead_api.post(f"{V1}article-categories/order/", order).json()["results"]
    assert [row["slug"] for row in ordered] == ["shipping", "billing"]
    named = lead_api.put(f"{V1}article-categories/{category.pk}/", {"names": {"en": "Paying", "de": "Bezahlen"}}).json()
    assert named["names"] == {"en": "Paying", "de": "Bezahlen"}
    assert lead_api.put(f"{V1}article-categories/{category.pk}/", {"names": {"xx": "Paying"}}).status_code == 400
    assert lead_api.delete(f"{V1}article-categories/{added['id']}/").status_code == 204
    assert Category.objects.count() == 1


def test_what_readers_looked_for_in_vain_is_listed_and_closed(api, db):
    record_search(reader="session:1", query="gift card", language="en", found=0)
    (gap,) = api.get(f"{V1}article-gaps/").json()["results"]
    assert (gap["query"], gap["searches"], gap["tickets"]) == ("gift card", 1, [])
    assert gap["article"] is None
    named = {"language": "en", "words": gap["words"]}
    assert api.post(f"{V1}article-gaps/close/", named).status_code == 204
    assert api.get(f"{V1}article-gaps/").json()["results"] == []
    assert api.post(f"{V1}article-gaps/reopen/", named).status_code == 204
    assert len(api.get(f"{V1}article-gaps/").json()["results"]) == 1


def test_an_article_is_begun_for_what_was_looked_for(api, category):
    record_search(reader="session:1", query="gift card", language="en", found=0)
    (gap,) = api.get(f"{V1}article-gaps/").json()["results"]
    begun = {"title": "Vouchers", "category": "billing", "language": "en", "gap": gap["words"]}
    made = api.post(f"{V1}articles/", begun).json()
    (gap,) = api.get(f"{V1}article-gaps/").json()["results"]
    assert gap["article"] == made["article"]


def test_what_is_made_of_a_ticket_answers_a_gap_as_well(api, category, ticket, agent):
    record_search(reader="session:1", query="gift card", language="en", found=0)
    solve(ticket, actor=agent)
    (gap,) = api.get(f"{V1}article-gaps/").json()["results"]
    begun = {"title": "Vouchers", "category": "billing", "language": "en", "gap": gap["words"]}
    made = api.post(f"{V1}tickets/{ticket.number}/articles/", begun).json()
    assert [one["article"] for one in api.get(f"{V1}article-gaps/").json()["results"]] == [made["article"]]
