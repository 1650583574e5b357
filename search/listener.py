"""What an event makes stale in the index."""

from django.db import transaction

from search.models import Stale
from search.tasks import nudge
from tickets.events import EventKind
from tickets.models import Event

INDEXED = frozenset(
    {
        EventKind.OPENED,
        EventKind.RECEIVED,
        EventKind.AUTO_RECEIVED,
        EventKind.REPLIED,
        EventKind.NOTED,
        EventKind.SUBJECT_CHANGED,
        EventKind.TAGGED,
    }
)


def on_event(event: Event) -> None:
    if event.kind in INDEXED:
        Stale.objects.create(ticket_number=event.ticket_id, message_key=event.data.get("message"))
        transaction.on_commit(nudge, robust=True)
