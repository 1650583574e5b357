"""Which lines of a conversation have a button that takes them back, and where it leads."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from desk.transfers import again_addresses, undo_addresses
from tickets.events import EventKind
from tickets.models import Event, Link, LinkKind

# On the side where it shows; there it has a button. What was split off has one too.
_TRANSFERS = frozenset({EventKind.MERGED_HERE, EventKind.SPLIT, EventKind.MOVED_HERE})
_TAKEN_BACK = frozenset({EventKind.UNMERGED, EventKind.UNMERGED_HERE})


def undo_by_seq(events: Iterable[Event]) -> dict[int, str]:
    """By an event's seq: where to send the form that takes it back. Asks nothing where there is nothing of the kind."""
    events = list(events)
    transferred = [event for event in events if event.kind in _TRANSFERS or "split_from" in event.data]
    addresses = undo_addresses(event.data["batch"] for event in transferred)
    undo = {event.seq: _from_here(addresses.get(event.data["batch"], ""), event) for event in transferred}
    taken_back = [event for event in events if event.kind in _TAKEN_BACK]
    again = again_addresses(event.data["batch"] for event in taken_back)
    undo |= {event.seq: again.get(event.data["batch"], "") for event in taken_back}
    detached = [event for event in events if event.kind == EventKind.INCIDENT_DETACHED]
    return undo | (_linking_again(detached) if detached else {})


def _from_here(address: str, event: Event) -> str:
    """Whoever takes it back on this page stays on it."""
    return f"{address}?{urlencode({'on': event.ticket_id})}" if address else ""


def _linking_again(detached: list[Event]) -> dict[int, str]:
    """Of each incident the newest time that it left, unless it is linked to a problem again."""
    newest = {_incident_of(event): event for event in detached}
    linked = Link.objects.filter(ticket__in=newest, kind=LinkKind.INCIDENT).values_list("ticket", flat=True)
    return {newest[number].seq: _address(newest[number]) for number in newest.keys() - set(linked)}


def _incident_of(event: Event) -> int:
    return int(event.data["other"] if event.data.get("inward") else event.ticket_id)


def _address(event: Event) -> str:
    said = {"saying": "problem" if event.data.get("inward") else "incident", "other": event.data["other"]}
    return f"{reverse('desk:link', args=[event.ticket_id])}?{urlencode(said)}"
