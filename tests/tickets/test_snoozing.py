"""Putting a ticket aside: until a moment, or until the customer writes."""

import contextlib
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.module_loading import import_string
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from helpdesk import clock
from tests.factories import make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets import snoozing
from tickets.actions import (
    accept_escalation,
    assign,
    close,
    delete,
    escalate,
    hand_back,
    mark_read,
    mark_spam,
    receive_automatic,
    receive_message,
    reply,
    snooze,
    solve,
    unsnooze,
)
from tickets.actions.snoozing import wake
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Channel, Ticket, TicketRead
from tickets.tasks import wake_snoozed

pytestmark = pytest.mark.django_db

WORDS = Body.from_text("And now?")
WHY = {"reason": "Hard.", "tried": "All.", "asked": "Help."}


def later(**how_much: float):
    return clock.now() + timedelta(**how_much)


@pytest.fixture
def snoozed(ticket, agent) -> Ticket:
    """Until tomorrow, by Omar, whose it is."""
    assign(ticket, actor=agent, assignee=agent)
    snooze(ticket, actor=agent, until=later(days=1))
    return ticket


def test_a_snooze_stands_beside_the_status_and_stops_no_clock(ticket, agent):
    until = later(hours=3)

    event = snooze(ticket, actor=agent, until=until)

    waiting = ticket.waiting_since
    ticket.refresh_from_db()
    assert (ticket.snoozed_until, ticket.status, ticket.waiting_since) == (until, "new", waiting)
    assert (event.kind, event.actor) == (EventKind.SNOOZED, agent)
    assert event.changes == {"snoozed_until": [None, until.isoformat()]}
    assert_log_agrees(ticket)


def test_another_time_replaces_the_first_and_the_same_one_changes_nothing(snoozed, agent):
    until = later(days=2)
    assert snooze(snoozed, actor=agent, until=until) is not None

    with nothing_happened():
        assert snooze(snoozed, actor=agent, until=until) is None


def test_a_person_can_end_it_once(snoozed, agent):
    event = unsnooze(snoozed, actor=agent)

    snoozed.refresh_from_db()
    assert (snoozed.snoozed_until, event.kind, event.actor) == (None, EventKind.UNSNOOZED, agent)
    with nothing_happened():
        assert unsnooze(snoozed, actor=agent) is None


@pytest.mark.parametrize("away", [timedelta(0), timedelta(days=-1), timedelta(days=367)])
def test_a_time_gone_by_or_more_than_a_year_away_is_refused(ticket, agent, away):
    with nothing_happened(), pytest.raises(Invalid):
        snooze(ticket, actor=agent, until=clock.now() + away)


@pytest.mark.parametrize("end", [solve, close, mark_spam, delete])
def test_where_no_work_is_left_there_is_nothing_to_snooze(ticket, lead, end):
    end(ticket, actor=lead)

    with nothing_happened(), pytest.raises(IllegalTransition):
        snooze(ticket, actor=lead, until=later(days=1))


def test_customers_snooze_nothing(snoozed, customer):
    with nothing_happened(), pytest.raises(NotAllowed):
        snooze(snoozed, actor=customer, until=later(days=2))
    with nothing_happened(), pytest.raises(NotAllowed):
        unsnooze(snoozed, actor=customer)


def test_it_ends_when_the_customer_writes(snoozed, customer):
    receive_message(snoozed, actor=customer, body=WORDS, channel=Channel.EMAIL)

    snoozed.refresh_from_db()
    assert snoozed.snoozed_until is None
    assert last_event(snoozed).kind == EventKind.RECEIVED
    assert_log_agrees(snoozed)


def test_a_machines_answer_and_our_own_words_end_nothing(snoozed, agent, customer):
    receive_automatic(snoozed, actor=agent, author=customer, body=WORDS)
    reply(snoozed, actor=agent, body=WORDS, seen_seq=snoozed.conversation_seq)

    snoozed.refresh_from_db()
    assert snoozed.snoozed_until is not None


@pytest.mark.parametrize("end", [solve, close])
def test_it_ends_with_the_work(snoozed, agent, end):
    end(snoozed, actor=agent)

    snoozed.refresh_from_db()
    assert snoozed.snoozed_until is None
    assert_log_agrees(snoozed)


