"""Mails that left, newest first, with keyset paging."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from outbox.models import EmailState, OutboundEmail

PAGE = 25


@dataclass(frozen=True, slots=True)
class MailPage:
    mails: Sequence[OutboundEmail]
    previous: int | None
    next: int | None


def mails(search: str, *, after: int | None, before: int | None) -> MailPage:
    """`after` and `before` are the ids at the edge of the neighbouring page."""
    found = OutboundEmail.objects.exclude(state=EmailState.HISTORY).defer("text", "html").prefetch_related("recipients")
    for word in search.split()[:10]:
        found = found.filter(
            Q(subject__icontains=word) | Q(recipients__address__icontains=word) | Q(recipients__name__icontains=word)
        )
    found = found.distinct()
    if before is not None:
        rows = list(found.filter(pk__gt=before).order_by("pk")[: PAGE + 1])[::-1]
        more_newer, more_older = len(rows) > PAGE, True
        rows = rows[-PAGE:]
    else:
        if after is not None:
            found = found.filter(pk__lt=after)
        rows = list(found.order_by("-pk")[: PAGE + 1])
        more_newer, more_older = after is not None, len(rows) > PAGE
        rows = rows[:PAGE]
    return MailPage(
        rows,
        previous=rows[0].pk if rows and more_newer else None,
        next=rows[-1].pk if rows and more_older else None,
    )
