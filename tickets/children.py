"""Tells a parent when the last child that it waited for is done."""

from tickets.actions.linking import finish_parent
from tickets.events import EventKind
from tickets.models import CloseRule, Event, LinkKind

_ENDS = frozenset({EventKind.SOLVED, EventKind.CLOSED, EventKind.MERGED, EventKind.MARKED_SPAM, EventKind.DELETED})


def on_event(event: Event) -> None:
    ticket = event.ticket
    if event.kind not in _ENDS or not ticket.links_count:
        return
    parent = ticket.links.filter(kind=LinkKind.CHILD).exclude(close_rule=CloseRule.FREE).select_related("other").first()
    if parent is not None:
        finish_parent(parent.other, child=ticket)
