"""Copies and erasures, which take longer than a page may."""

from celery import shared_task

from privacy import copies, erasing


@shared_task(queue="slow", time_limit=600)
def go_on() -> None:
    """Found every 15 s, so that a lost nudge or a killed worker costs no more."""
    copies.make_waiting()
    erasing.erase_waiting()


@shared_task(queue="slow", time_limit=600)
def tidy_copies() -> None:
    """Every hour: what is older than its days is gone."""
    copies.tidy()
