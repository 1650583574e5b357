"""What a person left in forms of the portal."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.personal import Bite, Store, Whom
from portal.models import PendingRequest, RequestDraft, Submission


def _begun_by(whom: Whom) -> QuerySet[PendingRequest]:
    return PendingRequest.objects.filter(email__in=whom.addresses)


def _erase_forms(whom: Whom, after: int) -> Bite:
    """With files that belong to nobody yet."""
    rows = 0
    for pending in _begun_by(whom):
        for file in pending.attachments.filter(message=None):
            file.file.delete(save=False)
            file.delete()
        pending.delete()
        rows += 1
    rows += RequestDraft.objects.filter(person__in=whom.keys).delete()[0]
    return Bite(rows + Submission.objects.filter(person__in=whom.keys).delete()[0])


STORES = [
    Store(
        "forms",
        _("Requests that were begun and never sent"),
        lambda whom: _begun_by(whom).count() + RequestDraft.objects.filter(person__in=whom.keys).count(),
        _erase_forms,
    ),
]
