"""The whole way: a customer asks to be erased, an admin carries it out, and nobody is left to find."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from outbox.models import OutboundEmail
from privacy.erasing import carry_on
from privacy.models import Erasure
from tests.accounts.test_sign_in import newest_code
from tests.desk.conftest import session_of
from tests.factories import make_ticket
from tests.plugins.browser import wait_for_behaviors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox")]


def test_a_customer_asks_to_be_erased_and_an_admin_carries_it_out(page, browser_context, web_url, customer, admin):
    def sign_in(person: User) -> None:
        browser_context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": web_url}])

    ticket = make_ticket(requester=customer)
    sign_in(customer)
    page.goto(f"{web_url}/profile/")
    page.get_by_role("link", name="Erase my data…").click()
    page.get_by_role("button", name="Mail me the code").click()
    expect(page.get_by_role("heading", name="Enter the code")).to_be_visible()
    wait_for_behaviors(page)
    page.get_by_role("textbox").fill(newest_code())  # six digits send themselves
    expect(page.get_by_text("Somebody of ours decides on it")).to_be_visible()

    sign_in(admin)
    page.goto(f"{web_url}/settings/privacy/")
    page.get_by_role("link", name="Ann Lee").click()
    expect(page.get_by_role("heading", name="Erase the data of Ann Lee")).to_be_visible()
    expect(page.get_by_role("row", name="Requests they take part in 1")).to_be_visible()
    wait_for_behaviors(page)
    page.get_by_role("button", name="Erase the data of Ann Lee").click()
    page.get_by_role("dialog").get_by_role("button", name="Erase the data of Ann Lee").click()
    expect(page.get_by_text("Being erased")).to_be_visible()
    OutboundEmail.objects.update(state="sent")
    carry_on(Erasure.objects.get().pk)
    expect(page.get_by_text("This record names nobody.")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Ann Lee")).to_have_count(0)

    page.goto(f"{web_url}/desk/tickets/{ticket.pk}/")
    expect(page.get_by_role("heading", name="[erased]", level=1)).to_be_visible()
