from celery import shared_task

from sla import recomputing, timer


@shared_task(time_limit=120)
def tick() -> None:
    """Warnings and deadlines; found every 15 s, so that no nudge is needed."""
    timer.tick()


@shared_task(queue="slow", time_limit=600)
def recompute() -> None:
    """Open tickets after a calendar or policy was edited."""
    recomputing.run_waiting()
