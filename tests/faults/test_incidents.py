"""A worker dies amid the answer to all incidents of a problem: each customer is answered and each ticket solved once."""

from collections import Counter

import pytest

from accounts.models import User
from helpdesk.embedded.processes import kill_session
from outbox.models import OutboundEmail
from tests.factories import CustomerFactory, make_ticket
from tests.faults.house import House, eventually
from tests.faults.test_bulk_acts import is_done
from tickets.actions import answer_incidents, link, set_kind
from tickets.models import BulkAct, Event, Kind, LinkKind

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_killed_while_it_solves_all_incidents_answers_each_of_them_once(house: House, agent: User) -> None:
    problem = make_ticket(subject="The printers are down")
    set_kind(problem, actor=agent, kind=Kind.PROBLEM)
    incidents = [make_ticket(requester=CustomerFactory()) for _number in range(4)]
    for incident in incidents:
        link(incident, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    worker = house.worker(fault="after_commit")
    answer_incidents(
        problem,
        actor=agent,
        html="<p>{{ ticket.number }} works again.</p>",
        seen={incident.pk: 1 for incident in incidents},
        token="one",  # noqa: S106
        solving=True,
    )
    house.wait_until_killed("after_commit")
    kill_session(worker)
    worker.wait(10)

    BulkAct.objects.update(claimed_until=None)  # as time does
    house.worker(concurrency=2)
    eventually(is_done, "the act is done")
    house.settle(claims_run_out=True)

    once = Counter(incident.pk for incident in incidents)
    for kind in ("message.replied", "ticket.solved"):
        assert Counter(Event.objects.filter(kind=kind).values_list("ticket", flat=True)) == once
    assert Counter(OutboundEmail.objects.filter(kind="reply").values_list("ticket", flat=True)) == once
