"""Nightly tidying of what signing in leaves behind."""

from celery import shared_task
from django.core.management import call_command

from accounts.limits import forget_old_tries
from accounts.signing_in import forget_old_codes


@shared_task(queue="slow", time_limit=600)
def tidy_sign_in() -> None:
    """Old codes, counters and expired sessions."""
    forget_old_codes()
    forget_old_tries()
    call_command("clearsessions")
