"""Tasks of the running system itself."""

from celery import shared_task

from helpdesk.heartbeat import TASKS, beat


@shared_task(time_limit=10)
def heartbeat() -> None:
    beat(TASKS)
