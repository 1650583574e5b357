"""Finding the next thing in a real browser, mostly by keys."""

import re

import pytest
from playwright.sync_api import expect

from search.saved_views import save_view
from tests.accessible import is_cut_on_a_phone
from tests.desk.test_browser import live
from tests.factories import make_ticket
from tickets.models import Priority, SavedView, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_next_ticket_is_taken_put_aside_and_brought_back_by_keys(page, at_the_desk, agent, ticket):  # noqa: F811
    urgent = make_ticket(subject="The cellar is under water", priority=Priority.URGENT)
    at_the_desk("views/unassigned/")
    live(page)

    page.locator("body").press("n")

    page.wait_for_url(f"**/desk/tickets/{urgent.pk}/")
    expect(page.get_by_role("status").filter(has_text="priority Urgent")).to_be_visible()
    live(page)
    page.locator("body").press("z")
    expect(page.get_by_role("button", name="In 3 hours")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#ticket-head summary", has_text="Until")).to_be_visible()
    expect(page.locator("#views").get_by_role("link", name=re.compile(r"Snoozed\s*1"))).to_be_visible()
    page.locator("body").press("z")
    page.get_by_role("button", name="End the snooze").press("Enter")
    expect(page.locator("#views").get_by_role("link", name=re.compile(r"My open\s*1"))).to_be_visible()
    assert Ticket.objects.get(pk=urgent.pk).snoozed_until is None


def test_a_search_becomes_a_view_that_counts_by_itself(page, at_the_desk, agent):  # noqa: F811
    make_ticket(subject="An invoice twice", tags=["billing"])
    at_the_desk("search/?q=tag:billing")
    page.get_by_role("link", name="Save as view").click()
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Bills")
    expect(page.get_by_label("Team")).to_be_hidden()
    page.get_by_label("Name").press("Enter")
    expect(page.get_by_role("heading", name="Bills")).to_be_visible()
    live(page)
    expect(page.locator("#views").get_by_role("link", name=re.compile(r"Bills\s*1"))).to_be_visible()

    make_ticket(subject="An invoice too late", tags=["billing"])

    expect(page.get_by_text("An invoice too late")).to_be_visible()
    expect(page.locator("#views").get_by_role("link", name=re.compile(r"Bills\s*2"))).to_be_visible()


def test_columns_and_density_are_seen_at_once(page, at_the_desk, ticket):  # noqa: F811
    at_the_desk("views/open/")
    page.locator("summary", has=page.get_by_label("Columns and density")).click()
    for name in ("Channel", "Opened", "Last changed"):
        page.get_by_label(name).check()
    page.get_by_label("Compact").check()

    for name in ("Channel", "Opened", "Changed"):
        expect(page.get_by_role("columnheader", name=name)).to_be_visible()
    expect(page.locator("[data-row]")).to_have_css("height", "40px")
    page.reload()
    expect(page.get_by_role("columnheader", name="Changed")).to_be_visible()


def test_views_are_ordered_and_deleted(page, at_the_desk, agent):  # noqa: F811
    for name in ("Alpha", "Beta"):
        save_view(actor=agent, name=name, filter="tag:x")
    at_the_desk("views/manage/")
    rows = page.locator(".view-list__name")

    page.get_by_role("button", name="Move “Beta” up").press("Enter")
    expect(rows).to_have_text(["Beta", "Alpha"])
    page.get_by_role("button", name="Delete “Beta”").click()
    page.get_by_role("button", name="Delete the view").click()
    expect(rows).to_have_text(["Alpha"])
    assert SavedView.objects.get().name == "Alpha"


def test_long_names_do_not_cut_a_phone(page, at_the_desk, agent, ticket):  # noqa: F811
    save_view(actor=agent, name="A" * 80, filter="tag:" + "x" * 200)
    for path in ("views/open/", "views/manage/", "views/new/?filter=status:new"):
        at_the_desk(path)
        assert not is_cut_on_a_phone(page), path
