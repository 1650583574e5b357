"""What a person left in forms of the portal."""

from typing import Any

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


def drafts_of(whom: Whom) -> list[dict[str, Any]]:
    """For a copy of their data: what they began to write and have not sent."""
    kept: list[dict[str, Any]] = [
        {"request": one.ticket_id, "at": one.updated_at, "words": {**one.words, "attachments": []}}
        for one in RequestDraft.objects.filter(person__in=whom.keys).order_by("pk")
    ]
    kept += [
        {"request": None, "at": one.created_at, "words": {"subject": [one.subject], "text": [one.text]}}
        for one in _begun_by(whom).order_by("pk")
    ]
    for one in kept:
        one["words"] = {name: " ".join(texts) for name, texts in one["words"].items() if any(texts)}
    return kept


STORES = [
    Store(
        "forms",
        _("Requests that were begun and never sent"),
        lambda whom: _begun_by(whom).count() + RequestDraft.objects.filter(person__in=whom.keys).count(),
        _erase_forms,
    ),
]
