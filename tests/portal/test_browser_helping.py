"""Two jobs as whole, each moving the deflection figure: who cannot log in helps themselves, an editor writes what was missing."""

import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from knowledgebase.deflection import Deflection, deflection_between
from knowledgebase.importing import import_folder
from knowledgebase.indexing import index_changed
from tests.desk.conftest import session_of
from tests.desk.test_browser import live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACCOUNT = Path(settings.BASE_DIR) / "demo" / "articles" / "account"


def today() -> Deflection:
    now = timezone.now()
    return deflection_between(now - datetime.timedelta(hours=1), now + datetime.timedelta(hours=1))


def test_who_cannot_log_in_finds_the_answer_in_one_search(page, web_url, db):
    import_folder(ACCOUNT)
    index_changed()
    page.goto(f"{web_url}/help/en/")
    page.get_by_role("searchbox").fill("it wont let me in, forgot what i chose")
    page.keyboard.press("Enter")
    first = page.locator(".help__found li").first
    expect(first).to_contain_text("password")
    first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("password")
    page.get_by_role("button", name="Yes").click()
    page.wait_for_url("**thanks=yes**")
    assert today() == Deflection(solved=1, ended=1, silent=0)


def test_an_editor_writes_what_was_missing_and_the_next_reader_needs_nobody(page, browser_context, web_url, lead):
    import_folder(ACCOUNT)
    index_changed()
    page.goto(f"{web_url}/help/en/search/?q=do+you+have+gift+cards")
    expect(page.get_by_text("We may have no article about this")).to_be_visible()

    browser_context.add_cookies([{"name": "sessionid", "value": session_of(lead), "url": web_url}])
    page.goto(f"{web_url}/desk/articles/")
    page.get_by_role("link", name="What to write").click()
    expect(page.locator(".gaps__what").first).to_contain_text("do you have gift cards")
    page.get_by_role("link", name="Write it").first.click()
    live(page)
    page.get_by_label("Title").fill("Gift cards")
    page.get_by_role("button", name="Write it").click()
    live(page)
    page.get_by_role("textbox", name="Words").fill("Yes: from 10 to 200 euros, sent by mail.")
    expect(page.locator("#save-state")).to_have_text("Saved")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Published")

    index_changed()
    browser_context.clear_cookies()
    page.goto(f"{web_url}/help/en/search/?q=do+you+have+gift+cards")
    page.get_by_role("link", name="Gift cards").click()
    expect(page.get_by_text("from 10 to 200 euros")).to_be_visible()
    page.get_by_role("button", name="Yes").click()
    page.wait_for_url("**thanks=yes**")
    assert (today().solved, today().ended) == (1, 1)
