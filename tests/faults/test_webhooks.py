"""A worker is killed (kill -9) while it calls somebody's address; a sweeper's next worker calls it, with the same id."""

from collections.abc import Callable

import pytest

from helpdesk.celery import app
from helpdesk.embedded.processes import kill_session
from helpdesk.faults import WEBHOOK_FAULT_POINTS
from outbox.models import DeliveryState, WebhookDelivery
from outbox.webhooks import post_webhook
from tests.faults.house import eventually
from tests.routing.test_webhooks import receiver  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.mark.parametrize(("point", "calls"), list(zip(WEBHOOK_FAULT_POINTS, (1, 2), strict=True)))
def test_a_webhook_whose_worker_was_killed_is_sent_by_the_next(
    receiver,  # noqa: F811
    start_worker: Callable,
    process_env: dict[str, str],
    tmp_path,
    point: str,
    calls: int,
) -> None:
    env = process_env | {"WEBHOOKS_TO_PRIVATE_ADDRESSES": "1"}
    url = f"http://127.0.0.1:{receiver.server_port}/hook"
    worker = start_worker(env=env | {"HELPDESK_FAULT": point})
    post_webhook(url=url, secret=SECRET, name="CRM", kind="rule.acted", data={})

    eventually(lambda: swept() and "SIGKILL" in logs(tmp_path), f"the worker is killed at {point}")
    kill_session(worker)
    WebhookDelivery.objects.update(claimed_until="2000-01-01T00:00:00Z")  # as after a minute without a sign of life
    start_worker(env=env)
    eventually(lambda: swept() and WebhookDelivery.objects.get().state == DeliveryState.SENT, "it is sent")

    delivery = WebhookDelivery.objects.get()
    assert delivery.attempts >= 2
    assert [headers["webhook-id"] for headers, _body in receiver.got] == [delivery.message_id] * calls


def swept() -> bool:
    """As beat does."""
    app.send_task("outbox.tasks.send_waiting_webhooks", queue="default")
    return True


def logs(folder) -> str:
    return "\n".join(path.read_text(errors="replace") for path in folder.glob("worker-*.log"))
