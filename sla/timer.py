"""Telling what time alone brings: warnings, breaches, and what was solved 72 hours ago.

The clocks' rows only say where to look (`check_at`); what is fired is decided under the ticket's lock from `Ticket.sla`, and
each firing moves it on in the same transaction. So two timers, a killed worker, an outage and a clock that jumps back fire
each warning and breach exactly once, those of a ticket in their order.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from helpdesk import clock
from sla import actions
from sla.counted import Counted
from sla.keeping import read
from sla.listener import keep
from sla.models import Clock
from tickets.door import current_passage, verb
from tickets.locking import locked_free
from tickets.models import Ticket

MOST_AT_ONCE = 5_000  # clocks; the next tick takes the rest
BATCH = 25  # tickets in one transaction

logger = logging.getLogger(__name__)


def tick() -> int:
    """Fire what is due, the longest due first; how many tickets were looked at. Safe to run twice at once."""
    now = clock.now()
    due = Clock.objects.filter(check_at__lte=now).order_by("check_at", "ticket")
    numbers = list(dict.fromkeys(due.values_list("ticket", flat=True)[:MOST_AT_ONCE]))
    return sum(_fire_or_log(numbers[start : start + BATCH], now) for start in range(0, len(numbers), BATCH))


def _fire_or_log(numbers: Sequence[int], now: datetime) -> int:
    """A batch that fails is tried again ticket by ticket, so that one does not hold up the others."""
    try:
        return fire(numbers, now)
    except Exception:
        if len(numbers) == 1:
            logger.exception("The clocks of ticket %s cannot be fired", numbers[0])
            return 0
        logger.warning("Clocks of tickets %s to %s: one by one", numbers[0], numbers[-1])
        return sum(_fire_or_log([number], now) for number in numbers)


@verb
def fire(numbers: Sequence[int], now: datetime) -> int:
    """Whatever is due of these tickets, as one transaction; those that somebody holds are left to the next tick."""
    tickets = {ticket.pk: ticket for ticket in locked_free(Ticket.objects.filter(pk__in=numbers))}
    for number in numbers:
        if number in tickets:
            _fire(tickets[number], now)
    return len(tickets)


def _fire(ticket: Ticket, now: datetime) -> None:
    while (due := _next_due(ticket, now)) is not None:
        if due.settles is not None:
            standing = read(ticket.sla)
            standing.settle(now)
            keep(ticket, standing)
        elif due.next_warning is not None:
            actions.warn(ticket, due)
        else:
            actions.breach(ticket, due)
        current_passage().next_act()


def _next_due(ticket: Ticket, now: datetime) -> Counted | None:
    clocks = read(ticket.sla).clocks.values() if ticket.sla else ()
    due = [clock for clock in clocks if clock.next_moment is not None and clock.next_moment <= now]
    return min(due, key=lambda clock: (clock.next_moment, clock.target), default=None)
