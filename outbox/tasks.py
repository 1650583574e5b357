"""Celery's side of sending: thin."""

from celery import shared_task

from helpdesk.nudge import nudge
from outbox.sending import send_waiting

BATCH = 50


@shared_task(time_limit=3600)
def send_outgoing() -> None:
    """Send what is due; after a full batch the rest goes to whoever is free."""
    if send_waiting(BATCH) == BATCH:
        nudge(send_outgoing)


@shared_task(time_limit=3600)
def sweep_outgoing() -> None:
    """Mails whose nudge was lost, whose retry is due or whose sender died."""
    send_outgoing()
