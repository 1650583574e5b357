"""Concessions, the identity check and news in two browsers: what one does the other sees, by keyboard, for everybody."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from tests.desk.conftest import session_of
from tests.desk.test_browser import live
from tests.factories import make_macro
from tests.tickets.test_identity import mailed_code
from tickets.actions import announce, grant_concession, set_concession_limit, set_priority
from tickets.identity import token_for
from tickets.models import Concession, IdentityCode, Priority
from tickets.models.announcement import AnnouncementKind
from tickets.models.concession import ConcessionKind, ConcessionState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox")]


@pytest.fixture
def limits(admin) -> None:
    set_concession_limit(actor=admin, role=Role.AGENT, currency="EUR", most=Decimal(50))
    set_concession_limit(actor=admin, role=Role.LEAD, currency="EUR", most=Decimal(200))


@pytest.fixture
def leads_page(chromium, web_url, lead):
    """The lead's browser."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC")
    context.add_cookies([{"name": "sessionid", "value": session_of(lead), "url": web_url}])
    yield context.new_page()
    context.close()


def test_an_agent_asks_a_lead_declines_and_both_see_it(page, at_the_desk, leads_page, web_url, ticket, limits):
    leads_page.goto(f"{web_url}/desk/concessions/")
    live(leads_page)
    expect(leads_page.get_by_text("Nothing waits for you")).to_be_visible()

    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.get_by_label("More", exact=True).click()
    page.get_by_role("link", name="Concession…").click()
    page.get_by_label("Amount").fill("60")
    page.get_by_label("Why").fill("It came late.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("waits for approval")
    expect(page.locator("#side .concession")).to_contain_text("60.00 EUR")

    row = leads_page.locator(".concession", has_text="It came late.")
    row.get_by_text("Decline…").click()
    row.get_by_label("Why not?").fill("They had one last month.")
    leads_page.keyboard.press("Control+Enter")
    expect(leads_page.get_by_text("Nothing waits for you")).to_be_visible()
    expect(page.locator("#side .concession")).to_contain_text("They had one last month.")
    assert Concession.objects.get().state == ConcessionState.DECLINED


def test_a_customer_is_checked_by_the_code_they_read_out(page, at_the_desk, lead, ticket):
    at_the_desk(f"tickets/{ticket.number}/identity/")
    page.get_by_role("button", name="Send a code").click()
    live(page)
    field, code = page.get_by_label("The six digits"), mailed_code()
    expect(field).to_be_focused()
    page.keyboard.type(code[:3])
    # Meanwhile something happens on the ticket, and the page shows it.
    set_priority(ticket, actor=lead, priority=Priority.HIGH)
    ticket.refresh_from_db()
    expect(page.locator("#identity")).to_have_attribute("data-live-seq", str(ticket.event_seq))
    expect(field).to_be_focused()
    expect(field).to_have_value(code[:3])
    page.keyboard.type(code[3:])
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ann Lee is verified until")).to_be_visible()
    page.get_by_role("link", name="Back to the ticket").click()
    expect(page.locator("#side")).to_contain_text("Verified until")


def test_or_by_the_link_while_the_agent_looks_on(page, at_the_desk, leads_page, web_url, ticket):
    at_the_desk(f"tickets/{ticket.number}/identity/")
    page.get_by_role("button", name="Send a code").click()
    live(page)
    expect(page.get_by_label("The six digits")).to_be_visible()
    leads_page.goto(f"{web_url}/identity/{token_for(IdentityCode.objects.get())}/")
    leads_page.get_by_role("button", name="Yes, it is me").click()
    expect(leads_page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.get_by_text("Ann Lee is verified until")).to_be_visible()


def test_an_announcement_comes_by_itself_says_what_to_say_and_goes(page, at_the_desk, ticket, lead):
    macro = make_macro(html="<p>We know about it and work on it.</p>")
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    banner = page.locator(".news-banner")
    expect(banner).to_have_count(0)

    announce(actor=lead, kind=AnnouncementKind.ANNOUNCEMENT, html="<p>Mail is down.</p>", macro=macro)
    expect(banner).to_contain_text("Mail is down.")
    expect(page.locator("#views [href='/desk/news/'] .count")).to_have_text("1")
    banner.get_by_role("button", name="Say this").click()
    expect(page.locator("#composer-public .editor__surface")).to_have_text("We know about it and work on it.")
    banner.get_by_role("button", name="Got it").click()
    expect(banner).to_have_count(0)
    expect(page.locator("#views [href='/desk/news/'] .count")).to_have_count(0)


@pytest.fixture
def everything(ticket, agent, lead, limits) -> None:
    for amount in ("60", "5"):
        grant_concession(
            ticket, actor=agent, kind=ConcessionKind.REFUND, amount=Decimal(amount), currency="EUR", reason="x " * 200
        )
    for kind in AnnouncementKind:
        announce(actor=lead, kind=kind, html=f"<p>{'Verylongword' * 20}</p>")


PAGES = ("concessions/?state=all", "news/", "news/new/?kind=announcement")
ON_TICKET = ("", "concession/", "identity/")


def test_a_phone_needs_no_scrolling_sideways(page, browser_context, web_url, ticket, admin, everything):
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(admin), "url": web_url}])
    page.set_viewport_size({"width": 360, "height": 780})
    for path in (*PAGES, *(f"tickets/{ticket.number}/{part}" for part in ON_TICKET)):
        page.goto(f"{web_url}/desk/{path}")
        expect(page.locator(".news-banner")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 360, path
