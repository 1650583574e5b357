"""The jobs of an agent's day in finding and triage, each whole, by keys and with no mouse where it says so."""

import re

import pytest
from playwright.sync_api import expect

from search.indexing import index_stale
from tests.desk.test_browser import live
from tests.factories import make_ticket
from tickets.actions import solve, tag
from tickets.content import Body
from tickets.models import Priority, Status, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def body(page):
    return page.locator("body")


def result_says(page, words: str) -> None:
    expect(page.locator("#bulk-act")).to_contain_text(words, timeout=15_000)


def chosen(page, count: int) -> None:
    expect(page.locator("[data-select]:checked")).to_have_count(count)


def test_twenty_new_tickets_are_triaged_by_choosing_once(
    page, at_the_desk, body, agent, agent_l2, customer, specialists, first_line
):
    tickets = [make_ticket(requester=customer, subject=f"Invoice {number}") for number in range(20)]
    tag(tickets[0], actor=agent, add=["billing"])
    at_the_desk("views/unassigned/?sort=opened")
    live(page)

    body.press("j")
    body.press("x")
    for _more in range(4):
        page.keyboard.press("Shift+J")
    expect(page.locator("[data-count]")).to_have_text("5 selected")

    page.keyboard.press("p")
    page.get_by_role("button", name="Urgent").press("Enter")
    result_says(page, "5 set to priority Urgent.")
    chosen(page, 5)

    page.keyboard.press("t")
    expect(page.get_by_label("Add tags")).to_be_focused()
    page.keyboard.type("bil")
    expect(page.get_by_role("option", name="billing", exact=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    result_says(page, "5 tagged billing.")
    page.keyboard.press("t")
    expect(page.get_by_label("Add tags")).to_be_focused()
    expect(page.get_by_label("Add tags")).to_have_value("")
    page.keyboard.press("Escape")

    page.keyboard.press("Shift+T")
    expect(page.get_by_label("Search teams")).to_be_focused()
    expect(page.get_by_text("By escalating")).to_be_visible()
    page.keyboard.type("first")
    expect(page.get_by_role("button", name="First line")).to_have_attribute("data-marked", "")
    page.keyboard.press("Enter")
    result_says(page, "5 moved to First line.")
    chosen(page, 5)

    page.keyboard.press("a")
    expect(page.get_by_label("Search colleagues")).to_be_focused()
    page.keyboard.type("bea")
    page.keyboard.press("Enter")
    result_says(page, "5 assigned to Bea Novak.")
    expect(page.locator("[data-row]")).to_have_count(15)
    expect(page.locator("[data-bar]")).to_be_hidden()
    newest = Ticket.objects.filter(assignee=agent_l2)
    assert set(newest.values_list("priority", "team", "tags__name")) == {(Priority.URGENT, first_line.pk, "billing")}

    page.keyboard.press("u")
    result_says(page, "5 put back.")
    chosen(page, 5)
    assert not newest.exists()

    # With none chosen the keys work on the row that was reached.
    page.keyboard.press("Escape")
    chosen(page, 0)
    page.keyboard.press("!")
    result_says(page, "1 marked as spam.")
    assert Ticket.objects.filter(is_spam=True).count() == 1


def test_a_ticket_is_found_by_three_words_of_which_two_are_misspelt(page, at_the_desk, body, customer):
    found = make_ticket(
        requester=customer, subject="The printer", body=Body.from_text("An invoice came out while it was burning")
    )
    make_ticket(requester=customer, subject="Painter wanted", body=Body.from_text("An invoice for him"))
    index_stale()
    at_the_desk("views/open/")
    live(page)

    body.press("/")
    page.keyboard.type("pinter invioce burning")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="“printer invoice burning”")).to_be_visible()
    expect(page.locator("[data-row]")).to_have_count(1)
    live(page)
    body.press("j")
    page.keyboard.press("o")

    page.wait_for_url(f"**/desk/tickets/{found.number}/")


