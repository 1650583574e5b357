"""A problem is fixed: its incidents are answered in a real browser, and one customer says that it still fails."""

import pytest
from playwright.sync_api import expect

from tests.accessible import obstacles
from tests.desk.test_browser import live
from tests.factories import CustomerFactory, make_ticket
from tickets.actions import link, receive_message, set_kind
from tickets.content import Body
from tickets.models import Channel, Kind, LinkKind, Message, Ticket

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("celery_worker_process"),
]


@pytest.fixture
def problem(mailbox, agent) -> Ticket:
    found = make_ticket(subject="The printers are down")
    set_kind(found, actor=agent, kind=Kind.PROBLEM)
    for name in ("Ann Lee", "Ben Ode", ""):
        incident = make_ticket(requester=CustomerFactory(name=name))
        link(incident, actor=agent, other=found, kind=LinkKind.INCIDENT)
    return found


def test_all_incidents_are_answered_at_once_and_one_that_still_fails_leaves(page, at_the_desk, agent, problem):
    at_the_desk(f"tickets/{problem.pk}/")
    page.get_by_role("link", name="Answer all incidents").click()
    live(page)
    words = page.get_by_role("textbox", name="Words")
    words.click()
    page.keyboard.type("Hi {{ requester.first_name }}, it works again.")

    ann = page.locator(".incident-letter").filter(has_text="Ann Lee")
    expect(ann).to_contain_text("Hi Ann, it works again.")
    nameless = page.locator(".incident-letter--warned")
    expect(nameless).to_have_count(1)
    nameless.get_by_role("checkbox").uncheck()
    send = page.get_by_role("button", name="Send 2 replies")
    expect(send).to_be_enabled()
    assert obstacles(page) == []
    send.click()
    page.get_by_role("dialog").get_by_role("button", name="Send").click()

    expect(page.locator("#bulk-act")).to_contain_text(f"2 incidents of #{problem.pk} answered and solved.")
    assert Message.objects.filter(author=agent).count() == 2

    first = Ticket.objects.get(requester__name="Ann Lee")
    receive_message(first, actor=first.requester, body=Body.from_text("It still fails!"), channel=Channel.EMAIL)
    at_the_desk(f"tickets/{problem.pk}/")
    conversation = page.locator("#conversation")
    expect(conversation).to_contain_text(f"#{first.pk} is no incident of this any more")
    conversation.get_by_role("button", name="Undo").click()
    page.wait_for_url(f"**/tickets/{problem.pk}/")
    expect(page.locator("#links")).to_contain_text(f"#{first.pk}")
