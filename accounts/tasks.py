"""Nightly tidying of what signing in and the API leave behind."""

from celery import shared_task
from django.core.management import call_command

from accounts.api.idempotency import purge_idempotent_answers
from accounts.limits import forget_old_tries
from accounts.signing_in import forget_old_codes


@shared_task(queue="slow", time_limit=600)
def tidy_sign_in() -> None:
    """Old codes, counters and expired sessions."""
    forget_old_codes()
    forget_old_tries()
    call_command("clearsessions")


@shared_task(queue="slow", time_limit=600)
def tidy_api() -> None:
    """Answers kept for repeated requests, after a day."""
    purge_idempotent_answers()
