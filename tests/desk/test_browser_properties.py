"""What belongs to a ticket and what is asked about it, as an agent does it in the browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.accessible import obstacles
from tests.desk.test_browser import live
from tests.factories import make_form, make_ticket
from tickets.actions import link, set_form
from tickets.models import Link, LinkKind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_form_is_chosen_by_its_first_letter_filled_in_by_keyboard_and_the_ticket_solved(at_the_desk, page, ticket):
    make_form("Account", note="text")
    make_form(
        "Billing",
        amount={"kind": "number", "required_on_solve": True},
        outcome={"kind": "choice", "options": ["Refund", "None"], "required_on_solve": True},
        area={"kind": "tree", "options": [{"name": "Mobile", "options": [{"name": "iPhone"}, {"name": "Tablet"}]}]},
        why={"kind": "text", "shown_while": "outcome", "values": ["Refund"]},
    )
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("#fields summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Account", exact=True)).to_be_focused()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Amount")).to_be_visible()

    page.locator("body").press("e")
    amount = page.get_by_label("Amount")
    expect(amount).to_be_focused()
    expect(page.locator(".toasts")).to_contain_text("fill in: Amount, Outcome")
    amount.fill("much")
    page.keyboard.press("Tab")
    expect(page.get_by_text("write a number")).to_be_visible()
    expect(amount).to_have_value("much")
    expect(page.get_by_label("Outcome")).to_be_focused()
    amount.fill("12.5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("write a number")).to_have_count(0)

    page.get_by_label("Outcome").select_option("Refund")
    expect(page.get_by_label("Why")).to_be_visible()
    page.get_by_label("Outcome").select_option("None")
    expect(page.get_by_label("Why")).to_have_count(0)

    page.locator("#answer-area").press("Enter")
    page.get_by_label("Search Area").fill("tab")
    tablet = page.locator("#paths-area button", has_text="Tablet")
    expect(tablet).to_be_visible()  # the list has come
    expect(page.locator("#paths-area button", has_text="iPhone")).to_have_count(0)  # and what the words leave of it
    expect(tablet).to_have_attribute("data-marked", "")
    page.keyboard.press("Enter")
    expect(page.locator("#answer-area")).to_have_text("Mobile › Tablet")

    page.get_by_role("button", name="Solve", exact=True).click()
    expect(page.locator("#ticket-head .badge, #ticket-head .status").first).to_contain_text("Solved")


def test_everybody_can_use_links_and_forms(at_the_desk, page, agent, ticket):
    form = make_form(
        amount={"kind": "number", "required_on_solve": True, "help": "In euros."},
        outcome={"kind": "choice", "options": ["Refund"]},
        area={"kind": "tree", "options": [{"name": "Mobile"}]},
        reproduced="checkbox",
        paid_on="date",
    )
    set_form(ticket, actor=agent, form=form)
    link(make_ticket(subject="A part of it"), actor=agent, other=ticket, kind=LinkKind.CHILD)
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.get_by_label("Amount").fill("much")
    page.keyboard.press("Tab")
    expect(page.get_by_text("write a number")).to_be_visible()
    page.locator("#links summary", has_text="Link a ticket").click()
    expect(page.get_by_label("Which ticket")).to_be_visible()
    assert obstacles(page) == []

    page.set_viewport_size({"width": 360, "height": 780})
    at_the_desk(f"tickets/{ticket.number}/#side")
    expect(page.locator("#links")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_child_is_linked_removed_and_brought_back(at_the_desk, page, ticket):
    child = make_ticket(subject="A part of it")
    at_the_desk(f"tickets/{ticket.number}/")

    page.locator("#links summary", has_text="Link a ticket").click()
    page.get_by_label("This ticket", exact=True).select_option(label="is the parent of")
    expect(page.get_by_label("When the parent may be solved")).to_be_visible()
    page.get_by_label("Which ticket").fill(str(child.number))
    page.locator("#link-candidates").get_by_role("button", name="A part of it").click()
    links = page.locator("#links")
    expect(links).to_contain_text("0 of 1 solved")
    expect(page.get_by_label("Which ticket")).not_to_be_visible()

    links.get_by_text(re.compile("About the link")).or_(links.get_by_label(re.compile("About the link"))).first.click()
    page.get_by_role("button", name="Remove the link").click()
    expect(links.locator(".linked")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(links.locator(".linked")).to_contain_text("A part of it")
    assert Link.objects.get().kind == LinkKind.CHILD
