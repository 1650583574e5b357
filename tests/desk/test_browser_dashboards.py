"""A manager keeps figures at hand, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from metrics.models import Dashboard, ReportMail
from tests.desk.conftest import session_of
from tests.desk.test_browser import live
from tests.factories import make_ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_manager_saves_a_dashboard_opens_its_link_and_schedules_its_mail(page, browser_context, web_url, manager):
    make_ticket()
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(manager), "url": web_url}])
    page.goto(f"{web_url}/metrics/?period=7d")

    page.get_by_role("link", name="Save as dashboard").click()
    expect(page.get_by_label("Name")).to_be_focused()
    live(page)
    page.get_by_label("Name").fill("Mornings")
    page.get_by_role("button", name="Move “Opened and solved” up").click()
    expect(page.get_by_label("Name")).to_have_value("Mornings")
    page.get_by_role("button", name="Save the dashboard").click()

    expect(page.get_by_role("heading", name="Mornings")).to_be_visible()
    found = Dashboard.objects.get()
    assert (found.filters, found.items[-2:]) == ("period=7d", ["flow", "escalation_rate"])
    page.goto(f"{web_url}/metrics/dashboards/{found.pk}/")
    expect(page.get_by_label("Period")).to_have_value("7d")

    page.get_by_role("link", name="Schedule mail").click()
    expect(page.get_by_label("On", exact=True)).to_be_visible()
    page.get_by_label("How often").select_option("daily")
    expect(page.get_by_label("On", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Schedule the mail").click()

    expect(page.get_by_text(re.compile(r"^Every day at 08:00"))).to_be_visible()
    assert ReportMail.objects.get().dashboard == found
