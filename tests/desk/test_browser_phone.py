"""The desk in a hand: a phone's browser, with fingers."""

import pytest
from playwright.sync_api import expect

from knowledgebase.actions import add_article, add_category, publish
from knowledgebase.indexing import index_changed
from tests.desk.conftest import session_of
from tests.desk.test_browser import live
from tests.factories import make_ticket
from tests.sla.making import make_policy
from tickets.actions import assign
from tickets.models import Priority

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(chromium, web_url, agent):
    """Omar's phone, at the desk."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="en-GB"
    )
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "sessionid", "value": session_of(agent), "url": web_url}])
    yield context.new_page()
    context.close()


def rest(phone, row, y_end: int = 0) -> None:
    """A finger put on a row and left there; with `y_end` it moves on."""
    box = row.bounding_box()
    x, y = box["x"] + 120, box["y"] + box["height"] / 2
    finger = phone.context.new_cdp_session(phone)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    if y_end:
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y + y_end}]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    else:
        expect(row.locator("[data-select]")).to_be_checked()
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_that_rests_chooses_and_one_that_taps_goes_on_choosing(phone, web_url, customer):
    for subject in ("Smoke", "Fire", "Water"):
        make_ticket(requester=customer, subject=subject)
    phone.goto(f"{web_url}/desk/views/unassigned/")
    live(phone)
    rows = phone.locator("[data-row]")

    rest(phone, rows.nth(0), y_end=-60)
    rest(phone, rows.nth(1))
    rows.nth(2).tap()

    expect(phone.locator("[data-select]:checked")).to_have_count(2)
    expect(phone.locator("[data-bar]")).to_contain_text("2 selected")
    assert phone.url.endswith("/desk/views/unassigned/")


def test_keys_reach_the_other_screen_of_a_ticket_and_what_is_inserted_is_seen(phone, web_url, customer, agent):
    article = add_article(
        actor=None,
        title="The printer smokes",
        body="Pull its plug, then wait an hour.",
        category=add_category(actor=None, name="Printers", language="en"),
        language="en",
    )
    publish(article, actor=None)
    index_changed()
    ticket = make_ticket(requester=customer, subject="The printer smokes")
    assign(ticket, actor=agent, assignee=agent)
    phone.goto(f"{web_url}/desk/tickets/{ticket.pk}/")
    live(phone)

    phone.keyboard.press("v")
    expect(phone.locator("[data-insert]").first).to_be_visible()
    assert phone.url.endswith("#side")
    phone.keyboard.press("1")

    expect(phone.locator("#composer-public .editor__surface")).to_contain_text("The printer smokes")
    expect(phone.locator("#composer-public .editor__surface")).to_be_focused()


def test_a_row_says_in_words_what_hurries(phone, web_url, customer):
    make_policy()
    ticket = make_ticket(requester=customer, subject="The printer is on fire " * 5, priority=Priority.URGENT)
    phone.set_viewport_size({"width": 360, "height": 780})
    phone.goto(f"{web_url}/desk/views/open/")
    live(phone)
    row = phone.locator(f"#ticket-{ticket.number}")

    expect(row.get_by_text("Urgent", exact=True)).to_be_visible()
    expect(row.locator(".tickets__due time")).to_be_visible()
    assert row.evaluate("row => row.scrollWidth <= innerWidth && row.clientHeight < 110")


def test_the_bell_is_in_the_bar_and_leads_to_the_news_of_a_ticket(phone, web_url, agent, lead, ticket):
    assign(ticket, actor=lead, assignee=agent)
    phone.goto(f"{web_url}/desk/views/open/")
    live(phone)

    expect(phone.locator(".desk__bar #bell-count")).to_contain_text("1 unread")
    phone.locator(".desk__bar .bell > summary").tap()
    phone.locator("#bell-panel").get_by_text("assigned this to you").tap()

    phone.wait_for_url(f"**/desk/tickets/{ticket.number}/")