def test_whoever_a_ticket_is_handed_to_finds_it_awake(snoozed, agent, agent_l2):
    escalate(snoozed, actor=agent, to_level=2, **WHY)
    snoozed.refresh_from_db()
    assert snoozed.snoozed_until is None

    accept_escalation(snoozed, actor=agent_l2)
    snooze(snoozed, actor=agent_l2, until=later(days=1))
    hand_back(snoozed, actor=agent_l2, answer="Done.")
    snoozed.refresh_from_db()
    assert snoozed.snoozed_until is None
    assert_log_agrees(snoozed)


def test_when_its_time_has_come_the_timer_wakes_it_unread(snoozed, agent, lead):
    for person in (agent, lead):
        mark_read(snoozed, actor=person)

    with clock.at(later(days=1, seconds=1)):
        wake_snoozed()

    snoozed.refresh_from_db()
    event = last_event(snoozed)
    assert snoozed.snoozed_until is None
    assert (event.kind, event.actor, event.actor_name) == (EventKind.UNSNOOZED, None, "Snooze timer")
    seen = dict(TicketRead.objects.values_list("person", "seen_seq"))
    assert seen == {agent.pk: snoozed.conversation_seq - 1, lead.pk: snoozed.conversation_seq}
    assert_log_agrees(snoozed)


def test_what_is_nobodys_wakes_unread_for_whom_put_it_aside(ticket, lead):
    mark_read(ticket, actor=lead)
    snooze(ticket, actor=lead, until=later(days=1))

    with clock.at(later(days=2)):
        wake_snoozed()

    assert TicketRead.objects.get(person=lead).seen_seq == 0


def test_waking_twice_changes_nothing(snoozed):
    with clock.at(later(days=1, seconds=1)):
        assert snoozing.wake_snoozed() == 1
        with nothing_happened():
            assert snoozing.wake_snoozed() == 0


def test_what_is_not_due_sleeps_on(snoozed):
    with clock.at(later(hours=23)), nothing_happened():
        assert snoozing.wake_snoozed() == 0


def test_what_was_snoozed_again_since_it_was_found_sleeps_on(snoozed, agent):
    with clock.at(later(days=1, seconds=1)):
        found = Ticket.objects.get(pk=snoozed.pk)
        snooze(Ticket.objects.get(pk=snoozed.pk), actor=agent, until=later(days=5))

        with nothing_happened():
            assert wake(found) is None


def test_one_that_cannot_be_woken_holds_up_no_other(agent, monkeypatch):
    first, second = make_ticket(), make_ticket()
    for number, ticket in enumerate((first, second), start=1):
        snooze(ticket, actor=agent, until=later(hours=number))

    def refuse(ticket):
        if ticket == first:
            raise IllegalTransition
        return wake(ticket)

    monkeypatch.setattr(snoozing, "wake", refuse)
    with clock.at(later(days=1)):
        assert snoozing.wake_snoozed() == 1


def test_a_snooze_behind_the_verbs_back_is_found(snoozed):
    checks = [import_string(path) for path in settings.INTEGRITY_CHECKS]
    assert [problem for check in checks for problem in check()] == []
    Ticket.objects.filter(pk=snoozed.pk).update(snoozed_until=None)

    found = list(import_string("tickets.integrity.check_snoozed")())

    assert len(found) == 1
    assert f"#{snoozed.pk} (open): snoozed until None" in found[0]


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(st.sampled_from(("snooze", "unsnooze", "wake", "write", "solve", "reply")), min_size=1, max_size=8)
)
def test_whatever_happens_the_log_tells_whether_it_sleeps(acts, agent, customer):
    start = clock.now()
    with clock.at(start):
        ticket = make_ticket(requester=customer)
    for hour, act in enumerate(acts, start=1):
        with clock.at(start + timedelta(hours=hour)), contextlib.suppress(IllegalTransition):
            {
                "snooze": lambda: snooze(ticket, actor=agent, until=later(minutes=90)),
                "unsnooze": lambda: unsnooze(ticket, actor=agent),
                "wake": snoozing.wake_snoozed,
                "write": lambda: receive_message(ticket, actor=customer, body=WORDS, channel=Channel.EMAIL),
                "solve": lambda: solve(ticket, actor=agent),
                "reply": lambda: reply(
                    ticket, actor=agent, body=WORDS, seen_seq=Ticket.objects.get(pk=ticket.pk).conversation_seq
                ),
            }[act]()
    assert_log_agrees(ticket)
    if ticket.is_solved:
        assert ticket.snoozed_until is None
    assert kinds_of(ticket)[0] == EventKind.OPENED
