"""Celery's side of the intake: thin."""

from celery import shared_task

from helpdesk.nudge import nudge
from mail.processing import BATCH, process_batch


@shared_task(time_limit=600)
def process_inbound() -> None:
    """Work off what waits. One task takes a batch and passes the rest on, so that several workers share it."""
    if process_batch(limit=BATCH) == BATCH:
        nudge(process_inbound)


@shared_task(time_limit=600)
def sweep_inbound() -> None:
    """Mails whose nudge was lost, whose retry is due or whose worker died."""
    process_inbound()
