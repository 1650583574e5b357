"""Passing a ticket on to the next level and back, in two browsers, by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import session_of
from tests.desk.test_browser import live
from tickets.actions import assign, assign_team
from tickets.models import EscalationReason, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox")]


@pytest.fixture
def beas_page(chromium, web_url, agent_l2):
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "sessionid", "value": session_of(agent_l2), "url": web_url}])
    yield context.new_page()
    context.close()


def test_a_ticket_goes_up_and_comes_back_with_an_answer(
    at_the_desk, page, beas_page, web_url, ticket, agent, agent_l2, first_line, specialists
):
    assign_team(ticket, actor=agent, team=first_line)
    assign(ticket, actor=agent, assignee=agent)
    EscalationReason.objects.create(name="Too hard")
    at_the_desk(f"tickets/{ticket.pk}/")
    live(page)

    # The form opens with its first field, and keeps what was written when it is closed.
    page.locator("#conversation").focus()
    page.keyboard.press("E")
    sheet = page.locator("#sheet")
    expect(sheet.get_by_role("radio", name="Specialists")).to_be_focused()
    expect(sheet.get_by_role("radio", name="Specialists")).to_be_checked()
    expect(sheet.get_by_label("What is asked of them")).to_have_value(
        "Ann Lee asks: “It started this morning. What can I do?”"
    )
    sheet.get_by_label("What was tried").fill("Water")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("E")
    expect(sheet.get_by_label("What was tried")).to_have_value("Water")
    sheet.get_by_label("Why", exact=True).select_option("Too hard")
    page.keyboard.press("Control+Enter")

    hand_over = page.locator(".handover")
    expect(hand_over).to_contain_text("Waits for Specialists to accept it")
    expect(hand_over.get_by_role("button", name="Accept")).to_have_count(0)

    beas_page.goto(f"{web_url}/desk/tickets/{ticket.pk}/")
    live(beas_page)
    theirs = beas_page.locator(".handover")
    expect(theirs.get_by_text("Water", exact=True)).to_be_in_viewport()
    theirs.get_by_role("button", name="Accept").click()
    expect(hand_over).not_to_contain_text("Waits for")  # Omar's page hears of it
    expect(theirs).to_contain_text("Bea Novak accepted it")
    theirs.evaluate("element => { element.open = true; }")
    theirs.locator("summary", has_text="Hand back").click()
    expect(theirs.get_by_label("Your answer for those who asked")).to_be_focused()
    beas_page.keyboard.type("Sand, from the left.")
    beas_page.keyboard.press("Control+Enter")

    # Taken back by its key, its words stand ready for the next time.
    expect(beas_page.locator(".toast", has_text="Handed back").locator("[data-key=Z]")).to_be_visible()
    expect(hand_over).to_contain_text("Sand, from the left.")  # Omar's page hears of it
    beas_page.locator("#conversation").focus()
    beas_page.keyboard.press("Shift+Z")
    expect(theirs).to_contain_text("Bea Novak accepted it")
    expect(hand_over).not_to_contain_text("Sand, from the left.")
    theirs.evaluate("element => { element.open = true; }")
    theirs.locator("summary", has_text="Hand back").click()
    again = theirs.get_by_label("Your answer for those who asked")
    expect(again).to_have_value("Sand, from the left.")
    expect(again).to_be_focused()  # a moment after the unfolding: a key before it would be the summary's
    beas_page.keyboard.press("Control+Enter")

    expect(hand_over).to_contain_text("Sand, from the left.")
    expect(page.locator("#properties")).to_contain_text("Omar Haddad")
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.level, ticket.team, ticket.assignee) == (1, first_line, agent)
