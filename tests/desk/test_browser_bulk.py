"""Choosing many tickets and acting on them in a real browser, mostly by keys."""

import re

import pytest
from playwright.sync_api import expect

from tests.accessible import obstacles
from tests.desk.test_browser import live
from tests.factories import make_macro, make_ticket
from tickets.actions import close, set_priority
from tickets.models import Ticket

# A worker, too: on a slow machine it does what a request leaves.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("celery_worker_process"),
]


@pytest.fixture
def tickets(customer) -> list[Ticket]:
    return [make_ticket(requester=customer, subject=f"Printer {number}") for number in range(5)]


def row(page, ticket):
    return page.locator(f"#ticket-{ticket.pk}")


def choose(page, *tickets):
    for ticket in tickets:
        row(page, ticket).get_by_role("checkbox").check()
    expect(page.locator("[data-count]")).to_have_text(f"{len(tickets)} selected")


def test_triage_by_keys_alone(page, at_the_desk, agent, agent_l2, tickets):
    at_the_desk("views/open/?sort=opened")
    live(page)

    body = page.locator("body")
    body.press("j")
    body.press("x")
    expect(page.get_by_role("status").filter(has_text="1 selected")).to_be_attached()
    body.press("Shift+J")
    page.keyboard.press("Shift+J")
    expect(page.locator("[data-count]")).to_have_text("3 selected")
    close(tickets[2], actor=agent)
    expect(row(page, tickets[2])).to_have_count(0)
    expect(page.locator("[data-elsewhere]")).to_have_text("1 of them not on this page")
    page.keyboard.press("a")
    page.get_by_role("button", name="Bea Novak").press("Enter")

    result = page.locator("#bulk-act")
    expect(result).to_contain_text("2 assigned to Bea Novak. 1 not changed:")
    expect(result.get_by_role("link", name=f"#{tickets[2].pk}")).to_be_visible()
    expect(row(page, tickets[4]).get_by_label("Bea Novak")).to_be_visible()
    expect(page.locator("[data-count]")).to_have_text("2 selected")

    page.keyboard.press("Shift+Z")  # as whatever was just done
    expect(result).to_contain_text("2 put back.")
    expect(page.locator("[data-count]")).to_have_text("2 selected")
    assert not Ticket.objects.filter(assignee=agent_l2).exists()


def test_a_range_is_chosen_by_shift_and_survives_refreshing_and_paging(page, at_the_desk, agent, tickets):
    at_the_desk("views/open/?sort=opened")
    live(page)
    row(page, tickets[4]).get_by_role("checkbox").check()
    row(page, tickets[1]).get_by_role("checkbox").click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_have_text("4 selected")

    set_priority(tickets[0], actor=agent, priority=4)
    expect(row(page, tickets[0]).get_by_text("Urgent")).to_be_attached()
    for ticket in tickets[1:]:
        expect(row(page, ticket).get_by_role("checkbox")).to_be_checked()
    page.goto(page.url.replace("sort=opened", "sort=updated"))
    expect(page.locator("[data-count]")).to_have_text("4 selected")
    expect(row(page, tickets[0]).get_by_role("checkbox")).not_to_be_checked()

    page.locator("body").press("Escape")
    expect(page.locator("[data-bar]")).to_be_hidden()
    page.goto(page.url)
    expect(row(page, tickets[1]).get_by_role("checkbox")).not_to_be_checked()


def test_all_of_the_list_beyond_the_page_are_done_by_a_worker(page, at_the_desk, customer):
    for number in range(32):
        make_ticket(requester=customer, subject=f"Printer {number}")
    at_the_desk("views/open/")
    live(page)
    page.get_by_label("Select all on this page").check()
    expect(page.locator("[data-count]")).to_have_text("30 selected")
    page.get_by_role("button", name="Select all in this list").click()
    expect(page.locator("[data-count]")).to_have_text("32 selected")
    expect(page.locator("[data-elsewhere]")).to_have_text("2 of them not on this page")

    page.locator("body").press("p")
    page.get_by_role("button", name="Urgent").click()

    expect(page.locator("#bulk-act")).to_contain_text("32 set to priority Urgent.")
    assert Ticket.objects.filter(priority=4).count() == 32
    page.reload()
    expect(page.locator("#bulk-act")).to_contain_text("32 set to priority Urgent.")
    page.get_by_role("button", name="Close", exact=True).click()
    page.reload()
    expect(page.locator("[data-row]").first).to_be_visible()
    expect(page.locator("#bulk-act")).to_have_count(0)


