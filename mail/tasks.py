"""Celery's side of the intake: thin."""

import time

from celery import shared_task

from helpdesk.nudge import begun, nudge_once
from mail.checking.run import run_checks
from mail.fetching.fetch import fetch_waiting
from mail.given_up import alarm_admins, tell_undelivered
from mail.proactive.tasks import send_proactive as send_proactive
from mail.processing import process_waiting

SECONDS = 3  # well below the life of a nudge: sending and indexing wait behind it


@shared_task(time_limit=600)
def process_inbound() -> None:
    """Work off what waits, batch by batch; after a while the rest goes to whoever is free."""
    begun(process_inbound)
    until = time.monotonic() + SECONDS
    process_waiting(until=until)
    if time.monotonic() > until:
        nudge_once(process_inbound)


@shared_task(time_limit=600)
def sweep_inbound() -> None:
    """Mails whose nudge was lost, whose retry is due or whose worker died."""
    process_inbound()


@shared_task(queue="slow", time_limit=1500)
def fetch_mail() -> None:
    """Mailboxes on others' servers that are due; in the slow queue, because a server that does not answer holds up nothing."""
    begun(fetch_mail)
    fetch_waiting()


@shared_task(queue="slow", time_limit=600)
def tell_of_undelivered() -> None:
    """Who wrote what did not arrive, and admins."""
    tell_undelivered()
    alarm_admins()


@shared_task(queue="slow", time_limit=600)
def check_connections() -> None:
    """Tests that people wait for."""
    begun(check_connections)
    run_checks()
