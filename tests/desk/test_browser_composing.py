"""Composing in a real browser: macros by "/", colleagues by "@", a look before sending, undo, and who writes first."""

import pytest
from playwright.sync_api import expect

from mail.models import Mailbox
from tests.accessible import obstacles
from tests.desk.test_browser import live, soon
from tests.factories import make_macro
from tickets.actions import close, receive_message, set_priority
from tickets.content import Body
from tickets.held import send_due
from tickets.models import Channel, Draft, Mention, Message, Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def macro():
    return make_macro(
        name="Ask for a screenshot",
        html="<p>Hi {{ requester.first_name }},</p><p>a screenshot of {{ organization.name }}, please.</p>",
        use="any",
        status="solved",
        add_tags=["details"],
    )


@pytest.fixture
def _with_undo(agent):
    agent.undo_seconds = 20
    agent.save()


def reply_box(page):
    return page.get_by_role("textbox", name="Reply")


@pytest.mark.usefixtures("_with_undo")
def test_a_ticket_is_answered_with_a_macro_looked_at_again_undone_and_sent(
    page, at_the_desk, mailbox, macro, agent, ticket
):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("r")
    expect(reply_box(page)).to_be_focused()
    page.keyboard.type("/screen")
    expect(page.get_by_role("option", name="Ask for a screenshot")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(reply_box(page)).to_contain_text("Hi Ann,")
    expect(reply_box(page)).to_contain_text("[customer's organization?]")
    expect(page.get_by_role("button", name="Send and solve").first).to_be_visible()

    page.keyboard.press("Control+Enter")
    expect(page.locator(".composer [role=alert]")).to_contain_text("still to be filled in: [customer's organization?]")
    # No key goes into the words of what was not sent.
    expect(page.get_by_role("button", name="Send anyway")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".held")).to_contain_text("ann@example.net")
    assert Message.objects.filter(ticket=ticket).count() == 1

    page.get_by_role("button", name="Undo").click()
    expect(reply_box(page)).to_contain_text("Hi Ann,")
    assert not Draft.objects.get().is_held
    # What it was stopped for once is known.
    reply_box(page).click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".held")).to_be_visible()
    # Whoever goes on before it has left presses no keys of the page.
    page.keyboard.type("rea")
    expect(page.get_by_text("Your last answer is on its way.")).to_be_visible()
    expect(page.locator("details.menu[open]")).to_have_count(0)

    Draft.objects.update(send_at="2026-01-01T00:00:00Z")
    assert send_due() == 1
    page.locator(".message--ours").get_by_text("Hi Ann,").wait_for()
    expect(page.locator(".held")).to_have_count(0)
    expect(reply_box(page)).to_have_text("")
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED
    assert [tag.name for tag in ticket.tags.all()] == ["details"]


def test_a_macro_begins_below_what_is_written_already_also_in_a_draft_that_is_opened_again(
    page, at_the_desk, macro, ticket
):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("r")
    expect(reply_box(page)).to_be_focused()
    page.keyboard.type("Thanks for waiting.")
    page.get_by_role("button", name="Macros").click()
    page.get_by_role("option", name="Ask for a screenshot").click()
    expect(reply_box(page).locator("> *").nth(0)).to_have_text("Thanks for waiting.")
    expect(reply_box(page).locator("> *").nth(1)).to_have_text("Hi Ann,")
    expect(page.get_by_text("Draft saved")).to_be_visible()

    page.reload()
    live(page)
    page.get_by_role("button", name="Macros").click()
    page.get_by_role("option", name="Ask for a screenshot").click()
    expect(reply_box(page).get_by_text("Hi Ann,")).to_have_count(2)
    expect(reply_box(page).locator("> *").nth(0)).to_have_text("Thanks for waiting.")


