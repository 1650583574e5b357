"""What the desk does when something happened to a ticket: it writes down who is told."""

from desk.emergencies import hint_at_strip
from desk.notifications.calling import call_at_once
from desk.notifications.reading import read_calls, read_decided, recount_of_ticket
from desk.notifications.writing import write
from helpdesk import clock
from tickets.door import current_passage
from tickets.events import EventKind
from tickets.models import Event

_DECIDED = (EventKind.CONCESSION_APPROVED, EventKind.CONCESSION_DECLINED, EventKind.CONCESSION_WITHDRAWN)

_ANSWERED = (EventKind.EMERGENCY_ACKNOWLEDGED, EventKind.EMERGENCY_ENDED)


def on_event(event: Event) -> None:
    """What is written into the past (demo, importers) is no news."""
    if clock.is_set():
        return
    write(event, but=_told_by_what_follows(event))
    if event.kind in _DECIDED:
        read_decided(event.ticket)
    if event.kind in _ANSWERED:
        read_calls(event.ticket)
    if event.kind.startswith("emergency."):
        hint_at_strip(event)
        call_at_once(event)
    if _changes_who_sees(event):
        recount_of_ticket(event.ticket)


def _told_by_what_follows(event: Event) -> set[int]:
    """A question is a note too: whom the rest of the act names is told of that, and not also of the note.

    Nothing comes between somebody and an emergency.
    """
    if event.kind == EventKind.EMERGENCY_CALLED:
        return set()
    following = [other for other in current_passage().queue if other.ticket_id == event.ticket_id]
    return {person for other in following for person in other.data.get("tell", ())}


def _changes_who_sees(event: Event) -> bool:
    """Of the tickets of a private team; all others everybody of ours sees."""
    moved = event.changes.get("team_id")
    if moved is None and "assignee_id" not in event.changes and event.kind != EventKind.PARTICIPANT_REMOVED:
        return False
    team = event.ticket.team
    return team is not None and team.is_private or bool(moved and moved[0])
