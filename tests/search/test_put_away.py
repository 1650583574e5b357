"""What is deleted or spam is found by those who ask for it, and by nobody else."""

import pytest

from search.indexing import index_all
from search.queries import search_tickets
from tests.factories import make_ticket
from tickets.actions import delete, mark_spam

pytestmark = pytest.mark.django_db


@pytest.fixture
def put_away(customer, lead):
    """A deleted one, a spam one and one that stays."""
    tickets = [make_ticket(requester=customer) for _ in range(3)]
    delete(tickets[0], actor=lead)
    mark_spam(tickets[1], actor=lead)
    index_all()
    return tickets


def test_staff_find_it_when_they_ask(put_away, agent):
    deleted, spam, listed = put_away

    assert search_tickets(agent, "is:deleted").numbers == [deleted.pk]
    assert search_tickets(agent, "is:deleted printer").numbers == [deleted.pk]
    assert search_tickets(agent, "is:spam").numbers == [spam.pk]
    assert search_tickets(agent, "printer").numbers == [listed.pk]
    assert search_tickets(agent, "printer -is:deleted").numbers == [listed.pk]


def test_customers_never_find_it(put_away, customer):
    deleted, spam, _listed = put_away

    for text in ("is:deleted", "is:spam", "is:deleted printer"):
        assert not {deleted.pk, spam.pk} & set(search_tickets(customer, text).numbers)
