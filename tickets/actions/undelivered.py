"""That a mail of a person of ours did not arrive, in the ticket's log. To whom, and why, stands at its message."""

from collections.abc import Sequence

from accounts.actors import MAIL
from tickets.door import verb
from tickets.events import EventKind, record
from tickets.locking import locked
from tickets.models import Event, Ticket


@verb
def note_undelivered(ticket: Ticket, *, message: int, came_back: bool, tell: Sequence[int]) -> Event:
    """Tells those named. `message` is its key; `came_back`: it was taken, and returned."""
    return record(
        locked(ticket), EventKind.UNDELIVERED, actor=MAIL, message=message, came_back=came_back, tell=list(tell)
    )
