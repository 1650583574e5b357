"""All recurring work, in one place. Every job may run twice and claims its own rows.

Beat keeps no file: after its start an interval counts from now, so nothing longer than an hour is an interval; nightly
work is a `crontab`. A job that is not taken within its interval expires, so that a worker's pause leaves no pile.
"""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    # Proves to /readyz/ that tasks travel from beat through Redis to a worker.
    "heartbeat": {"task": "helpdesk.tasks.heartbeat", "schedule": 10.0, "options": {"queue": "default", "expires": 10}},
}
