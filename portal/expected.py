"""By when an answer is promised, in words for the customer."""

from collections.abc import Iterable
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
    return expected_answers([ticket]).get(ticket.pk)


def expected_answers(tickets: Iterable[Ticket]) -> dict[int, Expected]:
    """By ticket, of those whose customer waits and was promised an answer; one statement, only if somebody waits."""
    waiting = [ticket.pk for ticket in tickets if ticket.waiting_since is not None and not ticket.is_solved]
    if not waiting:
        return {}
    promised = (
        Clock.objects.filter(ticket__in=waiting, target__in=RESPONSES, ended_at=None, due_at__isnull=False)
        .exclude(state=ClockState.CANCELLED)
        .order_by("-due_at")
        .values_list("ticket", "due_at")
    )
    now = clock.now()
    # The earliest comes last, and stays.
    return {ticket: Expected(due_at if due_at > now else None) for ticket, due_at in promised if due_at is not None}
