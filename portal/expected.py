"""By when an answer is promised, in words for the customer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from helpdesk import clock
from helpdesk.prepared import Prepared, any_of
from sla.models import Clock, ClockState
from sla.terms import RESPONSES
from tickets.models import Ticket

_promised = Prepared(
    lambda tickets: (
        Clock.objects.filter(ticket__in=any_of(tickets), target__in=RESPONSES, ended_at=None, due_at__isnull=False)
        .exclude(state=ClockState.CANCELLED)
        .order_by("-due_at")
        .only("ticket", "due_at")
    )
)


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
    now = clock.now()
    promised = [(one.ticket_id, one.due_at) for one in _promised(waiting)]
    # The earliest comes last, and stays.
    return {ticket: Expected(due_at if due_at > now else None) for ticket, due_at in promised if due_at is not None}
