"""Nightly tidying of forms that were begun and never confirmed."""

from celery import shared_task

from portal.asking import forget_unconfirmed


@shared_task(queue="slow", time_limit=600)
def tidy_forms() -> None:
    forget_unconfirmed()
