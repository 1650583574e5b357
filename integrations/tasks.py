"""Celery's side of trackers: thin, and in the slow queue, because a tracker that does not answer holds up nothing else."""

import time

from celery import shared_task

from helpdesk.nudge import begun, nudge_once
from integrations.calls import forget_old_calls, send_calls
from integrations.refreshing import refresh_waiting

_BATCH = 20
_SECONDS = 20


@shared_task(queue="slow", time_limit=1500)
def send_waiting_calls() -> None:
    """Comments and new issues that are due, and what others wait for."""
    begun(send_waiting_calls)
    until = time.monotonic() + _SECONDS
    while send_calls(_BATCH) == _BATCH:
        if time.monotonic() > until:
            nudge_once(send_waiting_calls)
            return


@shared_task(queue="slow", time_limit=1500)
def refresh_trackers() -> None:
    begun(refresh_trackers)
    refresh_waiting()


@shared_task(queue="slow", time_limit=600)
def tidy_calls() -> None:
    forget_old_calls()
