"""That somebody went through a solved case, in the ticket's log. What was written about it is kept by metrics."""

from accounts.models import User
from tickets.door import verb
from tickets.events import EventKind, record
from tickets.locking import locked
from tickets.models import Event, Ticket


@verb
def note_review(ticket: Ticket, *, actor: User, review: int, agent: int | None) -> Event:
    """Tells the agent. Who may review, and what, is found out by metrics/actions/reviews.py."""
    ticket = locked(ticket)
    tell = [agent] if agent is not None and agent != actor.pk else []
    return record(ticket, EventKind.REVIEWED, actor=actor, review=review, tell=tell)
