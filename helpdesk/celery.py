"""The Celery application. Which queue a task goes to stands in CELERY_TASK_ROUTES: `mail`, `default` or `slow`."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

app = Celery("helpdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def keep_heart_beating(sender: Any, **_: Any) -> None:
    """In the loop that takes tasks from Redis: a worker whose loop hangs is seen to be dead."""
    from helpdesk.heartbeat import EVERY_SECONDS, WORKER, beat_safely

    beat_safely(WORKER)
    sender.timer.call_repeatedly(EVERY_SECONDS, beat_safely, (WORKER,))