def test_a_slash_or_an_at_inside_words_and_addresses_opens_nothing(page, at_the_desk, macro, agent_l2, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("n")
    expect(page.get_by_role("textbox", name="Internal note")).to_be_focused()
    page.keyboard.type("See https://example.com/ask and/or mail bea@novak.example")
    expect(page.locator("#composer-note [data-picker]")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.type("/ask")
    page.locator(".picker__option").first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("#composer-note [data-picker]")).to_be_hidden()
    expect(page.get_by_role("textbox", name="Internal note")).to_be_focused()
    expect(page.get_by_role("textbox", name="Internal note")).to_contain_text("/ask")


def test_a_question_left_open_takes_no_cursor_from_the_answer(page, at_the_desk, lead, mailbox, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.keyboard.press("q")
    expect(page.get_by_role("combobox", name="Whom")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("Use ")
    set_priority(ticket, actor=lead, priority=4)
    expect(page.locator(".property").get_by_text("Urgent")).to_be_visible()

    page.keyboard.type("sand")

    expect(reply_box(page)).to_have_text("Use sand")


def test_a_colleague_is_named_in_a_note(page, at_the_desk, agent_l2, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("n")
    expect(page.get_by_role("textbox", name="Internal note")).to_be_focused()
    page.keyboard.type("Please look, @nov")
    expect(page.get_by_role("option", name="Bea Novak")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Internal note")).to_contain_text("@Bea Novak")
    page.keyboard.type("soon")
    expect(page.locator("#composer-note [data-picker]")).to_be_hidden()
    page.keyboard.press("Control+Enter")
    page.locator(".message--note").get_by_text("@Bea Novak soon").wait_for()
    assert Mention.objects.get().person == agent_l2


def test_a_line_that_begins_with_a_hyphen_or_a_number_is_a_list(page, at_the_desk, mailbox, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    reply_box(page).press_sequentially("1. Unplug it\n2 times\n\n- or call us - now")

    expect(reply_box(page).locator("ol li")).to_have_text(["Unplug it", "2 times"])
    expect(reply_box(page).locator("ul li")).to_have_text(["or call us - now"])


def test_a_customer_who_writes_first_stops_what_was_to_be_sent_later(page, at_the_desk, mailbox, customer, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("r")
    expect(reply_box(page)).to_be_focused()
    page.keyboard.type("We look into it tomorrow")
    page.keyboard.press("Control+Shift+L")
    expect(page.get_by_role("button", name="Send and solve")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Send and keep open")).to_be_focused()
    page.get_by_role("button", name="Tomorrow morning").press("Enter")
    expect(page.locator(".held")).to_contain_text("Will be sent")

    receive_message(ticket, actor=customer, body=Body.from_text("It is solved"), channel=Channel.EMAIL)
    expect(page.locator(".held")).to_contain_text("Somebody wrote first")
    send_due()
    expect(page.locator("#composer-public")).to_contain_text("This was not sent, because somebody wrote first")
    expect(reply_box(page)).to_have_text("We look into it tomorrow")


def test_a_ticket_that_is_closed_meanwhile_takes_no_reply_and_no_word(page, at_the_desk, lead, mailbox, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("r")
    expect(reply_box(page)).to_be_focused()
    page.keyboard.type("We found ")

    close(ticket, actor=lead)
    page.keyboard.type("it")
    kept = page.get_by_label("What you had written is kept")
    expect(kept).to_be_focused()
    page.keyboard.type(" and mended it")
    expect(kept).to_have_value("We found it and mended it")
    soon(lambda: Draft.objects.filter(html__contains="mended it").first())
    assert obstacles(page) == []
    page.get_by_role("link", name="Write to them in a new ticket").click()
    expect(page.get_by_label("What was said")).to_have_value("We found it and mended it")


def test_words_saved_while_the_next_page_is_on_its_way_are_on_it(page, at_the_desk, mailbox, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)

    def answer_late(route):
        """With the page as it was asked for, when what was typed before has been saved."""
        response = route.fetch()
        soon(lambda: Draft.objects.filter(html__contains="Kept").first())
        route.fulfill(response=response)

    page.route(page.url, answer_late)
    reply_box(page).press_sequentially("Kept")
    page.reload()

    expect(reply_box(page)).to_have_text("Kept")


def test_everybody_can_use_the_picker(page, at_the_desk, macro, agent, mailbox, ticket):
    Mailbox.objects.update(signature_html="<p>{{ agent.name }}</p>")
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("body").press("r")
    expect(reply_box(page)).to_be_focused()
    page.keyboard.type("/")
    page.locator(".picker__option").first.wait_for()
    assert obstacles(page) == []
    page.keyboard.press("Enter")
    expect(reply_box(page)).to_contain_text("Hi Ann,")
    assert obstacles(page) == []


@pytest.mark.usefixtures("_with_undo")
def test_on_a_phone_a_reply_on_its_way_is_seen_and_taken_back(page, at_the_desk, mailbox, ticket):
    page.set_viewport_size({"width": 390, "height": 844})
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.get_by_role("button", name="Reply", exact=True).click()
    reply_box(page).fill("We look at it.")
    page.get_by_role("button", name="Send, wait for the customer").click()

    # It is written on at once.
    page.locator(".held").get_by_role("button", name="Undo").click()
    expect(reply_box(page)).to_have_text("We look at it.")
    expect(reply_box(page)).to_be_focused()
    toast, tabs = page.locator(".toast"), page.locator(".composer__top")
    expect(toast).to_contain_text("Back in the box.")
    assert toast.bounding_box()["y"] + toast.bounding_box()["height"] <= tabs.bounding_box()["y"]


def test_the_menu_offers_every_other_way_to_send(page, at_the_desk, macro, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    usual = page.locator("#composer-public [data-send-status][value=pending]")
    solving = page.locator("#composer-public [data-send-status][value=solved]")
    expect(usual).to_have_attribute("hidden", "")
    page.locator("body").press("r")
    page.keyboard.type("/screen")
    page.get_by_role("option", name="Ask for a screenshot").click()

    expect(solving).to_have_attribute("hidden", "")
    expect(usual).not_to_have_attribute("hidden", "")
    page.get_by_role("button", name="Do not do what this macro does").click()
    expect(usual).to_have_attribute("hidden", "")


def test_a_long_ticket_scrolls_in_its_panes_only(page, at_the_desk, customer, ticket):
    for _ in range(12):
        body = Body.from_text("Once more. " * 60)
        receive_message(ticket, actor=customer, body=body, channel=Channel.EMAIL)
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)

    page.get_by_label("Add a task").scroll_into_view_if_needed()
    heights = page.evaluate("[document.documentElement.scrollHeight, window.innerHeight]")
    assert heights[0] == heights[1]
