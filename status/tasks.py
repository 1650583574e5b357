"""Telling who subscribed: by a worker, because there may be thousands."""

from celery import shared_task
from django.db import transaction

from helpdesk import clock
from status.mailing import post_update
from status.models import IssueSubscription, IssueUpdate


@shared_task(queue="slow", time_limit=600)
def tell_subscribers() -> None:
    tell_waiting()


def tell_waiting() -> int:
    """The mails of every update that was not told yet; how many updates. Two workers tell each once."""
    told = 0
    for update in IssueUpdate.objects.filter(told_at=None).select_related("issue").order_by("pk"):
        with transaction.atomic():
            if IssueUpdate.objects.filter(pk=update.pk, told_at=None).update(told_at=clock.now()):
                _tell(update)
                told += 1
    return told


def _tell(update: IssueUpdate) -> None:
    confirmed = IssueSubscription.objects.filter(issue=update.issue_id, confirmed_at__isnull=False)
    for subscription in confirmed.select_related("issue").order_by("pk").iterator():
        post_update(update, subscription)
