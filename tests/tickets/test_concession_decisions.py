"""Decisions on concessions that are taken back, and concessions that move with a merge."""

from datetime import timedelta
from decimal import Decimal

import pytest

from desk.models import Notification
from helpdesk import clock
from tests.factories import make_ticket
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets.actions import (
    approve_concession,
    decline_concession,
    grant_concession,
    merge,
    receive_message,
    reopen_concession,
    set_concession_limit,
    split,
    unmerge,
    unsplit,
)
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.integrity_grants import check_concessions
from tickets.models import Channel, Concession
from tickets.models.concession import ConcessionKind, ConcessionState

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(ticket, agent):
    return granted_on(ticket, agent)


def granted_on(ticket, agent) -> Concession:
    return grant_concession(
        ticket, actor=agent, kind=ConcessionKind.REFUND, amount=Decimal(40), currency="EUR", reason="Late"
    )


def test_who_decided_takes_it_back_at_once_without_a_word(ticket, waiting, admin):
    approve_concession(waiting, actor=admin)

    event = reopen_concession(waiting, actor=admin)

    waiting.refresh_from_db()
    assert event.kind == EventKind.CONCESSION_REOPENED
    assert (waiting.state, waiting.decided_by, waiting.decided_at) == (ConcessionState.WAITING, None, None)
    with nothing_happened():
        assert reopen_concession(waiting, actor=admin) is None
    assert_log_agrees(ticket)
    assert list(check_concessions()) == []


def test_later_and_by_others_it_is_a_correction_that_says_why(ticket, waiting, admin, lead):
    with clock.at(clock.now() - timedelta(minutes=1)):
        approve_concession(waiting, actor=admin)

    for person in (admin, lead):
        with nothing_happened(), pytest.raises(Invalid):
            reopen_concession(waiting, actor=person, words=" ")
    reopen_concession(waiting, actor=lead, words="The wrong customer")

    waiting.refresh_from_db()
    assert (waiting.state, waiting.decision) == (ConcessionState.WAITING, "The wrong customer")
    assert last_event(ticket).data["words"] == "The wrong customer"


def test_agents_take_no_decision_back(waiting, agent, agent_l2, admin):
    approve_concession(waiting, actor=admin)

    for person in (agent, agent_l2):
        with nothing_happened(), pytest.raises(NotAllowed):
            reopen_concession(waiting, actor=person, words="Please")


def test_what_nobody_decided_is_not_taken_back(ticket, agent, lead, admin):
    set_concession_limit(actor=admin, role="agent", currency="EUR", most=Decimal(100))
    at_once = granted_on(ticket, agent)

    with nothing_happened(), pytest.raises(IllegalTransition):
        reopen_concession(at_once, actor=lead, words="Too much")


def test_a_decision_reads_what_told_that_it_waits(ticket, agent, lead, first_line, admin):
    first_line.members.add(lead)
    ticket.team = first_line
    ticket.save()
    one, other = granted_on(ticket, agent), granted_on(ticket, agent)
    told = Notification.objects.filter(person=lead, kind="concession_asked", read_at=None)
    assert told.count() == 1

    decline_concession(one, actor=lead, words="No")
    assert told.count() == 1  # the other one waits still
    approve_concession(other, actor=admin)

    lead.refresh_from_db()
    assert (told.count(), lead.unread_notifications) == (0, 0)


def test_concessions_go_with_a_merge_and_come_back(ticket, waiting, agent, admin):
    into = make_ticket()

    merge(ticket, actor=agent, into=into)
    waiting.refresh_from_db()
    assert waiting.ticket == into
    assert_log_agrees(into)
    assert list(check_concessions()) == []
    into.refresh_from_db()
    ticket.refresh_from_db()
    assert (into.conceded_at is None, ticket.conceded_at is None) == (False, True)

    approve_concession(waiting, actor=admin)
    unmerge(ticket, actor=agent)

    waiting.refresh_from_db()
    assert (waiting.ticket, waiting.state) == (ticket, ConcessionState.APPROVED)
    assert_log_agrees(into)
    assert_log_agrees(ticket)
    assert list(check_concessions()) == []
    into.refresh_from_db()
    ticket.refresh_from_db()
    assert (into.conceded_at is None, ticket.conceded_at is None) == (True, False)


def test_what_was_granted_on_a_split_off_ticket_comes_along_when_that_is_undone(ticket, customer, agent, admin):
    asked = Body.from_text("The invoice is wrong, too.")
    message = receive_message(ticket, actor=customer, body=asked, channel=Channel.EMAIL)
    new = split(ticket, actor=agent, messages=[message])
    waiting = granted_on(new, agent)

    unsplit(new, actor=agent)

    waiting = Concession.objects.select_related("ticket").get()
    approve_concession(waiting, actor=admin)
    waiting.refresh_from_db()
    ticket.refresh_from_db()
    assert (waiting.ticket, ticket.conceded_at) == (ticket, waiting.decided_at)
    assert_log_agrees(ticket)
    assert list(check_concessions()) == []


def test_who_decides_on_what_was_merged_meanwhile_is_led_there(ticket, waiting, agent, admin):
    known = Concession.objects.select_related("ticket").get(pk=waiting.pk)
    merge(ticket, actor=agent, into=make_ticket())

    with nothing_happened(), pytest.raises(IllegalTransition, match="Work goes on there"):
        approve_concession(known, actor=admin)
