"""Celery's side of proactive messages: thin."""

from celery import shared_task

from helpdesk.nudge import begun
from mail.proactive.sending import send_due_messages


@shared_task(queue="slow", time_limit=600)
def send_proactive() -> None:
    """What is due now; beat comes every 15 s."""
    begun(send_proactive)
    while send_due_messages():
        continue
