"""Keeping the index."""

from celery import shared_task

from helpdesk.nudge import nudge as nudge_worker
from search.indexing import index_stale


@shared_task(queue="default", time_limit=300)
def index() -> None:
    """Nudged after commit; swept for nudges that were lost."""
    index_stale()


def nudge() -> None:
    nudge_worker(index)
