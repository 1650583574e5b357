from celery import shared_task

from tickets import closing, snoozing


@shared_task(time_limit=600)
def close_solved() -> None:
    closing.close_solved()


@shared_task(time_limit=60)
def wake_snoozed() -> None:
    snoozing.wake_snoozed()
