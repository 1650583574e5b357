"""Closing for good what was solved a while ago."""

from datetime import timedelta

import pytest

from helpdesk import clock
from tests.factories import make_ticket
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets import closing
from tickets.actions import delete, reopen, restore, solve
from tickets.events import EventKind
from tickets.models import Ticket
from tickets.tasks import close_solved

pytestmark = pytest.mark.django_db


@pytest.fixture
def solved(agent):
    """`solved(days)`: a ticket solved so long ago."""

    def make(days: float) -> Ticket:
        with clock.at(clock.now() - timedelta(days=days)):
            ticket = make_ticket()
            solve(ticket, actor=agent)
        return ticket

    return make


def test_seven_days_after_solving_a_ticket_is_closed_by_the_machine(solved):
    old, young, never = solved(7.01), solved(6.99), make_ticket()

    close_solved()

    for ticket, status in ((old, "closed"), (young, "solved"), (never, "new")):
        ticket.refresh_from_db()
        assert ticket.status == status
    event = last_event(old)
    assert (event.kind, event.actor, event.actor_name) == (EventKind.CLOSED, None, "Auto-close")
    assert_log_agrees(old)


def test_a_deleted_one_is_closed_once_it_is_restored(solved, lead):
    old = solved(8)
    delete(old, actor=lead)
    with nothing_happened():
        assert closing.close_solved() == 0

    restore(old, actor=lead)
    assert closing.close_solved() == 1


def test_closing_twice_changes_nothing(solved):
    solved(8)

    assert closing.close_solved() == 1
    with nothing_happened():
        assert closing.close_solved() == 0


def test_the_days_are_a_setting(solved, settings):
    settings.CLOSE_AFTER_DAYS = 30
    solved(29)

    assert closing.close_solved() == 0


def test_what_was_reopened_since_it_was_found_stays_open(solved, agent):
    found = solved(8)
    reopen(Ticket.objects.get(pk=found.pk), actor=agent)

    with nothing_happened():
        assert closing._close(found) is None
