"""Two tickets of one customer become one and two again, by keyboard; and what each page of it is for everybody."""

import pytest
from playwright.sync_api import expect

from tests.accessible import is_cut_on_a_phone, obstacles
from tests.desk.test_browser import live
from tests.factories import make_ticket
from tickets.actions import merge, receive_message
from tickets.content import Body
from tickets.models import Channel, Message, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def other(customer) -> Ticket:
    return make_ticket(requester=customer, subject="Printer again", body=Body.from_text("It still burns."))


@pytest.fixture
def second(ticket, customer) -> Message:
    return receive_message(ticket, actor=customer, body=Body.from_text("And the invoice?"), channel=Channel.EMAIL)


def test_a_merge_by_keyboard_and_its_undoing(page, at_the_desk, mailbox, ticket, other):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.keyboard.press("m")
    expect(page.get_by_label("Find the ticket")).to_be_focused()
    live(page)
    # What is found is chosen without leaving the field, also before the answer has come.
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Printer again")).to_have_attribute("data-marked", "")
    page.keyboard.type(str(other.number))
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"#{ticket.number} is closed and leads to #{other.number}")).to_be_visible()
    expect(page.get_by_role("button", name=f"Merge into #{other.number}")).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/tickets/{other.number}/")
    expect(page.locator(".message")).to_have_count(2)
    expect(page.locator(".toast").get_by_role("button", name="Undo")).to_be_visible()
    expect(page.locator("#conversation").get_by_text(f"merged #{ticket.number} into this")).to_be_visible()

    page.locator("#conversation").get_by_role("button", name="Undo").click()
    page.wait_for_url(f"**/tickets/{ticket.number}/")
    expect(page.locator(".message")).to_have_count(1)
    expect(page.locator(".toast")).to_contain_text("a ticket of its own again")

    # The undoing asks nothing, because it is undone as easily.
    page.locator(".toast").get_by_role("button", name="Undo").click()
    page.wait_for_url(f"**/tickets/{other.number}/")
    expect(page.locator(".message")).to_have_count(2)


def test_a_page_open_on_a_merged_ticket_goes_to_its_survivor(page, at_the_desk, ticket, other, lead):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    merge(ticket, actor=lead, into=other)
    page.wait_for_url(f"**/tickets/{other.number}/")


def test_the_preview_of_a_split_follows_the_choice(page, at_the_desk, mailbox, ticket, second):
    at_the_desk(f"tickets/{ticket.number}/")
    page.locator(f"#message-{second.pk}").get_by_label("More about this message").click()
    page.get_by_role("link", name="Split from here").click()
    choice = page.get_by_role("checkbox")
    expect(choice.last).to_be_checked()
    expect(page.locator("#preview")).to_contain_text("One message becomes a ticket of its own")
    choice.first.check()
    expect(page.locator("#preview")).to_contain_text("That is all there is")
    choice.first.uncheck()
    expect(page.locator("#preview")).to_contain_text("One message becomes a ticket of its own")
    page.get_by_label("Subject of the new ticket").fill("Invoice")
    page.get_by_role("button", name="Split off").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Invoice")


def test_who_is_in_copy_and_who_follows_from_the_side(page, at_the_desk, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    people = page.locator("#participants")
    page.get_by_label("Put somebody in copy").fill("ben@example.net")
    page.keyboard.press("Enter")
    expect(people).to_contain_text("ben")
    expect(page.locator("#composer-public [name=cc]")).to_have_value("ben@example.net")

    page.get_by_role("button", name="Follow", exact=True).click()
    expect(people).to_contain_text("Omar Haddad")
    page.get_by_role("button", name="Stop following").click()
    expect(people).not_to_contain_text("Omar Haddad")


def test_everybody_can_use_the_preview(page, at_the_desk, ticket, other, second):
    for path in (f"merge/?into={other.number}", f"messages/{second.pk}/move/?into={other.number}"):
        at_the_desk(f"tickets/{ticket.number}/{path}")
        live(page)
        assert obstacles(page) == [], path
        assert not is_cut_on_a_phone(page), path
