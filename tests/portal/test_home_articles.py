"""What the portal's home offers before anybody asks a person."""

import pytest

from tests.factories import make_ticket
from tests.knowledgebase.conftest import category, write  # noqa: F401
from tickets.actions import solve

pytestmark = pytest.mark.django_db


def test_the_home_begins_with_the_search_and_offers_what_helped_most(client, customer, write):  # noqa: F811
    write("Pay an invoice", "Open it.")
    for whoever in (None, customer):
        if whoever:
            client.force_login(whoever)
        page = client.get("/").content.decode()
        assert 'action="/help/en/search/"' in page and "Popular articles" in page and "Pay an invoice" in page


def test_the_home_suggests_what_may_answer_an_open_request_and_not_a_solved_one(client, customer, agent, write):  # noqa: F811
    write("Reset a forgotten password", "Choose “Forgot password” and open the link in the mail.")
    ticket = make_ticket(customer, subject="I have forgotten my password, how do I reset it?")
    client.force_login(customer)
    assert "Found for “I have forgotten my password" in client.get("/").content.decode()
    assert "Found for" not in client.get("/?stand=with-us").content.decode()
    solve(ticket, actor=agent)
    assert "Found for" not in client.get("/").content.decode()