def test_the_whole_round_without_a_mouse(page, at_the_desk, body, mailbox, agent):
    tickets = [
        make_ticket(subject=f"Printer {number}") for number in range(3)
    ]  # of three customers: no warning stops it
    oldest, middle, newest = tickets
    at_the_desk("views/open/?sort=opened")
    live(page)

    body.press("j")
    page.keyboard.press("o")
    page.wait_for_url(f"**/desk/tickets/{newest.number}/")
    live(page)
    body.press("r")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type("Hello, please switch it off.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message", has_text="please switch it off")).to_be_visible(timeout=15_000)

    page.keyboard.press("Escape")
    body.press("j")
    page.wait_for_url(f"**/desk/tickets/{middle.number}/")
    live(page)
    body.press("e")
    expect(page.locator(".toast", has_text="Solved.")).to_be_visible()
    expect(page.locator(".toast").get_by_role("button", name="Undo")).to_be_visible()

    body.press("u")
    page.wait_for_url("**/desk/views/open/?sort=opened")
    live(page)
    # It is solved and has left the list: one goes on with the one below.
    expect(page.locator(f"#ticket-{oldest.number}")).to_have_attribute("aria-current", "true")
    body.press("x")
    expect(page.get_by_role("status").filter(has_text="1 selected")).to_be_attached()
    statuses = dict(Ticket.objects.values_list("number", "status"))
    assert (statuses[middle.number], statuses[newest.number]) == (Status.SOLVED, Status.PENDING)

    page.keyboard.press("l")
    page.wait_for_url("**/desk/talks/new/")
    expect(page.get_by_label("Who was it?")).to_be_focused()


def test_an_undo_in_the_corner_leaves_one_line(page, at_the_desk, body, ticket):
    since = ticket.waiting_since
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    body.press("e")
    page.locator(".toast", has_text="Solved.").get_by_role("button", name="Undo").press("Enter")

    expect(page.locator(".toast", has_text="Taken back.")).to_be_visible()
    expect(page.locator(".changes li")).to_have_text(re.compile("Omar Haddad solved this, and took it back"))
    page.reload()
    expect(page.locator(".changes li")).to_have_text(re.compile("Omar Haddad solved this, and took it back"))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_since, ticket.reopen_count) == (Status.OPEN, since, 0)


def test_pickers_filter_take_the_first_and_give_the_focus_back(page, at_the_desk, body, agent_l2, lead, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)

    body.press("a")
    field = page.get_by_label("Search colleagues")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#properties summary").first).to_be_focused()
    page.keyboard.press("a")
    expect(field).to_be_focused()
    page.keyboard.type("agent2@")
    expect(page.locator("#assignees .menu__item:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#properties .property").first).to_contain_text("Bea Novak")

    body.press("t")
    page.keyboard.type("on-fire")
    expect(page.get_by_role("option", name="New tag “on-fire”")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".tags .badge__text")).to_have_text("on-fire")
    expect(page.get_by_label("Add tags")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Add tags")).not_to_be_focused()


def stands_on(page, ticket: Ticket) -> None:
    expect(page.locator("[data-row][aria-current=true]")).to_have_id(f"ticket-{ticket.pk}")


def test_keys_go_on_with_the_row_that_took_the_place_of_one_that_left(page, at_the_desk, body, customer, lead):
    oldest, older, newer, newest = [make_ticket(requester=customer, subject=f"Printer {number}") for number in range(4)]
    at_the_desk("views/open/?sort=opened")
    live(page)

    for _step in range(2):
        body.press("j")
    stands_on(page, newer)
    page.keyboard.press("e")
    result_says(page, "1 solved.")
    stands_on(page, older)
    page.keyboard.press("j")
    stands_on(page, oldest)
    # The last one: a colleague solves it elsewhere.
    solve(oldest, actor=lead)
    stands_on(page, older)
    page.keyboard.press("k")
    stands_on(page, newest)
    page.keyboard.press("o")
    page.wait_for_url(f"**/desk/tickets/{newest.number}/")


def test_keys_and_palette_act_on_rows(page, at_the_desk, body, customer):
    tickets = [make_ticket(requester=customer, subject=f"Printer {number}") for number in range(2)]
    at_the_desk("views/open/?sort=opened")
    live(page)

    body.press("j")
    page.keyboard.press("e")
    result_says(page, "1 solved.")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.keyboard.press("u")
    result_says(page, "1 put back.")
    chosen(page, 1)

    page.locator("[data-select-page]").check()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option", name="Assign 2 tickets…")).to_be_visible()
    page.keyboard.type("escalate")
    page.keyboard.press("Enter")
    expect(page.locator("#bulk-act, .toast")).not_to_have_count(0)
    assert set(Ticket.objects.filter(pk__in=[one.pk for one in tickets]).values_list("status", flat=True)) == {
        Status.NEW,
        Status.OPEN,
    }
