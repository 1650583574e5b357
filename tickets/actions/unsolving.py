"""Taking back that a ticket was solved: as if nobody had. Reopening (tickets/actions/lifecycle.py) is something else."""

from datetime import datetime
from typing import Any

from accounts.actors import Actor
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.escalation import resume_escalation
from tickets.door import current_passage, verb
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Event, Status, Ticket
from tickets.solving import refuse_closed
from tickets.waiting import oldest, waits_of


@verb
def unsolve(ticket: Ticket, *, actor: Actor, seq: int | None = None) -> Event | None:
    """Make a solved ticket what it was before it was solved (by the event `seq`; else last); None if it is not solved.

    It counts as no reopening. The customer waits since when they waited, unless somebody answered meanwhile; snooze and
    escalation go on. One that nobody had touched is open, since somebody has now. Raises IllegalTransition once it is closed.
    """
    ticket = locked(ticket)
    require(actor, Permission.SOLVE, ticket)
    refuse_closed(ticket)
    if ticket.status != Status.SOLVED:
        return None

    events = list(ticket.events.order_by("seq"))
    solvings = [event for event in events if event.kind == EventKind.SOLVED and event.seq >= (seq or 1)]
    solved = solvings[0 if seq else -1]
    # With it whatever solved the ticket since: a reopening that was taken back.
    taken_back = [event.seq for event in solvings if event.seq >= solved.seq]
    before: dict[str, Any] = {column: pair[0] for column, pair in solved.changes.items()}
    changes = change(
        ticket,
        status=Status.OPEN if before["status"] == Status.NEW else Status(before["status"]),
        solved_at=None,
        waiting_since=oldest(waits_of(events, taken_back=taken_back)),
        snoozed_until=_still_to_come(before.get("snoozed_until")),
    )
    again = resume_escalation(ticket, ended_at=solved.at)
    return record(ticket, EventKind.UNSOLVED, actor=actor, changes=changes, solved=taken_back, **again)


def _still_to_come(until: str | None) -> datetime | None:
    moment = datetime.fromisoformat(until) if until else None
    return moment if moment is not None and moment > current_passage().now() else None
