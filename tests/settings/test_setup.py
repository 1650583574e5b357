"""What a new desk needs, step by step, and who is led there."""

import pytest

from desk.settings.setup import steps
from tests.desk.conftest import signed_in
from tests.factories import TeamFactory, make_rule, make_ticket

pytestmark = pytest.mark.django_db


def done() -> set[str]:
    return {step.key for step in steps() if step.is_done}


def test_a_step_is_done_when_the_thing_is_there(admin, mailbox) -> None:
    assert done() == {"mailbox"}
    TeamFactory(name="Billing")
    make_rule(state="draft", actor=admin)
    assert done() == {"mailbox", "team"}
    make_rule(name="Sort", actor=admin)
    assert done() == {"mailbox", "team", "rule"}


def test_a_mailbox_without_a_way_out_is_not_done_and_says_why(browser, mailbox, settings) -> None:
    settings.EMAIL_BACKEND = settings.EMAIL_HOST = ""
    settings.DEMO = False
    assert done() == set()
    assert "No mail leaves yet" in browser.get("/settings/setup/").content.decode()


def test_the_page_asks_little(browser, mailbox, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        page = browser.get("/settings/setup/").content.decode()
    assert "1 of 7 done" in page
    assert "Customers write to support@example.com." in page


def test_an_empty_desk_leads_its_admin_there_and_nobody_else(browser, agent) -> None:
    assert "Set up your desk" in browser.get("/desk/").content.decode()
    assert "Set up your desk" not in signed_in(agent).get("/desk/").content.decode()
    make_ticket()
    assert "/settings/setup/" not in browser.get("/desk/views/mine/").content.decode()
