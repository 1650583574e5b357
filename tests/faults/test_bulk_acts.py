"""A worker dies amid a bulk act, and Redis forgets everything: each ticket is done once, and the act comes to its end."""

import pytest
import redis

from accounts.models import User
from helpdesk.celery import app
from helpdesk.embedded.processes import kill_session
from tests.factories import make_ticket
from tests.faults.house import House, eventually
from tickets.actions import start_bulk
from tickets.models import BulkAct, Event
from tickets.models.bulk import BulkKind, BulkState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
def test_a_worker_killed_here_neither_skips_nor_repeats_a_ticket(
    house: House, point: str, agent: User, redis_server
) -> None:
    numbers = [make_ticket().pk for _number in range(5)]
    worker = house.worker(fault=point)
    act = start_bulk(
        actor=agent,
        kind=BulkKind.STATUS,
        numbers=numbers,
        arguments={"status": "solved"},
        token="one",  # noqa: S106
    )
    house.wait_until_killed(point)
    kill_session(worker)
    worker.wait(10)
    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()

    BulkAct.objects.update(claimed_until=None)  # as time does
    house.worker()
    eventually(is_done, "the act is done")

    assert list(act.steps.values_list("outcome", flat=True)) == ["changed"] * 5
    assert Event.objects.filter(kind="ticket.solved").count() == 5


def is_done() -> bool:
    app.send_task("tickets.tasks.sweep_bulk", queue="default")
    return BulkAct.objects.get().state == BulkState.DONE
