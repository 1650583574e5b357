"""Keeping the index."""

from celery import shared_task

from helpdesk.nudge import nudge as nudge_worker
from helpdesk.pause import Pause
from search.indexing import index_stale
from search.spelling import recount

# What follows a nudge so closely waits for the sweeper: in a flood of mail one task indexes hundreds of messages.
_nudged = Pause(2)


@shared_task(time_limit=300)
def index() -> None:
    """Nudged after commit, and swept every 2 s."""
    index_stale()


@shared_task(time_limit=900)
def count_words() -> None:
    """Nightly."""
    recount()


def nudge() -> None:
    if not _nudged.is_on():
        _nudged.begin()
        nudge_worker(index)
