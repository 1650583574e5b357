"""What leads think of an escalation afterwards: that level 1 should have solved it. Counted on the page of levels."""

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.permissions import Permission
from tickets.access import require
from tickets.door import verb
from tickets.errors import IllegalTransition
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Event, Level, Ticket
from tickets.models.escalation import EscalationState


@verb
def judge_escalation(ticket: Ticket, *, actor: Actor, is_avoidable: bool) -> Event | None:
    """Say that level 1 should have solved the escalated ticket, or take that back; None if it was said already.

    Also of solved and closed tickets: this changes nothing of them. Raises IllegalTransition where nothing was escalated.
    """
    ticket = locked(ticket)
    require(actor, Permission.METRICS, ticket)
    if bool(ticket.is_avoidable) == is_avoidable:
        return None
    if is_avoidable and not _was_escalated(ticket):
        raise IllegalTransition(_("This ticket was never escalated, so there is nothing to say about it."))

    changes = change(ticket, is_avoidable=True if is_avoidable else None)
    return record(ticket, EventKind.ESCALATION_JUDGED, actor=actor, changes=changes)


def _was_escalated(ticket: Ticket) -> bool:
    """By people, and not withdrawn: what a bot gives to level 1 is none."""
    escalations = ticket.escalations.exclude(state=EscalationState.WITHDRAWN)
    return escalations.filter(to_level__gt=Level.FIRST_LINE).exists()
