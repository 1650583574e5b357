"""Nightly tidying of forms that were begun and never sent."""

from celery import shared_task

from knowledgebase.actions.help_answers import forget_help_answers
from portal.asking import forget_unconfirmed
from portal.drafts import files_held, forget_old_drafts
from tickets.attachments import remove_abandoned_uploads


@shared_task(queue="slow", time_limit=600)
def tidy_forms() -> None:
    forget_unconfirmed()
    forget_old_drafts()
    remove_abandoned_uploads(files_held())
    forget_help_answers()
