"""What smart routing proposes, used and hidden in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from accounts.actors import SMART_ROUTING
from accounts.models import Team
from tests.desk.test_browser import live
from tests.factories import make_ticket
from tickets.actions import propose
from tickets.proposals import Proposal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_one_click_uses_a_proposal_and_another_hides_one(page: Page, at_the_desk, customer) -> None:
    billing = Team.objects.create(name="Billing", levels=[1])
    ticket = make_ticket(requester=customer)
    proposals = [
        Proposal("team", billing.pk, "Billing", 0.86, (), None),
        Proposal("priority", 3, "High priority", 0.81, (), ticket.priority),
    ]
    propose(ticket, actor=SMART_ROUTING, proposals=proposals)
    at_the_desk(f"tickets/{ticket.pk}/")
    live(page)
    expect(page.get_by_text("Looks like Billing · 86 %")).to_be_visible()

    page.get_by_role("button", name="Use it: Billing").click()
    expect(page.get_by_text("moved this to Billing, as alike tickets suggest (86 % sure)")).to_be_visible()
    expect(page.get_by_text("Looks like Billing")).to_be_hidden()

    page.get_by_role("button", name="Hide this: High priority").click()
    expect(page.locator(".proposal")).to_have_count(0)
    page.reload()
    expect(page.locator("#properties")).to_contain_text("Billing")
    expect(page.locator(".proposal")).to_have_count(0)
