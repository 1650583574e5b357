"""Being told, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Availability
from desk.availability import give_back_waiting
from desk.notifications.settings import matrix_of, settings_of
from tests.accessible import is_cut_on_a_phone, obstacles
from tests.desk.test_browser import live
from tests.factories import make_ticket
from tickets.actions import add_note, assign
from tickets.content import Body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What the browser would show is kept where every tab can see it.
SPY = """
window.Notification = class extends EventTarget {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor(title, options) {
    super();
    localStorage.setItem("spied", JSON.stringify([...JSON.parse(localStorage.getItem("spied") ?? "[]"), [title, options.body]]));
  }
  close() {}
};
"""
LOCKED = (
    "await navigator.locks.query().then(({held, pending}) => [...held, ...pending].some((one) => one.name === '%s'))"
)


def until(page, holds: str) -> None:
    """In the page, whose policy lets nobody evaluate text again and again."""
    page.evaluate(f"async () => {{ while (!({holds})) await new Promise((go) => setTimeout(go, 20)); }}")


def bell(page):
    return page.locator(".bell > summary")


def test_an_agent_is_told_live_and_reads_it_by_keys(page, at_the_desk, agent, lead, ticket):
    at_the_desk("views/open/")
    live(page)

    assign(ticket, actor=lead, assignee=agent)

    expect(bell(page)).to_contain_text("1")
    bell(page).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#bell-panel")).to_contain_text("Lena Vogt assigned this to you")
    newest = page.locator("#bell-panel .bell__item").first
    expect(newest).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(newest).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/tickets/{ticket.pk}/")
    expect(page.locator("#bell-count")).to_be_empty()


def test_the_list_is_reached_by_keys_read_at_once_and_taken_back(page, at_the_desk, agent, lead, ticket):
    other = make_ticket(subject="The cellar is wet")
    for one in (ticket, other):
        assign(one, actor=lead, assignee=agent)
    at_the_desk("views/open/")
    page.locator("body").press("g")
    page.locator("body").press("n")
    expect(page.get_by_role("heading", name="Notifications")).to_be_visible()

    page.get_by_role("button", name="Mark as read").first.press("Enter")
    expect(page.locator("#bell-count")).to_contain_text("1")
    page.get_by_role("button", name="Read all").click()
    expect(page.locator("#bell-count")).to_be_empty()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#bell-count")).to_contain_text("1")


def test_the_browser_shows_it_once_for_all_tabs_and_only_when_none_is_in_front(
    browser_context, page, at_the_desk, agent, lead, ticket
):
    browser_context.add_init_script(SPY)
    second = browser_context.new_page()
    at_the_desk("views/open/")
    second.goto(page.url)
    for tab in (page, second):
        live(tab)
    assign(ticket, actor=lead, assignee=agent)
    expect(page.locator("#bell-count")).to_contain_text("1")
    until(page, f"!({LOCKED % 'notification'})")
    assert page.evaluate("localStorage.getItem('spied')") is None

    for tab in (page, second):
        tab.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
        tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    until(page, f"!({LOCKED % 'desk in front'})")
    add_note(ticket, actor=lead, body=Body.from_text("Can you look, @Omar Haddad?"))

    until(page, "localStorage.getItem('spied')")
    until(page, f"!({LOCKED % 'notification'})")
    [[title, body]] = page.evaluate("JSON.parse(localStorage.getItem('spied'))")
    assert title == "Lena Vogt wrote a note and named you"
    assert "Can you look" in body


def test_what_is_ticked_is_kept_and_the_usual_comes_back_after_a_question(page, at_the_desk, agent):
    at_the_desk("notifications/settings/")
    page.get_by_label("A ticket is assigned to me: By email").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("A ticket is assigned to me: By email")).not_to_be_checked()
    assert not matrix_of(settings_of(agent))["assigned"]["email"]

    page.get_by_role("button", name="Back to the usual").click()
    page.get_by_role("dialog").get_by_role("button", name="Back to the usual").click()
    expect(page.get_by_label("A ticket is assigned to me: By email")).to_be_checked()


def test_somebody_goes_away_from_the_head_of_the_desk_and_gives_work_back(page, at_the_desk, agent, ticket):
    assign(ticket, actor=agent, assignee=agent)
    at_the_desk("views/open/")
    page.locator(".nav__profile > summary").click()
    page.get_by_role("button", name=re.compile("^Away$")).click()
    expect(page.get_by_text("You are away")).to_be_visible()

    page.locator(".nav__profile > summary").click()
    page.get_by_role("link", name="Away, tickets given back").click()
    page.get_by_role("button", name=re.compile("Away, tickets given back")).click()
    expect(page.get_by_role("dialog")).to_contain_text("1 open ticket of yours")
    page.get_by_role("button", name="Give them back").click()
    expect(page.get_by_text("Giving your tickets back: 0 of 1")).to_be_visible()
    give_back_waiting()
    expect(page.get_by_text("1 of 1 given back")).to_be_visible()
    agent.refresh_from_db()
    assert agent.availability == Availability.REASSIGNING


def test_everybody_can_use_the_bell(page, at_the_desk, agent, lead):
    assign(make_ticket(subject="W" * 200), actor=lead, assignee=agent)
    at_the_desk("views/open/")
    bell(page).click()
    expect(page.locator("#bell-panel")).to_contain_text("assigned this to you")
    assert obstacles(page) == []
    at_the_desk("notifications/")
    assert not is_cut_on_a_phone(page)
