"""Nightly tidying of forms that were begun and never sent."""

from celery import shared_task

from knowledgebase.actions.help_answers import forget_help_answers
from portal.asking import forget_unconfirmed
from portal.drafts import forget_old_drafts
from tickets.attachments import remove_abandoned_uploads


@shared_task(queue="slow", time_limit=600)
def tidy_forms() -> None:
    forget_unconfirmed()
    remove_abandoned_uploads()
    forget_old_drafts()
    forget_help_answers()
