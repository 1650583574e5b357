"""A worker dies while it calls somebody, and then there are two: each person of the plan is called exactly once, in order."""

from datetime import timedelta

import pytest

from accounts.models import User
from helpdesk import clock
from helpdesk.celery import app
from helpdesk.embedded.processes import kill_session
from tests.faults.house import House, eventually
from tickets.actions import declare_emergency
from tickets.emergencies import Step
from tickets.models import Emergency, Event, Ticket

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_killed_as_it_calls_and_two_beats_call_each_person_once_and_in_order(
    house: House, ticket: Ticket, agent: User, lead: User, admin: User
) -> None:
    people = [agent.pk, lead.pk, admin.pk]
    steps = [Step(person=person, how=("desk",), minutes=5) for person in people]
    declare_emergency(ticket, actor=lead, plan="Outage", steps=steps, reason="Nobody can sign in.")
    let_minutes_go_by()
    worker = house.worker(fault="before_commit")
    eventually(lambda: was_killed(house), "the worker is killed as it calls")
    kill_session(worker)
    worker.wait(10)

    house.worker(concurrency=2)
    for call in (2, 3):
        let_minutes_go_by()
        eventually(lambda call=call: have_called() == people[:call], f"{call} are called")  # type: ignore[misc]
        two_beats_come_by()
    let_minutes_go_by()
    eventually(nobody_is_left, "nobody is left to be called")

    assert have_called() == people
    assert Event.objects.filter(ticket=ticket, kind="emergency.unanswered").count() == 1


def let_minutes_go_by() -> None:
    Emergency.objects.filter(next_at__isnull=False).update(next_at=clock.now() - timedelta(seconds=1))


def two_beats_come_by() -> None:
    for _beat in range(2):
        app.send_task("tickets.tasks.take_due_steps", queue="default")


def was_killed(house: House) -> bool:
    two_beats_come_by()
    return "SIGKILL" in house.worker_logs()


def have_called() -> list[int]:
    two_beats_come_by()
    calls = Event.objects.filter(kind="emergency.called").order_by("seq")
    return [person for call in calls for person in call.data["tell"]]


def nobody_is_left() -> bool:
    two_beats_come_by()
    return Event.objects.filter(kind="emergency.unanswered").exists()
