"""An emergency in two browsers: a lead declares it, whoever is called sees it on any page and answers, the lead sees that."""

import pytest
from playwright.sync_api import expect

from routing.plans import add_plan
from tests.desk.conftest import session_of
from tests.desk.test_browser import live
from tickets.models import Emergency

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox")]


def test_a_lead_calls_an_agent_who_answers_from_the_list(
    page, at_the_desk, chromium, web_url, ticket, agent, lead, admin
):
    add_plan(actor=admin, name="Outage", steps=[{"person": agent.pk, "how": ["desk"], "minutes": 5}])
    at_the_desk("views/open/")
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC")
    context.add_cookies([{"name": "sessionid", "value": session_of(lead), "url": web_url}])
    leads = context.new_page()
    leads.goto(f"{web_url}/desk/tickets/{ticket.pk}/")
    live(leads)

    leads.get_by_label("More", exact=True).click()
    leads.get_by_role("link", name="Declare an emergency…").click()
    leads.get_by_label("What is wrong?").fill("Nobody can sign in.")
    leads.keyboard.press("Control+Enter")
    expect(leads.get_by_text("Emergency: nobody has answered yet")).to_be_visible()

    strip = page.locator(".emergency-strip")
    expect(strip).to_contain_text("Nobody can sign in.")
    strip.get_by_role("button", name="I am on it").click()
    expect(strip).to_have_count(0)

    expect(leads.get_by_text("Emergency: Omar Haddad is on it")).to_be_visible()
    leads.get_by_text("Stand down…").click()
    leads.get_by_label("How did it end?").fill("A certificate had expired.")
    leads.keyboard.press("Control+Enter")
    expect(leads.get_by_role("heading", name="Emergency: Omar Haddad is on it")).to_have_count(0)
    assert Emergency.objects.get().ended_by == lead
    context.close()
