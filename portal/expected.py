"""By when an answer is promised, in words for the customer."""

from dataclasses import dataclass
from datetime import datetime

from helpdesk import clock
from sla.models import Clock, ClockState
from sla.terms import RESPONSES
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Expected:
    """`due_at`: when we answer at the latest; None once that is over."""

    due_at: datetime | None


def expected_answer(ticket: Ticket) -> Expected | None:
    """None where the customer waits for no answer, or nothing is promised; one statement, only while they wait."""
    if ticket.waiting_since is None or ticket.is_solved:
        return None
    due_at = (
        Clock.objects.filter(ticket=ticket, target__in=RESPONSES, ended_at=None, due_at__isnull=False)
        .exclude(state=ClockState.CANCELLED)
        .order_by("due_at")
        .values_list("due_at", flat=True)
        .first()
    )
    if due_at is None:
        return None
    return Expected(due_at if due_at > clock.now() else None)
