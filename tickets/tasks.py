from celery import shared_task

from tickets import closing, held


@shared_task(time_limit=600)
def close_solved() -> None:
    closing.close_solved()


@shared_task(time_limit=120)
def send_held() -> None:
    """What is due now; found every second, so that no nudge is needed."""
    held.send_due()
