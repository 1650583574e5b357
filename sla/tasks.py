from celery import shared_task

from sla import arrivals, recomputing, timer


@shared_task(time_limit=120)
def tick() -> None:
    """Warnings and deadlines; found every 15 s, so that no nudge is needed."""
    timer.tick()


@shared_task(queue="slow", time_limit=600)
def recompute() -> None:
    """Open tickets after a calendar or policy was edited."""
    recomputing.run_waiting()


@shared_task(queue="slow", time_limit=600)
def count_arrivals() -> None:
    """When customers write, for the picture of coverage."""
    arrivals.count_arrivals()
