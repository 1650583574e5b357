"""Undoing what a bulk act did to one ticket: properties as one ticket's are (tickets/actions/undoing.py), the rest its way."""

from django.utils.translation import gettext as _

from accounts.models import User
from tickets.actions.assignment import assign
from tickets.actions.escalation import de_escalate
from tickets.actions.following import unfollow
from tickets.actions.merging import unmerge
from tickets.actions.reading import mark_read
from tickets.actions.undoing import put_changes_back
from tickets.bulk.acts import Job
from tickets.errors import IllegalTransition
from tickets.models import BulkStep, Level, Ticket
from tickets.models.bulk import BulkKind
from tickets.models.escalation import EscalationState


def put_back(job: Job, ticket: Ticket, done: BulkStep) -> tuple[bool, str]:
    """Undo `done`, the step of the act that is undone; whether anything changed, and what was left alone and why."""
    assert job.act.undoes is not None  # noqa: S101 - a constraint
    kind = job.act.undoes.kind
    if kind == BulkKind.READ:
        mark_read(ticket, actor=job.actor, seen_seq=done.seen_seq)
        return True, ""
    if kind == BulkKind.MERGE:
        return unmerge(ticket, actor=job.actor) is not None, ""
    if kind == BulkKind.FOLLOW:
        return unfollow(ticket, actor=job.actor) is not None, ""
    if kind == BulkKind.ESCALATE:
        _bring_down(ticket, job.actor)
        return True, ""
    undone = put_changes_back(ticket, actor=job.actor, after_seq=done.after_seq, last_seq=done.last_seq)
    return undone.has_changed, undone.left


def _bring_down(ticket: Ticket, actor: User) -> None:
    """To the former level, team and person, while nobody has taken it up."""
    waiting = ticket.escalations.filter(state=EscalationState.WAITING).last()
    if waiting is None:
        raise IllegalTransition(_("Somebody has taken it up already. Ask them to hand it back."))
    reason = _("It was escalated by mistake.")
    de_escalate(ticket, actor=actor, to_level=Level(waiting.from_level), team=waiting.from_team, reason=reason)
    former = waiting.from_assignee
    if former is not None and former.is_active and former.is_staff:
        assign(ticket, actor=actor, assignee=former)
