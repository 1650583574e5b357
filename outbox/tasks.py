"""Celery's side of sending: thin."""

import time

from celery import shared_task

from helpdesk.nudge import begun, nudge_once
from outbox.sending import send_waiting
from outbox.webhooks import send_webhooks

BATCH = 50
SECONDS = 5


@shared_task(time_limit=1500)
def send_outgoing() -> None:
    """Send what is due, batch by batch; after a while the rest goes to whoever is free."""
    begun(send_outgoing)
    until = time.monotonic() + SECONDS
    while send_waiting(BATCH) == BATCH:
        if time.monotonic() > until:
            nudge_once(send_outgoing)
            return


@shared_task(time_limit=1500)
def sweep_outgoing() -> None:
    """Mails whose nudge was lost, whose retry is due or whose sender died."""
    send_outgoing()


@shared_task(queue="slow", time_limit=1500)
def send_waiting_webhooks() -> None:
    """What is due, and what others wait for: a slow receiver holds up no mail, which goes by another queue."""
    begun(send_waiting_webhooks)
    until = time.monotonic() + SECONDS
    while send_webhooks(BATCH) == BATCH:
        if time.monotonic() > until:
            nudge_once(send_waiting_webhooks)
            return
