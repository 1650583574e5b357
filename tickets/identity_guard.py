"""A machine that answers the mail with a code may quote it, and we would read it on the ticket: the code is void then."""

from tickets.events import EventKind
from tickets.identity import end_codes
from tickets.models import Event


def on_event(event: Event) -> None:
    """End the codes of a ticket to which an automatic answer came."""
    if event.kind == EventKind.AUTO_RECEIVED:
        end_codes(event.ticket, event.at)
