"""Finding and doing anything in a real browser, by keys alone."""

import re

import pytest
from playwright.sync_api import expect

from search.indexing import index_stale
from search.recent import keep_search
from tests.accessible import obstacles
from tests.desk.conftest import session_of
from tests.desk.test_browser import live
from tests.factories import make_macro, make_ticket
from tickets.models import Priority, Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def on_the_ticket(page, at_the_desk, mailbox, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("#conversation").click(position={"x": 5, "y": 5})
    return ticket


def ask_palette(page, words: str) -> None:
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find or do anything")
    expect(field).to_be_focused()
    field.fill(words)


def test_the_palette_does_what_the_page_can_do(page, on_the_ticket, agent):
    ask_palette(page, "urgent")
    expect(page.get_by_role("option", name="Priority: Urgent")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#properties").get_by_text("Urgent", exact=True).first).to_be_visible()

    ask_palette(page, "assign me")
    expect(page.get_by_role("option", name="Assign to me").locator("kbd")).to_have_text("i")
    page.keyboard.press("Enter")
    expect(page.locator("#properties .property").first).to_contain_text("Omar Haddad")

    on_the_ticket.refresh_from_db()
    assert (on_the_ticket.priority, on_the_ticket.assignee) == (Priority.URGENT, agent)


def test_in_the_editor_the_key_of_the_palette_links_marked_words_and_nothing_else(page, on_the_ticket):
    page.keyboard.press("r")
    page.keyboard.type("See here")
    page.keyboard.press("ControlOrMeta+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_placeholder("https://").locator("visible=true")).to_have_count(0)
    page.keyboard.press("Escape")

    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+k")
    expect(page.get_by_placeholder("https://").locator("visible=true")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_palette_leads_to_tickets_people_and_views(page, at_the_desk, customer, ticket):
    other = make_ticket(requester=customer, subject="Scanner smokes")
    index_stale()
    at_the_desk("views/mine/")
    live(page)

    ask_palette(page, "scanner")
    expect(page.get_by_role("option", name=re.compile("Scanner smokes"))).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/tickets/{other.number}/")
    live(page)

    ask_palette(page, "ann lee")
    page.get_by_role("option", name=re.compile("ann@example.net")).click()
    expect(page.get_by_role("heading", name="from:ann@example.net")).to_be_visible()
    live(page)

    ask_palette(page, "on hold")
    expect(page.get_by_role("option", name="On hold", exact=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/views/on_hold/")
    live(page)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("group", name="Recent").get_by_role("option").first).to_contain_text("Ann Lee")


def test_the_palette_inserts_a_macro(page, on_the_ticket):
    make_macro(name="Greeting", html="<p>Kind regards from us</p>")

    ask_palette(page, "greeting")
    expect(page.get_by_role("option", name="Greeting", exact=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(page.get_by_role("textbox", name="Reply")).to_contain_text("Kind regards from us")


def test_an_answer_that_was_overtaken_is_dropped(page, at_the_desk, ticket):
    index_stale()
    at_the_desk("views/mine/")
    live(page)
    held = []
    page.route("**/palette/?q=fire", lambda route: held.append(route))
    with page.expect_request("**/palette/?q=fire"):
        ask_palette(page, "fire")
    page.get_by_role("combobox", name="Find or do anything").fill("zzzz")
    expect(page.get_by_role("option", name=re.compile("zzzz"))).to_be_visible()
    with page.expect_response("**/palette/?q=fire"):
        for route in held:
            route.continue_()

    expect(page.get_by_role("option", name=re.compile("printer is on fire"))).to_have_count(0)


def test_keys_rename_delete_and_go_elsewhere(page, at_the_desk, browser_context, web_url, admin, ticket):
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(admin), "url": web_url}])
    page.goto(f"{web_url}/desk/tickets/{ticket.number}/")
    live(page)
    page.locator("#conversation").click(position={"x": 5, "y": 5})

    page.keyboard.press("Shift+R")
    subject = page.get_by_label(f"Subject of #{ticket.number}")
    expect(subject).to_be_focused()
    subject.fill("   ")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    subject.fill("The scanner burns")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", name="The scanner burns")).to_be_visible()
    expect(page.locator("#sheet")).to_be_hidden()

    page.keyboard.press("#")
    expect(page.get_by_text("Delete this ticket?")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#confirm")).to_be_hidden()
    # All in one moment, however slow the machine: after the first of two keys a wrong second one is nobody's.
    page.evaluate("""() => [..."gega"].forEach((key) => document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))""")
    page.wait_for_url("**/desk/views/open/")
    ticket.refresh_from_db()
    assert (ticket.subject, ticket.status, ticket.deleted_at) == ("The scanner burns", Status.NEW, None)


def test_j_and_k_walk_through_the_list_on_the_tickets_themselves(page, at_the_desk, customer):
    older, newer = (make_ticket(requester=customer, subject=subject) for subject in ("Older", "Newer"))
    at_the_desk("views/open/?sort=opened")
    live(page)
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(f"**/desk/tickets/{newer.number}/")
    live(page)
    page.locator("#conversation").click(position={"x": 5, "y": 5})

    page.keyboard.press("k")
    page.keyboard.press("j")
    page.wait_for_url(f"**/desk/tickets/{older.number}/")
    live(page)
    page.locator("#conversation").click(position={"x": 5, "y": 5})
    page.keyboard.press("k")

    page.wait_for_url(f"**/desk/tickets/{newer.number}/")


def test_a_search_whose_last_ticket_is_dealt_with_says_that_all_is_done(page, at_the_desk, agent, ticket):
    done, nothing = page.get_by_text("All done here"), page.get_by_text("Nothing found", exact=True)
    at_the_desk("search/?q=assignee:none")
    live(page)
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.get_by_role("button", name="Omar Haddad").press("Enter")
    expect(done).to_be_visible()
    expect(page.get_by_role("link", name="See what waits for you")).to_be_visible()
    expect(nothing).to_be_hidden()

    at_the_desk("search/?q=assignee:none+tag:none")
    expect(nothing).to_be_visible()
    expect(done).to_be_hidden()


def test_no_key_does_anything_for_who_switched_them_off(page, at_the_desk, agent, ticket):
    agent.shortcuts = False
    agent.save()
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.locator("#conversation").click(position={"x": 5, "y": 5})

    for key in ("e", "i", "u", "?"):
        page.keyboard.press(key)
    ask_palette(page, "reply")
    expect(page.get_by_role("option", selected=True)).to_contain_text(re.compile("reply", re.IGNORECASE))
    page.keyboard.press("Enter")

    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    expect(page.locator("#sheet")).to_be_hidden()
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == (Status.NEW, None)


def test_no_key_goes_past_an_open_dialog_or_what_is_composed(page, on_the_ticket):
    page.keyboard.press("?")
    expect(page.get_by_label("Find a key")).to_be_focused()
    page.keyboard.type("rename")
    expect(page.locator("#sheet [data-key-row]:visible")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    page.evaluate("""() => document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key: "e", code: "KeyE", isComposing: true, bubbles: true, cancelable: true }))""")
    page.keyboard.press("Control+e")
    page.keyboard.press("i")

    expect(page.locator("#properties .property").first).to_contain_text("Omar Haddad")
    on_the_ticket.refresh_from_db()
    assert on_the_ticket.status == Status.OPEN


def test_the_search_field_suggests_and_completes(page, at_the_desk, agent, customer):
    make_ticket(requester=customer, subject="An invoice twice", tags=["billing"])
    keep_search(agent, "status:open refund")
    index_stale()
    at_the_desk("views/mine/")
    live(page)

    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Search tickets")
    expect(page.get_by_role("option", name="status:open refund")).to_be_visible()
    page.keyboard.type("bil")
    expect(page.get_by_role("option", name="tag:billing")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="tag:billing")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("tag:billing ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("tag:billing"))).to_be_visible()
    expect(page.get_by_text("An invoice twice")).to_be_visible()

    page.keyboard.press("/")
    page.get_by_role("combobox", name="Search tickets").fill("")
    expect(page.get_by_role("option", name="tag:billing").first).to_be_visible()
    page.get_by_role("button", name="Forget recent searches").click()
    expect(page.get_by_role("option", name="status:open refund")).to_have_count(0)


def test_everybody_can_use_them(page, on_the_ticket, agent):
    keep_search(agent, "refund")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_be_visible()
    assert obstacles(page) == [], "palette"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_label("Find a key")).to_be_focused()
    assert obstacles(page) == [], "keys"
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("option", name="refund")).to_be_visible()
    assert obstacles(page) == [], "suggestions"


def test_on_a_phone_the_palette_does_what_the_folded_side_can_do(page, on_the_ticket):
    page.set_viewport_size({"width": 360, "height": 780})
    expect(page.locator("#side")).to_be_hidden()

    ask_palette(page, "urgent")
    expect(page.get_by_role("option", name="Priority: Urgent")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(page.locator("#properties").get_by_text("Urgent", exact=True).first).to_be_visible()


def test_at_360_px_nothing_is_cut(page, on_the_ticket):
    page.set_viewport_size({"width": 360, "height": 780})
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_be_visible()

    box = page.locator("#palette").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_properties_are_named_to_screen_readers(page, on_the_ticket):
    summaries = page.locator("#properties summary")
    for name, value in (("Assignee", "Nobody"), ("Team", "No team"), ("Status", "New"), ("Priority", "Normal")):
        expect(summaries.filter(has_text=f"{name}:").filter(has_text=value)).to_have_count(1)
