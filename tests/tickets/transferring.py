"""Everything that a merge, a split or a move could change, as it is now; and the checks that must hold at each moment."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.forms.models import model_to_dict

from helpdesk import clock
from tickets import integrity
from tickets.content import Body
from tickets.models import Draft, Escalation, Message, Participant, Ticket, TicketRead

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = Body.from_text("Hello")
CHECKS = (
    integrity.check_conversation_seq,
    integrity.check_event_seq,
    integrity.check_first_reply,
    integrity.check_messages,
    integrity.check_snippets,
    integrity.check_waiting,
    integrity.check_solved,
    integrity.check_escalations,
    integrity.check_snoozed,
    integrity.check_mentions,
    integrity.check_transfers,
    integrity.check_replay,
)


def at(hours: float) -> AbstractContextManager[None]:
    """In the block it is so many hours after START."""
    return clock.at(START + timedelta(hours=hours))


def everything_about(*tickets: Ticket) -> dict[str, Any]:
    """All rows of these tickets but their events and the two columns that every event changes."""
    keys = [ticket.pk for ticket in tickets]
    rows = {
        f"#{ticket.pk}": model_to_dict(ticket, exclude=["event_seq", "updated_at", "tags"])
        | {"tags": sorted(ticket.tags.values_list("name", flat=True))}
        for ticket in Ticket.objects.filter(pk__in=keys)
    }
    for model in (Message, Participant, Escalation, Draft, TicketRead):
        found = model.objects.filter(ticket__in=keys).order_by("pk")
        rows[model.__name__] = [model_to_dict(row) | {"pk": row.pk} for row in found]
    return rows


def assert_sound() -> None:
    """What `check_integrity` asks of tickets."""
    problems = [problem for check in CHECKS for problem in check()]
    assert problems == [], problems
