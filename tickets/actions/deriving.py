"""Columns that a higher app works out from the log and that lists or later events need."""

from typing import Any

from tickets.door import current_passage, verb
from tickets.locking import locked
from tickets.models import Ticket

DERIVED = frozenset({"next_due_at", "sla", "proposed"})


@verb
def derive(ticket: Ticket, **columns: Any) -> None:
    """Set derived columns without an event; they are saved with the ticket's next event, at the latest before the commit.

    Raises ValueError for a column that is not derived.
    """
    if not columns.keys() <= DERIVED:
        raise ValueError(f"Not derived: {sorted(columns.keys() - DERIVED)}")
    ticket = locked(ticket)
    for name, value in columns.items():
        if getattr(ticket, name) != value:
            setattr(ticket, name, value)
            current_passage().derived.setdefault(ticket.pk, set()).add(name)
