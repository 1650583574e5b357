"""An admin's first job in a real browser, and every page of the settings for everybody."""

import re

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import session_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox")]


@pytest.fixture
def admins_page(page, browser_context, web_url, admin):
    """Ada's browser, in the settings."""
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(admin), "url": web_url}])
    page.goto(f"{web_url}/settings/")
    return page


def test_a_fresh_admin_makes_a_team_invites_and_takes_one_change_back(admins_page, chromium, web_url):
    page = admins_page
    page.get_by_role("searchbox", name="Where do I change").fill("group of people")
    expect(page.get_by_text("No setting of these words")).to_be_visible()
    page.get_by_role("searchbox", name="Where do I change").fill("queue")
    page.locator(".settings-card", has_text="Teams").click()
    page.get_by_role("link", name="New team").first.click()
    page.get_by_label("Name", exact=True).fill("Night shift")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("Saved.")

    page.get_by_role("link", name="Agents").click()
    page.get_by_role("link", name="Invite a colleague").click()
    page.get_by_label("Address").fill("nele@example.com")
    page.get_by_label("Name", exact=True).fill("Nele New")
    page.get_by_label("Night shift").check()
    page.get_by_role("button", name="Send invitation").click()
    expect(page.locator(".toast")).to_contain_text("no mail leaves yet: give the link to Nele New yourself")
    follow_invitation(chromium, page.get_by_label("Link of the invitation").input_value())

    page.get_by_role("link", name="Tags").click()
    page.get_by_role("link", name="New tag").first.click()
    page.get_by_label("Name").fill("Refund")
    page.get_by_role("button", name="Add tag").click()
    expect(page.get_by_role("link", name="refund", exact=True)).to_be_visible()

    page.get_by_role("link", name="What was changed").click()
    entry = page.locator(".history__entry", has_text="Tag “refund” added")
    expect(entry).to_contain_text("Ada Min")
    entry.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Taken back")
    page.get_by_role("link", name="Tags").click()
    expect(page.get_by_text("No tags yet")).to_be_visible()


def test_what_is_unsaved_is_asked_about(admins_page, web_url):
    page = admins_page
    page.goto(f"{web_url}/settings/teams/new/")
    page.get_by_label("Name", exact=True).fill("Night shift")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.get_by_role("link", name="Cancel").click(no_wait_after=True)

    expect(page.get_by_label("Name", exact=True)).to_have_value("Night shift")
    page.wait_for_function("document.title !== ''")
    assert asked == ["beforeunload"]


def follow_invitation(chromium, text: str) -> None:
    """As the colleague, in a browser of their own."""
    found = re.search(r"https?://\S+/invitation/\S+", text)
    assert found is not None, text
    context = chromium.new_context(locale="en-GB", timezone_id="UTC")
    try:
        theirs = context.new_page()
        theirs.goto(found[0])
        theirs.get_by_label("New password").fill("correct horse battery")
        theirs.get_by_label("Once more").fill("correct horse battery")
        theirs.get_by_role("button", name="Save and go to the desk").click()
        expect(theirs.get_by_text("Nele New").first).to_be_visible()
    finally:
        context.close()
