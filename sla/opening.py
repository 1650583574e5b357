"""What a ticket is promised from its first moment on; called by the verbs that open tickets (`settings.TICKET_TERMS`)."""

from typing import Any

from sla.applying import decide
from sla.book import BOOK
from sla.deadlines import Standing
from sla.keeping import kept
from tickets.events import EventKind, snapshot
from tickets.models import Ticket


class _Opening:
    """The event that is about to be recorded."""

    kind: str = EventKind.OPENED

    def __init__(self, ticket: Ticket, data: dict[str, Any]) -> None:
        self.at = ticket.updated_at
        self.data = {**data, "snapshot": snapshot(ticket)}


def terms_for(ticket: Ticket, data: dict[str, Any]) -> dict[str, Any]:
    """What the event of opening has to say of it; sets the derived columns of the ticket, which has no row yet."""
    applied = decide(ticket, data.get("tags", ()))
    if applied.policy is None:
        return {}
    says = {"sla": {"policy": applied.policy, "calendar": applied.calendar}}
    standing = Standing()
    standing.advance(_Opening(ticket, {**data, **says}), BOOK)
    ticket.sla, ticket.next_due_at = kept(standing), standing.next_due
    return says
