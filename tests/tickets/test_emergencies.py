"""Emergencies: people are called one after the other, each step exactly once, until one says that they are on it."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Availability
from helpdesk import clock
from tests.factories import TeamFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import (
    acknowledge_emergency,
    declare_emergency,
    delete,
    merge,
    reply,
    solve,
    stand_down,
    unmerge,
)
from tickets.actions.emergencies import take_due_step
from tickets.calling import take_due_steps
from tickets.content import Body
from tickets.emergencies import Step, called_by, parse_steps
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.integrity_emergencies import check_emergencies
from tickets.models import Emergency

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps(agent, lead) -> list[Step]:
    """Omar, then five minutes later Lena."""
    return [Step(person=agent.pk, how=("desk",), minutes=5), Step(person=lead.pk, how=("desk", "email"), minutes=10)]


def declare(ticket, actor, steps, **more) -> Emergency:
    emergency = declare_emergency(ticket, actor=actor, plan="Outage", steps=steps, reason="Nobody can sign in.", **more)
    assert emergency is not None
    return emergency


@pytest.fixture
def emergency(ticket, lead, steps) -> Emergency:
    return declare(ticket, lead, steps)


def ticks_after(minutes: float) -> int:
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        return take_due_steps()


def calls_of(emergency) -> list[list[int]]:
    called = emergency.ticket.events.filter(kind=EventKind.EMERGENCY_CALLED).order_by("seq")
    return [event.data["tell"] for event in called]


def test_the_first_step_is_taken_as_it_is_declared(emergency, ticket, lead, agent):
    declared, called = ticket.events.order_by("-seq")[:2][::-1]

    assert (declared.kind, declared.actor, declared.data["words"]) == (
        EventKind.EMERGENCY_DECLARED, lead, "Nobody can sign in.",
    )  # fmt: skip
    assert (called.kind, called.actor, called.data["tell"], called.data["how"]) == (
        EventKind.EMERGENCY_CALLED, None, [agent.pk], ["desk"],
    )  # fmt: skip
    emergency.refresh_from_db()
    assert (emergency.calls, emergency.called, emergency.next_at) == (1, [agent.pk], called.at + timedelta(minutes=5))
    assert list(check_emergencies()) == []
    assert_log_agrees(ticket)


def test_the_next_one_is_called_when_nobody_answers_in_time_and_no_sooner(emergency, agent, lead):
    assert ticks_after(4) == 0
    assert ticks_after(6) == 1

    assert calls_of(emergency) == [[agent.pk], [lead.pk]]
    assert list(check_emergencies()) == []


def test_a_second_timer_takes_no_step_twice(emergency, agent, lead):
    with clock.at(clock.now() + timedelta(minutes=6)):
        found = Emergency.objects.get()
        assert take_due_step(found) is not None
        with nothing_happened():
            assert take_due_step(found) is None

    assert calls_of(emergency) == [[agent.pk], [lead.pk]]


def test_after_an_outage_one_step_is_taken_and_whoever_it_calls_has_their_minutes(emergency, agent, lead):
    later = clock.now() + timedelta(hours=2)
    with clock.at(later):
        assert take_due_steps() == 1
        assert take_due_steps() == 0

    emergency.refresh_from_db()
    assert emergency.next_at == later + timedelta(minutes=10)


def test_all_steps_are_repeated_and_then_the_leads_are_told_that_nobody_answered(ticket, lead, agent, admin, steps):
    emergency = declare(ticket, lead, steps, repeats=1)

    for minutes in (6, 20, 30, 50, 60):
        ticks_after(minutes)

    assert calls_of(emergency) == [[agent.pk], [lead.pk], [agent.pk], [lead.pk]]
    event = last_event(ticket)
    assert (event.kind, set(event.data["tell"])) == (EventKind.EMERGENCY_UNANSWERED, {lead.pk, admin.pk})
    emergency.refresh_from_db()
    assert emergency.is_unanswered
    assert ticks_after(600) == 0
    assert list(check_emergencies()) == []


def test_who_acknowledges_is_on_it_and_nobody_else_is_called(emergency, ticket, agent):
    event = acknowledge_emergency(emergency, actor=agent)

    assert (event.kind, event.actor) == (EventKind.EMERGENCY_ACKNOWLEDGED, agent)
    assert ticks_after(600) == 0
    with nothing_happened():
        assert acknowledge_emergency(emergency, actor=agent) is None
    assert list(check_emergencies()) == []
    assert_log_agrees(ticket)


def test_who_comes_second_hears_who_was_quicker(emergency, agent, lead):
    acknowledge_emergency(emergency, actor=agent)

    with nothing_happened(), pytest.raises(IllegalTransition, match="Omar Haddad is on it already"):
        acknowledge_emergency(emergency, actor=lead)


def test_it_can_be_acknowledged_after_everybody_was_called_in_vain(emergency, agent):
    for minutes in (6, 20):
        ticks_after(minutes)

    assert acknowledge_emergency(emergency, actor=agent) is not None
    assert list(check_emergencies()) == []


def test_whoever_is_on_it_stands_it_down_others_only_with_the_right(emergency, ticket, agent, agent_l2):
    acknowledge_emergency(emergency, actor=agent)
    with nothing_happened(), pytest.raises(NotAllowed):
        stand_down(emergency, actor=agent_l2)

    event = stand_down(emergency, actor=agent, words="A certificate had expired.")

    assert (event.kind, event.data["words"]) == (EventKind.EMERGENCY_ENDED, "A certificate had expired.")
    with nothing_happened():
        assert stand_down(emergency, actor=agent) is None
    with nothing_happened(), pytest.raises(IllegalTransition, match="over"):
        acknowledge_emergency(emergency, actor=agent_l2)
    assert list(check_emergencies()) == []


def test_one_at_a_time_and_another_one_after_it_is_over(emergency, ticket, lead, steps):
    with nothing_happened():
        assert declare_emergency(ticket, actor=lead, plan="Outage", steps=steps, reason="Again.") is None

    stand_down(emergency, actor=lead)

    assert declare(ticket, lead, steps).pk != emergency.pk


def test_the_database_holds_one_running_emergency_a_ticket(emergency, ticket):
    emergency.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        emergency.save()


def test_agents_and_customers_declare_none(ticket, agent, customer, steps):
    for person in (agent, customer):
        with nothing_happened(), pytest.raises(NotAllowed):
            declare(ticket, person, steps)


def test_it_needs_a_reason_and_a_ticket_that_somebody_works_on(ticket, lead, steps):
    with nothing_happened(), pytest.raises(Invalid, match="Say what is wrong"):
        declare_emergency(ticket, actor=lead, plan="Outage", steps=steps, reason=" ")
    delete(ticket, actor=lead)
    with nothing_happened(), pytest.raises(IllegalTransition):
        declare(ticket, lead, steps)


def test_on_a_solved_ticket_it_ends_instead_of_calling_the_next(emergency, ticket, lead):
    reply(ticket, actor=lead, body=Body.from_text("It works again."), seen_seq=ticket.conversation_seq)
    solve(ticket, actor=lead)

    ticks_after(6)

    event = last_event(ticket)
    assert (event.kind, event.actor) == (EventKind.EMERGENCY_ENDED, None)
    emergency.refresh_from_db()
    assert not emergency.is_running
    assert list(check_emergencies()) == []


def test_of_a_team_those_on_duty_are_called_and_all_of_it_when_nobody_is(ticket, agent, agent_l2):
    team = TeamFactory(name="On call")
    team.members.add(agent, agent_l2)
    step = Step(team=team.pk, how=("desk",))
    agent_l2.availability = Availability.AWAY
    agent_l2.save()

    assert called_by(step, ticket, clock.now()) == [agent]

    agent.availability = Availability.AWAY
    agent.save()
    assert set(called_by(step, ticket, clock.now())) == {agent, agent_l2}


def test_who_does_not_see_the_ticket_is_not_called_and_the_next_step_does_not_wait(lead, admin, agent, agent_l2):
    private = TeamFactory(name="Payroll", is_private=True)
    private.members.add(agent_l2)
    ticket = make_ticket(team=private)
    steps = [Step(person=agent.pk, how=("desk",)), Step(person=agent_l2.pk, how=("desk",))]
    emergency = declare(ticket, admin, steps)

    ticks_after(0.1)

    assert calls_of(emergency) == [[], [agent_l2.pk]]
    called = ticket.events.filter(kind=EventKind.EMERGENCY_CALLED).first()
    assert "Nobody could be called" in event_text(called, Names.of([called]))


def test_it_goes_with_a_merge_and_comes_back_with_its_undoing(emergency, ticket, lead):
    other = make_ticket(requester=ticket.requester)
    merge(ticket, actor=lead, into=other)

    ticks_after(6)

    emergency.refresh_from_db()
    assert (emergency.ticket_id, emergency.calls) == (other.pk, 2)
    assert list(check_emergencies()) == []
    unmerge(ticket, actor=lead)
    emergency.refresh_from_db()
    assert emergency.ticket_id == ticket.pk
    assert list(check_emergencies()) == []


def test_two_running_ones_are_not_merged(emergency, ticket, lead, steps):
    other = make_ticket(requester=ticket.requester)
    declare(other, lead, steps)

    with nothing_happened(), pytest.raises(IllegalTransition, match="Stand one of them down"):
        merge(ticket, actor=lead, into=other)


def test_whom_it_calls_is_told_in_sentences(emergency, ticket, lead):
    acknowledge_emergency(emergency, actor=lead)
    stand_down(emergency, actor=lead)
    events = list(ticket.events.order_by("seq"))[-4:]
    names = Names.of(events)

    assert [event_text(event, names) for event in events] == [
        "Lena Vogt declared an emergency (Outage): Nobody can sign in.",
        "Called for the emergency: Omar Haddad",
        "Lena Vogt acknowledged the emergency and is on it",
        "Lena Vogt stood the emergency down",
    ]


def test_check_integrity_finds_an_emergency_that_its_events_do_not_tell(emergency):
    Emergency.objects.update(calls=7)

    assert any(f"emergency {emergency.pk}" in line for line in check_emergencies())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "Say who is called first"),
        ([{"minutes": 5}], "Step 1: choose who is called"),
        ([{"person": 1, "team": 2, "how": ["desk"], "minutes": 5}], "not both"),
        ([{"person": 1, "minutes": 5}], "choose how they are called"),
        ([{"person": 1, "how": ["pigeon"], "minutes": 5}], "choose how they are called"),
        ([{"webhook": 1, "minutes": 5}, {"webhook": 1, "minutes": 0}], "Step 2: wait for 1 to 1440 minutes"),
        ([{"webhook": True, "minutes": 5}], "choose one of the offered values"),
    ],
)
def test_a_wrong_step_is_refused_with_its_number(data, said):
    with pytest.raises(Invalid, match=said):
        parse_steps(data)


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_the_same_time_take_each_step_once(ticket, lead, steps):
    emergency = declare(ticket, lead, steps)
    Emergency.objects.update(next_at=clock.now())

    def tick() -> None:
        try:
            take_due_steps()
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(calls_of(emergency)) == 2
    assert kinds_of(ticket).count(EventKind.EMERGENCY_CALLED) == 2
