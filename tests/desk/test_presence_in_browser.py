"""Who else is on a ticket, as two colleagues see it of each other in two browsers."""

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import session_of
from tests.factories import TeamFactory, make_ticket
from tickets.actions import assign_team

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def beas_page(chromium, web_url, agent_l2):
    """A page in another browser, Bea's."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC")
    context.add_cookies([{"name": "sessionid", "value": session_of(agent_l2), "url": web_url}])
    yield context.new_page()
    context.close()


def test_two_colleagues_see_each_other_look_and_write(page, at_the_desk, beas_page, web_url, agent, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    line = page.locator("#presence")
    expect(line).to_have_text("")

    beas_page.goto(f"{web_url}/desk/tickets/{ticket.number}/")
    expect(line).to_contain_text("Bea Novak is viewing")
    expect(beas_page.locator("#presence")).to_contain_text("Omar Haddad is viewing")

    beas_page.get_by_role("textbox", name="Reply").click()
    beas_page.keyboard.type("Dear Ann")
    expect(line).to_contain_text("Bea Novak is writing a reply")
    beside_send = page.locator("#composer-public [data-colleague-writes]")
    expect(beside_send).to_be_hidden()
    page.get_by_role("textbox", name="Reply").click()
    page.keyboard.type("Hello")
    expect(beside_send).to_contain_text("Bea Novak is writing a reply")

    beas_page.close()
    expect(line).to_have_text("")
    expect(beside_send).to_be_hidden()


def test_a_note_is_told_apart_from_a_reply(page, at_the_desk, beas_page, web_url, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    beas_page.goto(f"{web_url}/desk/tickets/{ticket.number}/")
    expect(beas_page.locator("#presence")).to_contain_text("Omar Haddad is viewing")
    beas_page.get_by_role("button", name="Internal note").click()
    beas_page.keyboard.type("Psst")

    expect(page.locator("#presence")).to_contain_text("Bea Novak is writing a note")


def test_the_list_shows_who_is_where_and_keeps_it_when_it_is_refreshed(
    page, at_the_desk, beas_page, web_url, agent, ticket
):
    at_the_desk("views/unassigned/")
    row = page.locator(f"#ticket-{ticket.number}")
    expect(row.locator(".present")).to_have_count(0)

    beas_page.goto(f"{web_url}/desk/tickets/{ticket.number}/")
    expect(row.locator(".present")).to_contain_text("Viewing: Bea Novak")
    make_ticket(subject="Smoke in the cellar")
    page.get_by_text("Smoke in the cellar").wait_for()
    expect(row.locator(".present")).to_contain_text("Viewing: Bea Novak")
    beas_page.get_by_role("textbox", name="Reply").click()
    beas_page.keyboard.type("Dear Ann")
    expect(row.locator(".present")).to_contain_text("Writing: Bea Novak")

    row.locator(".present").click()
    page.wait_for_url(f"**/desk/tickets/{ticket.number}/")
    expect(beas_page.locator("#presence")).to_contain_text("Omar Haddad is viewing")


def test_another_tab_of_the_list_knows_at_once_who_is_where(page, at_the_desk, beas_page, web_url, ticket):
    beas_page.goto(f"{web_url}/desk/tickets/{ticket.number}/")
    at_the_desk("views/unassigned/")
    expect(page.locator(".present")).to_contain_text("Bea Novak")

    second = page.context.new_page()
    second.goto(f"{web_url}/desk/views/unassigned/")

    expect(second.locator(".present")).to_contain_text("Bea Novak")


def test_a_ticket_that_becomes_private_takes_who_is_on_it_out_of_sight(
    page, at_the_desk, beas_page, web_url, agent_l2, admin, ticket
):
    secret = TeamFactory(name="Legal", is_private=True)
    secret.members.add(agent_l2)
    at_the_desk("views/unassigned/")
    beas_page.goto(f"{web_url}/desk/tickets/{ticket.number}/")
    expect(page.locator(".present")).to_contain_text("Bea Novak")

    assign_team(ticket, actor=admin, team=secret)

    expect(page.locator(".present")).to_have_count(0)
