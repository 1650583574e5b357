"""Facts that differ from the log are found, and mended over night."""

import pytest

from metrics.integrity import check_facts, check_sample
from metrics.keeping import keep_stale
from metrics.models import ResponseFacts, StayFacts, TicketFacts
from tests.metrics.living import answered, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered_ticket(customer, agent):
    ticket = opened(customer)
    answered(ticket, agent, 1)
    keep_stale()
    return ticket


@pytest.mark.usefixtures("answered_ticket")
def test_what_was_kept_is_right():
    assert list(check_facts()) == []


def test_a_mark_says_that_the_facts_are_to_come(customer):
    opened(customer)

    assert list(check_facts()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda: TicketFacts.objects.update(replies=7),
        lambda: ResponseFacts.objects.update(seconds=1),
        lambda: StayFacts.objects.all().delete(),
    ],
)
def test_what_differs_is_named_and_computed_anew(answered_ticket, damage, caplog):
    damage()
    assert f"#{answered_ticket.pk}" in next(check_facts())

    assert check_sample() == 1
    keep_stale()

    assert f"#{answered_ticket.pk}" in caplog.text
    assert list(check_facts()) == []
