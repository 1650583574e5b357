"""Signs of life of the processes that answer no requests, as rows in PostgreSQL."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.models import F
from django.db.models.functions import Now

from helpdesk.models import Heartbeat

EVERY_SECONDS = 10
BEAT = "beat"  # written by the beat process itself
WORKER = "worker"  # written by the main loop of each worker
TASKS = "tasks"  # written by a task that beat sends and a worker runs
EMERGING = "emerging"  # written after each look for emerging issues

logger = logging.getLogger(__name__)


def beat(name: str) -> None:
    """By the database's clock, so that machines need not agree on theirs."""
    row = Heartbeat(name=name, at=Now())
    Heartbeat.objects.bulk_create([row], update_conflicts=True, unique_fields=["name"], update_fields=["at"])


def beat_safely(name: str) -> None:
    """For loops that must go on when the database is away; keeps no connection open between beats."""
    try:
        beat(name)
    except DatabaseError as problem:
        logger.warning("No heartbeat of %s: %s", name, str(problem).strip())
    finally:
        connection.close()


def last(name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def ages() -> dict[str, timedelta]:
    """Time since each last sign of life."""
    return dict(Heartbeat.objects.annotate(age=Now() - F("at")).values_list("name", "age"))
