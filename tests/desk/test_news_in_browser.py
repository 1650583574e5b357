"""A ticket's page in a real browser while others and oneself change the ticket: each entry once, in order, nothing lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from helpdesk import live as helpdesk_live
from tests.desk.test_browser import live, session_of
from tests.factories import AgentFactory
from tickets.actions import add_note, receive_message, set_priority
from tickets.content import Body
from tickets.models import Channel, Priority

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_ticket(page, browser_context, web_url, agent, ticket) -> Callable[[], None]:
    """Omar's browser on Ann's ticket, hearing what happens elsewhere."""
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(agent), "url": web_url}])

    def go() -> None:
        page.goto(f"{web_url}/desk/tickets/{ticket.number}/")
        live(page)

    return go


def until(page, ask: Callable[[], object]) -> None:
    """Waits ten seconds at most."""
    for _attempt in range(500):
        if ask():
            return
        page.wait_for_timeout(20)
    raise AssertionError("It did not come.")


def words_on(page) -> list[str]:
    """The first line of each message, in order."""
    return [text.strip().split("\n")[0] for text in page.locator(".message .message__body").all_inner_texts()]


def test_words_of_two_in_quick_succession_stand_once_and_in_order(page, open_ticket, lead, customer, ticket):
    open_ticket()
    page.get_by_role("textbox", name="Reply").click()
    for number in range(3):
        add_note(ticket, actor=lead, body=Body.from_text(f"Lena {number}"))
        expect(page.get_by_text(f"Lena {number}")).to_be_visible()
        page.get_by_role("textbox", name="Reply").fill(f"Omar {number}")
        page.get_by_role("button", name="Send, wait for the customer").click()
        receive_message(ticket, actor=customer, body=Body.from_text(f"Ann {number}"), channel=Channel.EMAIL)
        expect(page.locator(".message").get_by_text(f"Ann {number}")).to_be_visible()
        expect(
            page.locator(".message--ours").get_by_text(f"Omar {number}").or_(page.get_by_role("alert"))
        ).to_be_visible()
        if page.get_by_role("alert").count():  # Ann was quicker: it is sent once it was read
            page.get_by_role("button", name="Send, wait for the customer").click()
        expect(page.locator(".message--ours").get_by_text(f"Omar {number}")).to_be_visible()
    stored = [message.text.strip() for message in ticket.messages.order_by("created_at", "pk")]
    expect(page.locator(".message")).to_have_count(len(stored))
    assert words_on(page)[1:] == stored[1:]
    page.reload()
    live(page)
    assert words_on(page)[1:] == stored[1:]


def test_an_answer_that_is_overtaken_neither_doubles_nor_turns_back_the_page(page, open_ticket, lead, ticket):
    open_ticket()
    held = []
    page.route("**/priority/", lambda route: held.append((route, route.fetch())))
    page.locator("summary", has_text="Normal").click()
    page.get_by_role("button", name="High").click()
    until(page, lambda: held)
    page.get_by_role("button", name="Assign to me").click()
    expect(page.locator("#side .property").first).to_contain_text("Omar Haddad")
    expect(page.locator("#conversation .changes")).to_contain_text("raised the priority")
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(page.locator("#conversation .changes")).to_have_count(1)
    expect(page.locator("#conversation .changes li")).to_have_count(2)
    expect(page.locator("#side .property").first).to_contain_text("Omar Haddad")
    expect(page.locator("#ticket-head")).to_have_attribute("data-live-seq", "3")


def test_hints_that_overtake_each_other_lose_nothing(page, open_ticket, lead, ticket):
    open_ticket()
    page.evaluate(
        "window.heard = []; document.addEventListener('live:ticket', (event) => heard.push(event.detail.seq))"
    )
    held = []
    page.route("**/assign/", lambda route: held.append((route, route.fetch())))
    page.get_by_role("button", name="Assign to me").click()
    until(page, lambda: held)
    ticket.refresh_from_db()
    add_note(ticket, actor=lead, body=Body.from_text("Careful"))
    until(page, lambda: page.evaluate("heard.includes(3)"))
    late = {"ticket": ticket.pk, "seq": 2, "kind": "ticket.assigned"}
    helpdesk_live.publish([helpdesk_live.Hint(("staff",), late)])
    until(page, lambda: page.evaluate("heard.at(-1) === 2"))
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(page.locator(".message--note").get_by_text("Careful")).to_be_visible()


def test_a_colleague_is_chosen_by_keys_alone(page, open_ticket, ticket):
    for number in range(12):
        AgentFactory(name=f"Colleague {number:02}")
    open_ticket()
    page.keyboard.press("a")
    expect(page.get_by_role("searchbox", name="Search colleagues")).to_be_focused()
    page.keyboard.type("league 11")
    page.keyboard.press("Enter")
    expect(page.locator("#side .property").first).to_contain_text("Colleague 11")
    ticket.refresh_from_db()
    assert ticket.assignee.name == "Colleague 11"


def test_an_open_menu_and_a_half_written_form_outlive_news(page, open_ticket, lead, ticket):
    open_ticket()
    page.get_by_label("Add a task").fill("Call her")
    page.locator("summary", has_text="Nobody").click()
    expect(page.locator("#assignees").get_by_role("button", name="Lena Vogt")).to_be_visible()
    set_priority(ticket, actor=lead, priority=Priority.HIGH)
    expect(page.locator("#side .property", has_text="High")).to_be_visible()
    expect(page.locator("#assignees").get_by_role("button", name="Lena Vogt")).to_be_visible()
    expect(page.get_by_label("Add a task")).to_have_value("Call her")


def test_an_open_timeline_goes_on(page, open_ticket, lead, ticket):
    open_ticket()
    page.locator(".timeline summary", has_text="Timeline").click()
    expect(page.locator("#timeline li")).to_have_count(1)
    set_priority(ticket, actor=lead, priority=Priority.HIGH)
    expect(page.locator("#timeline li").first).to_contain_text("raised the priority")
    expect(page.locator("#timeline-count")).to_have_text("2")


def test_folded_changes_stay_unfolded(page, open_ticket, lead, ticket):
    for priority in (Priority.HIGH, Priority.LOW, Priority.HIGH):
        set_priority(ticket, actor=lead, priority=priority)
    open_ticket()
    page.locator("#conversation .changes summary").click()
    set_priority(ticket, actor=lead, priority=Priority.LOW)
    expect(page.locator("#conversation .changes summary")).to_contain_text("and 3 earlier changes")
    expect(page.locator("#conversation .changes li").first).to_be_visible()
