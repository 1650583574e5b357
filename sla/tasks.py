from celery import shared_task

from sla import timer


@shared_task(time_limit=120)
def tick() -> None:
    """Warnings and deadlines; found every 15 s, so that no nudge is needed."""
    timer.tick()
