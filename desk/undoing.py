"""What the corner of the page says of a change that somebody just made to a ticket, and the address that takes it back."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.brands import brand_of
from accounts.models import User
from tickets.actions.relations import PARTICIPATIONS
from tickets.actions.undoing import CAN_BE_UNDONE
from tickets.actions.undoing_hand_overs import HAND_OVERS
from tickets.events import EventKind
from tickets.models import Event, Kind, Priority, Status, Ticket


def undo_address(event: Event) -> str:
    """Empty for what cannot be taken back."""
    can = event.kind in CAN_BE_UNDONE | HAND_OVERS | PARTICIPATIONS
    return reverse("desk:undo", args=[event.ticket_id, event.seq]) if can else ""


def newest_undo(ticket: Ticket, person: User, kind: EventKind) -> str:
    """Of what this person did last of that kind; empty where there is none."""
    event = ticket.events.filter(kind=kind, actor=person).order_by("-seq").first()
    return undo_address(event) if event else ""


def said_of(event: Event, ticket: Ticket, person: User) -> str:
    """In few words, as the person who did it is told."""
    match event.kind:
        case EventKind.ASSIGNED:
            return _assigned(event, ticket, person)
        case EventKind.SOLVED:
            return _("Solved.")
        case EventKind.REOPENED:
            return _("Reopened.")
        case EventKind.CLOSED:
            return _("Closed for good.")
        case EventKind.STATUS_CHANGED:
            return _("Set to %(status)s.") % {"status": Status(ticket.status).label}
        case EventKind.PRIORITY_CHANGED:
            return _("The priority is %(priority)s now.") % {"priority": Priority(ticket.priority).label}
        case EventKind.KIND_CHANGED:
            return _("The kind is %(kind)s now.") % {"kind": Kind(ticket.kind).label}
        case EventKind.BRAND_CHANGED:
            return _("Moved to the brand %(brand)s.") % {"brand": brand_of(ticket.brand_id).name}
        case EventKind.SUBJECT_CHANGED:
            return _("Renamed.")
        case EventKind.TAGGED:
            return _tagged(event)
        case EventKind.UNSNOOZED:
            return _("Back in your lists.")
    return ""


def _assigned(event: Event, ticket: Ticket, person: User) -> str:
    if "team_id" in event.changes:
        if ticket.team is None:
            return _("In no team's queue now.")
        return _("Moved to %(team)s.") % {"team": ticket.team.name}
    if ticket.assignee is None:
        return _("It is nobody's now.")
    if ticket.assignee_id == person.pk:
        return _("It is yours now.")
    return _("Assigned to %(person)s.") % {"person": ticket.assignee.display_name}


def _tagged(event: Event) -> str:
    added, removed = (", ".join(event.data[word]) for word in ("added", "removed"))
    if added and removed:
        return _("Tagged %(added)s, without %(removed)s.") % {"added": added, "removed": removed}
    return _("Tagged %(tags)s.") % {"tags": added} if added else _("%(tags)s taken off.") % {"tags": removed}