def test_a_reply_to_many_is_read_before_it_is_sent(page, at_the_desk, mailbox, tickets):
    make_macro(html="<p>Hello {{ requester.first_name }}, thanks.</p>", status="pending")
    at_the_desk("views/open/")
    live(page)
    choose(page, *tickets[:2])
    page.locator("body").press("m")
    page.get_by_role("button", name=re.compile("Thanks")).press("Enter")

    dialog = page.get_by_role("dialog", name="Send this reply to 2 customers?")
    expect(dialog).to_contain_text("Hello Ann, thanks.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-count]")).to_have_text("2 selected")
    page.locator("body").press("m")
    page.get_by_role("button", name=re.compile("Thanks")).press("Enter")
    page.get_by_role("button", name="Send 2 replies").click()

    expect(page.locator("#bulk-act")).to_contain_text("2 replies sent with “Thanks”.")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_no_key_chooses_while_somebody_types(page, at_the_desk, tickets):
    at_the_desk("views/open/")
    live(page)
    page.locator("body").press("j")
    page.get_by_role("combobox", name="Search tickets").click()
    page.keyboard.type("xXjJ")
    expect(page.get_by_role("combobox", name="Search tickets")).to_have_value("xXjJ")
    expect(page.locator("[data-select]:checked")).to_have_count(0)


def test_a_key_held_down_does_it_once_and_caps_lock_is_no_shift(page, at_the_desk, tickets):
    at_the_desk("views/open/?sort=opened")
    live(page)
    chosen = page.get_by_role("row").get_by_role("checkbox", checked=True)

    page.keyboard.press("j")
    for _repeated in range(2):
        page.keyboard.down("x")
    page.keyboard.up("x")
    expect(chosen).to_have_count(1)

    page.evaluate("""() => {
      const capital = { key: "J", code: "KeyJ", modifierCapsLock: true, bubbles: true, cancelable: true };
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", capital));
    }""")
    expect(row(page, tickets[3])).to_have_attribute("aria-current", "true")
    expect(chosen).to_have_count(1)


def test_on_a_phone_a_button_shows_the_boxes(page, at_the_desk, tickets):
    page.set_viewport_size({"width": 360, "height": 780})
    at_the_desk("views/open/")
    live(page)
    box = row(page, tickets[0]).get_by_role("checkbox")
    expect(box).to_be_hidden()
    page.get_by_role("button", name="Select", exact=True).click()
    box.check()
    expect(page.locator("[data-count]")).to_have_text("1 selected")
    page.locator(".bulk-bar summary", has=page.get_by_text("Status")).click()
    page.get_by_role("button", name="Solved").click()
    expect(page.locator("#bulk-act")).to_contain_text("1 solved.")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_everybody_can_use_it(page, at_the_desk, agent, tickets):
    make_macro(html="<p>Hello</p>")
    at_the_desk("views/open/")
    live(page)
    choose(page, *tickets[:2])
    assert obstacles(page) == [], "bar"
    page.locator("body").press("m")
    page.get_by_role("button", name=re.compile("Thanks")).press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert obstacles(page) == [], "question"
    page.keyboard.press("Escape")
    page.locator("body").press("p")
    assert obstacles(page) == [], "menu"
    page.get_by_role("button", name="Urgent").press("Enter")
    expect(page.locator("#bulk-act")).to_contain_text("2 set to priority Urgent.")
    assert obstacles(page) == [], "result"
