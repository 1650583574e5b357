"""Time spent on a ticket: kept, corrected, taken away, and carried along by a merge."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk import clock
from tests.factories import make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, nothing_happened
from tickets.actions import Letter, change_time, log_time, merge, remove_time, send_letter, unmerge
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.integrity_time import check_time
from tickets.models import TimeEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _time_is_kept(settings):
    settings.TIME_TRACKING = True


def total(ticket) -> int:
    ticket.refresh_from_db()
    assert list(check_time()) == []
    return ticket.minutes_spent


def test_a_time_is_kept_with_what_it_was_for(ticket, agent):
    entry = log_time(ticket, actor=agent, minutes=25, words="  Looked at the  log ")

    assert total(ticket) == 25
    assert (entry.person, entry.words) == (agent, "Looked at the log")
    event = ticket.events.last()
    assert event_text(event, Names.of([event])) == "Omar Haddad worked 25 min on this: Looked at the log"
    assert_log_agrees(ticket)


def test_ones_own_is_corrected_and_taken_away_once(ticket, agent):
    entry = log_time(ticket, actor=agent, minutes=25)
    change_time(entry, actor=agent, minutes=15)
    with nothing_happened():
        assert change_time(entry, actor=agent, minutes=15) is None
    assert total(ticket) == 15
    remove_time(entry, actor=agent)
    with nothing_happened():
        assert remove_time(entry, actor=agent) is None
    assert total(ticket) == 0
    kinds = [EventKind.TIME_LOGGED, EventKind.TIME_CHANGED, EventKind.TIME_REMOVED]
    assert kinds_of(ticket)[1:] == kinds
    assert_log_agrees(ticket)


def test_somebody_elses_is_theirs(ticket, agent, lead):
    entry = log_time(ticket, actor=agent, minutes=25)
    with nothing_happened():
        with pytest.raises(NotAllowed):
            change_time(entry, actor=lead, minutes=5)
        with pytest.raises(NotAllowed):
            remove_time(entry, actor=lead)


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_a_time_that_cannot_have_been_is_refused(ticket, agent, minutes):
    with nothing_happened(), pytest.raises(Invalid):
        log_time(ticket, actor=agent, minutes=minutes)
    with nothing_happened(), pytest.raises(Invalid):
        log_time(ticket, actor=agent, minutes=5, spent_at=clock.now() + timedelta(hours=1))


def test_customers_and_houses_that_keep_none_keep_none(ticket, agent, customer, settings):
    with nothing_happened(), pytest.raises(NotAllowed):
        log_time(ticket, actor=customer, minutes=5)
    settings.TIME_TRACKING = False
    with nothing_happened(), pytest.raises(IllegalTransition):
        log_time(ticket, actor=agent, minutes=5)


def test_it_is_kept_with_the_answer(ticket, agent):
    send_letter(ticket, actor=agent, letter=Letter(html="<div>Use sand</div>", seen_seq=1, minutes=7))
    assert total(ticket) == 7


def test_a_merge_adds_it_and_undone_takes_it_back(ticket, agent, customer):
    other = make_ticket(requester=customer)
    log_time(ticket, actor=agent, minutes=25)
    log_time(other, actor=agent, minutes=10)

    merge(ticket, actor=agent, into=other)
    assert (total(ticket), total(other)) == (0, 35)
    unmerge(ticket, actor=agent)
    assert (total(ticket), total(other)) == (25, 10)
    assert_log_agrees(ticket)
    assert_log_agrees(other)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(["log", "change", "remove"]), st.integers(1, 1440)), max_size=8))
def test_whatever_is_done_the_column_is_the_sum_and_the_log_agrees(customer, agent, acts):
    ticket = make_ticket(requester=customer)
    for act, minutes in acts:
        entry = ticket.time_entries.first()
        if act == "log" or entry is None:
            log_time(ticket, actor=agent, minutes=minutes)
        elif act == "change":
            change_time(entry, actor=agent, minutes=minutes)
        else:
            remove_time(entry, actor=agent)
        ticket.refresh_from_db()
    assert total(ticket) == sum(TimeEntry.objects.filter(ticket=ticket).values_list("minutes", flat=True))
    assert_log_agrees(ticket)
