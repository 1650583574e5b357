"""An admin makes a rule in the browser: built, tried, put on, and seen at work; and puts rules into another order."""

import pytest
from playwright.sync_api import expect

from routing.models import Rule
from tests.accessible import is_cut_on_a_phone, obstacles
from tests.desk.conftest import session_of
from tests.factories import make_rule, make_ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def settings_page(page, browser_context, web_url, admin):
    """Opens a page of the settings as the admin."""
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(admin), "url": web_url}])

    def open_page(path: str) -> None:
        page.goto(f"{web_url}/settings/{path}")

    return open_page


def test_a_rule_is_built_tried_and_acts(settings_page, page, specialists):
    old = make_ticket(subject="Refund for March")
    settings_page("rules/")
    page.get_by_role("link", name="New rule").first.click()

    page.get_by_label("Name").fill("Refunds")
    page.get_by_role("button", name="Add condition").press("Enter")
    page.get_by_label("What is asked about").select_option("subject")
    page.get_by_label("Value").fill("refund")
    page.get_by_role("button", name="Add something to do").press("Enter")
    page.get_by_label("What is done").select_option("set_level")
    page.get_by_label("Level", exact=True).select_option("2")
    page.get_by_label("Team", exact=True).select_option(label="Specialists")

    trying = page.locator("#attempt")
    expect(trying).to_contain_text("It would have acted once")
    expect(trying).to_contain_text(f"#{old.pk}")
    expect(trying).to_contain_text("Open it at Level 2")

    page.get_by_label("On", exact=True).check()
    page.get_by_role("button", name="Add rule").click()
    expect(page.locator(".rules__row")).to_contain_text("Subject contains “refund”")

    ticket = make_ticket(subject="My refund")
    assert (ticket.level, ticket.team) == (2, specialists)
    page.goto(page.url.replace("/settings/rules/", f"/desk/tickets/{ticket.pk}/"))
    page.locator("summary", has_text="Rules").click()
    expect(page.locator(".why")).to_contain_text("Refunds")


def test_a_half_done_rule_keeps_what_was_typed_and_order_changes_by_keyboard(settings_page, page):
    make_rule(name="First"), make_rule(name="Second")
    settings_page("rules/new/")
    page.get_by_label("Name").fill("Half done")
    page.get_by_role("button", name="Add something to do").click()
    page.get_by_label("What is done").select_option("note")
    page.get_by_role("button", name="Add rule").click()
    expect(page.locator(".field__error")).to_have_text("Write the words.")
    expect(page.get_by_label("Name")).to_have_value("Half done")

    page.get_by_label("Words", exact=True).fill("Look here")
    page.get_by_label("Words", exact=True).press("Control+Enter")
    expect(page.get_by_text("This rule is a draft")).to_be_visible()
    page.get_by_role("button", name="Turn on", exact=True).click()
    expect(page.locator(".rules__row")).to_have_count(3)

    page.get_by_role("button", name="Move Second up").press("Enter")
    expect(page.locator(".rules__row").first).to_contain_text("Second")
    assert list(Rule.objects.values_list("name", flat=True)) == ["Second", "First", "Half done"]


def test_everybody_can_use_a_rule_within_a_rule(settings_page, page):
    rule = make_rule(
        conditions={"all": [{"any": [{"field": "channel", "operator": "any_of", "value": ["email", "chat"]}]}]},
        effects=[{"do": "tag", "add": ["a"]}, {"do": "note", "text": "x"}],
    )
    settings_page(f"rules/{rule.pk}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert obstacles(page) == []
    assert not is_cut_on_a_phone(page)


def test_a_rule_is_dragged_to_another_place_with_the_mouse(settings_page, page):
    for name in ("First", "Second", "Third"):
        make_rule(name=name)
    settings_page("rules/")
    handle, top = page.locator("[data-handle]").last, page.locator(".rules__row").first

    handle.hover()
    page.mouse.down()
    page.mouse.move(top.bounding_box()["x"] + 20, top.bounding_box()["y"] + 4, steps=8)
    page.mouse.up()

    expect(page.locator(".toast").last).to_contain_text("The order is changed.")
    assert list(Rule.objects.kept().order_by("position").values_list("name", flat=True)) == ["Third", "First", "Second"]
