"""Publishing what is scheduled, and keeping what searches find."""

from celery import shared_task

from helpdesk.nudge import nudge as nudge_worker
from helpdesk.pause import Pause

_nudged = Pause(2)


@shared_task(time_limit=600)
def index_articles() -> None:
    """Nudged after commit, and swept every 10 s."""
    from knowledgebase.indexing import index_changed

    index_changed()


@shared_task(time_limit=120)
def publish_scheduled() -> None:
    """Every 15 s."""
    from knowledgebase.actions.publishing import publish_due

    publish_due()


@shared_task(time_limit=120)
def settle_suggestions() -> None:
    """Every minute."""
    from knowledgebase.actions.answer_drafts import settle_drafts
    from knowledgebase.actions.suggestions import settle_suggestions as settle

    settle()
    settle_drafts()


@shared_task(queue="slow", time_limit=600)
def write_answer_drafts() -> None:
    """Nudged after commit, and swept every 10 s. In the slow queue, because a language model takes seconds."""
    from knowledgebase.actions.answer_drafts import write_waiting

    write_waiting()


@shared_task(queue="slow", time_limit=600)
def write_help_answers() -> None:
    """Nudged after commit; what nobody waits for any more is ended by the sweep, every 10 s."""
    from knowledgebase.actions.help_answers import write_waiting_help_answers

    write_waiting_help_answers()


@shared_task(queue="slow", time_limit=300)
def check_language_model() -> None:
    """Nudged after commit, and swept every 10 s."""
    from knowledgebase.actions.language_model import check

    check()


def nudge() -> None:
    if not _nudged.is_on():
        _nudged.begin()
        nudge_worker(index_articles)
