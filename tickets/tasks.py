from celery import shared_task

from tickets import closing


@shared_task(time_limit=600)
def close_solved() -> None:
    closing.close_solved()
