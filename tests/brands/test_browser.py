"""An admin makes a second brand; a customer at its address sees it, and their request carries it."""

import pytest
from playwright.sync_api import expect

from accounts.models import Brand
from tests.accessible import obstacles
from tests.accounts.test_sign_in import newest_code
from tests.brands.conftest import PIXEL
from tests.desk.conftest import session_of
from tests.plugins.browser import wait_for_behaviors
from tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox")]


def test_a_second_brand_from_its_making_to_its_first_request(page, browser_context, web_url, admin):
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(admin), "url": web_url}])
    page.goto(f"{web_url}/settings/brands/new/")
    page.get_by_label("Name", exact=True).fill("Northwind")
    page.get_by_label("Address", exact=False).first.fill("north.localhost")
    page.get_by_label("Logo").first.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": PIXEL})
    page.get_by_label("Welcome line (English)").fill("Hello from the north")
    page.get_by_label("Colour", exact=False).first.fill("#ffee55")
    expect(page.get_by_text("The nearest colour that works is")).to_be_visible()
    page.get_by_label("Colour", exact=False).first.fill("#8a1c4a")
    expect(page.get_by_text("The nearest colour that works is")).to_have_count(0)
    page.get_by_label("support@example.com").check()
    assert obstacles(page) == []
    page.get_by_role("button", name="Add brand").click()
    expect(page.get_by_role("link", name="Northwind", exact=True)).to_be_visible()
    brand = Brand.objects.get(name="Northwind")

    page.goto(web_url.replace("127.0.0.1", "north.localhost").replace("//localhost", "//north.localhost"))
    expect(page.get_by_role("heading", name="Hello from the north")).to_be_visible()
    expect(page).to_have_title("How can we help? · Northwind")
    expect(page.get_by_role("link", name="Ask a question")).to_have_css("background-color", "rgb(138, 28, 74)")
    expect(page.get_by_role("link", name="Northwind").locator("img")).to_have_js_property("naturalWidth", 1)
    page.get_by_role("link", name="Ask a question").click()
    expect(page.get_by_label("Your email address")).to_be_visible()
    wait_for_behaviors(page)
    page.get_by_label("Your email address").fill("ann@example.net")
    page.get_by_label("What is it about?").fill("The parcel is late")
    page.get_by_label("What happened?").fill("It should have been here on Monday.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("The code from our mail").fill(newest_code())  # six digits send themselves
    expect(page.get_by_role("heading", name="The parcel is late")).to_be_visible()
    assert Ticket.objects.get().brand_id == brand.pk
