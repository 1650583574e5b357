"""Undoing what a bulk act did to one ticket: properties as one ticket's are (tickets/actions/undoing.py), the rest its way."""

from django.utils.translation import gettext as _

from tickets.actions.escalation import decline_escalation
from tickets.actions.following import unfollow
from tickets.actions.merging import unmerge
from tickets.actions.reading import mark_read
from tickets.actions.undoing import put_changes_back
from tickets.bulk.acts import Job
from tickets.models import BulkStep, Ticket
from tickets.models.bulk import BulkKind


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
        decline_escalation(ticket, actor=job.actor, reason=_("It was escalated by mistake."))
        return True, ""
    undone = put_changes_back(ticket, actor=job.actor, after_seq=done.after_seq, last_seq=done.last_seq)
    return undone.has_changed, undone.left
