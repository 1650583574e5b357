"""Carrying a bulk act out: bites, leases, cancelling, faults, and two workers at once."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from helpdesk import clock
from helpdesk.schedule import SCHEDULE
from tests.factories import make_ticket
from tests.tickets.asserting import assert_log_agrees, nothing_happened
from tests.tickets.test_bulk import column, done, outcomes, reasons, start
from tickets.actions import cancel_bulk
from tickets.bulk import running
from tickets.bulk.running import run, run_waiting
from tickets.events import EventKind
from tickets.models import BulkAct, BulkStep, Event, Ticket
from tickets.models.bulk import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def tickets(customer) -> list[Ticket]:
    return [make_ticket(requester=customer) for _number in range(3)]


def test_cancelled_the_rest_stays_as_it_is(tickets, agent, monkeypatch):
    act = start(agent, "priority", tickets, priority=4)
    carry_out = running.carry_out

    def and_cancel(job, ticket, step):
        changed = carry_out(job, ticket, step)
        cancel_bulk(act, actor=agent)
        return changed

    monkeypatch.setattr(running, "carry_out", and_cancel)
    run(act.pk)

    act.refresh_from_db()
    assert (act.state, outcomes(act)) == ("cancelled", ["changed", "", ""])
    assert column("priority", tickets) == [4, 2, 2]
    assert not cancel_bulk(act, actor=agent)


def test_a_bite_ends_and_the_next_goes_on_where_it_stopped(tickets, agent):
    act = start(agent, "priority", tickets, priority=4)
    assert not run(act.pk, seconds=-1)
    assert outcomes(act) == ["", "", ""]
    assert run_waiting() == 1
    assert outcomes(act) == ["changed"] * 3
    assert run_waiting() == 0


def test_what_somebody_else_carries_out_is_left_alone_until_they_died(tickets, agent):
    act = start(agent, "priority", tickets, priority=4)
    BulkAct.objects.update(claimed_until=clock.now() + timedelta(seconds=20))
    assert run_waiting() == 0
    BulkAct.objects.update(claimed_until=clock.now() - timedelta(seconds=1))
    assert run_waiting() == 1
    assert outcomes(act) == ["changed"] * 3


def test_a_fault_on_one_does_not_hold_up_the_others(tickets, agent, monkeypatch):
    carry_out = running.carry_out

    def break_first(job, ticket, step):
        if ticket.pk == tickets[0].pk:
            raise RuntimeError("no")
        return carry_out(job, ticket, step)

    monkeypatch.setattr(running, "carry_out", break_first)
    act = done(agent, "priority", tickets, priority=4)
    assert outcomes(act) == ["refused", "changed", "changed"]
    assert "went wrong on our side" in reasons(act)[0]


def test_reasons_are_in_the_actors_language_and_an_agent_who_left_changes_nothing(ticket, agent):
    act = start(agent, "priority", [ticket], priority=4)
    agent.is_active = False
    agent.save()
    with nothing_happened():
        run(act.pk)
    assert outcomes(act) == [Outcome.MISSING]


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_no_ticket_twice(agent, customer, monkeypatch):
    tickets = [make_ticket(requester=customer) for _number in range(6)]
    act = start(agent, "status", tickets, status="solved")
    # As if the lease had run out at once: both carry it out.
    monkeypatch.setattr(running, "LEASE", timedelta(seconds=-1))
    barrier = threading.Barrier(2, timeout=30)

    def work():
        barrier.wait()
        run(act.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    assert outcomes(act) == ["changed"] * 6
    assert Event.objects.filter(kind=EventKind.SOLVED).count() == 6
    for ticket in tickets:
        assert_log_agrees(Ticket.objects.get(pk=ticket.pk))


@pytest.mark.parametrize(
    "fields",
    [{"token": "one"}, {"state": "done"}, {"ended_at": timezone.now()}, {"kind": "undo"}, {"undoes": "act"}],
)
def test_the_database_takes_no_act_twice_nor_one_that_cannot_be(ticket, agent, fields):
    act = start(agent, "read", [ticket])
    fields = {name: act if value == "act" else value for name, value in fields.items()}
    values = {"actor": agent, "kind": "read", "token": "two", "created_at": timezone.now(), **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkAct.objects.create(**values)


@pytest.mark.parametrize("fields", [{"place": 1}, {"number": 1}, {"last_seq": 1, "after_seq": 2}])
def test_the_database_takes_no_step_twice(agent, fields):
    act = start(agent, "read", [1])
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkStep.objects.create(**{"act": act, "place": 2, "number": 2, **fields})


def test_the_sweeper_looks_every_five_seconds():
    assert SCHEDULE["bulk acts"]["task"] == "tickets.tasks.sweep_bulk"
