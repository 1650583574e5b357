"""An editor writes, looks at it, publishes it, and a reader finds it."""

import re

import pytest
from playwright.sync_api import expect

from knowledgebase.actions import add_article, add_category
from knowledgebase.indexing import index_changed
from knowledgebase.models import Translation
from tests.desk.conftest import session_of
from tests.desk.test_browser import live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_article_is_written_published_and_found(page, browser_context, web_url, lead):
    add_category(actor=None, name="Shipping", language="en")
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(lead), "url": web_url}])
    page.goto(f"{web_url}/desk/articles/")
    page.get_by_role("link", name="New article").first.click()
    live(page)
    page.get_by_label("Title").fill("Why is my parcel late?")
    page.get_by_role("button", name="Write it").click()
    live(page)
    words = page.get_by_role("textbox", name="Words")
    words.fill("Parcels take three days.\n\n")
    words.press("End")
    page.get_by_role("button", name="Tip").click()
    page.keyboard.type("Look into your mail for the number.")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.locator(".callout--tip")).to_have_text("Look into your mail for the number.")
    expect(page.locator("#save-state")).to_have_text("Saved")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Published")
    assert (
        Translation.objects.get().body == "Parcels take three days.\n\n> [!TIP]\n> Look into your mail for the number."
    )

    index_changed()
    browser_context.clear_cookies()
    page.goto(f"{web_url}/help/en/search/?q=my+parcel+is+late")
    page.get_by_role("link", name="Why is my parcel late?").click()
    expect(page.get_by_text("Parcels take three days.")).to_be_visible()


def test_words_typed_after_a_picture_stand_behind_it_and_a_key_saves_them(
    page, browser_context, web_url, lead, tmp_path
):
    category = add_category(actor=None, name="Shipping", language="en")
    text = add_article(actor=lead, title="Parcels", category=category, language="en")
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(lead), "url": web_url}])
    page.goto(f"{web_url}/desk/articles/{text.article_id}/en/")
    live(page)
    words = page.get_by_role("textbox", name="Words")
    words.fill("Look: ")
    page.locator("[data-markdown-file]").set_input_files(
        {"name": "label.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(16)}
    )
    expect(words).to_have_value(re.compile(r"^Look: !\[label\]\(/help/pictures/.+\)$"))
    words.press_sequentially(" and so on")
    words.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("Saved.")
    assert re.fullmatch(r"Look: !\[label\]\(/help/pictures/.+\) and so on", Translation.objects.get().body)
    assert text.revisions.count() == 2
