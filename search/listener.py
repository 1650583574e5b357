"""What an event makes stale in the index."""

from django.db import transaction

from outbox.posting import is_past
from search.models import Stale
from search.tasks import nudge
from tickets.door import current_passage
from tickets.events import EventKind
from tickets.models import Event

INDEXED = frozenset(
    {
        EventKind.OPENED,
        EventKind.RECEIVED,
        EventKind.AUTO_RECEIVED,
        EventKind.REPLIED,
        EventKind.NOTED,
        EventKind.SIDE_OPENED,
        EventKind.SIDE_WRITTEN,
        EventKind.SIDE_ANSWERED,
        EventKind.SUBJECT_CHANGED,
        EventKind.TAGGED,
        EventKind.MERGED_HERE,
        EventKind.UNMERGED,
        EventKind.UNMERGED_HERE,
        EventKind.UNSPLIT_HERE,
        EventKind.MOVED_HERE,
        EventKind.PEOPLE_MERGED,
        EventKind.PEOPLE_UNMERGED,
        EventKind.PERSON_ERASED,
    }
)


def on_event(event: Event) -> None:
    """Mark it, unless the past is being written: its loader indexes the whole range at its end."""
    if event.kind in INDEXED and not is_past():
        came = event.data.get("messages") or [event.data.get("message")]
        current_passage().last_rows += [Stale(ticket_number=event.ticket_id, message_key=key) for key in came]
        transaction.on_commit(nudge, robust=True)
