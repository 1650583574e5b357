"""What the desk does when something happened to a ticket: it writes down who is told."""

from desk.notifications.reading import recount_of_ticket
from desk.notifications.writing import write
from helpdesk import clock
from tickets.events import EventKind
from tickets.models import Event


def on_event(event: Event) -> None:
    """What is written into the past (demo, importers) is no news."""
    if clock.is_set():
        return
    write(event)
    if _changes_who_sees(event):
        recount_of_ticket(event.ticket)


def _changes_who_sees(event: Event) -> bool:
    """Of the tickets of a private team; all others everybody of ours sees."""
    moved = event.changes.get("team_id")
    if moved is None and "assignee_id" not in event.changes and event.kind != EventKind.PARTICIPANT_REMOVED:
        return False
    team = event.ticket.team
    return team is not None and team.is_private or bool(moved and moved[0])
