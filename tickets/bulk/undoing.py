"""Putting back what a bulk act did to one ticket, as its events tell it: by verbs, and only what nobody touched meanwhile."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import Team, User
from helpdesk import clock
from tickets.actions.assignment import assign, assign_team
from tickets.actions.checklist import remove_task
from tickets.actions.following import unfollow
from tickets.actions.lifecycle import delete, mark_spam, restore, set_status, unmark_spam
from tickets.actions.merging import unmerge
from tickets.actions.properties import set_priority, tag
from tickets.actions.reading import mark_read
from tickets.actions.snoozing import snooze, unsnooze
from tickets.bulk.acts import Job
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import BulkAct, BulkStep, Event, Priority, Status, Task, Ticket
from tickets.models.bulk import BulkKind

Back = Callable[[Ticket, User, Any], object]


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
    return _put_properties_back(job.actor, ticket, done)


def _put_properties_back(actor: User, ticket: Ticket, done: BulkStep) -> tuple[bool, str]:
    events = list(ticket.events.filter(seq__gt=done.after_seq))
    ours = [event for event in events if event.seq <= done.last_seq]
    later = _still_in_force([event for event in events if event.seq > done.last_seq])
    seq_before = ticket.event_seq
    left: list[Event] = []
    for column, back in _BACK.items():
        before = next((event.changes[column][0] for event in ours if column in event.changes), _NOTHING)
        if before is _NOTHING:
            continue
        touched = next((event for event in later if column in event.changes), None)
        if touched is not None:
            left.append(touched)
        else:
            back(ticket, actor, before)
    left += _put_tags_back(actor, ticket, ours, later)
    left += _take_tasks_off(actor, ours, later)
    return ticket.event_seq > seq_before, _sentences(left)


def _still_in_force(events: list[Event]) -> list[Event]:
    """Without bulk acts that were undone, and their undoing: together they touched nothing."""
    keys = {event.data["bulk"] for event in events if "bulk" in event.data}
    acts = BulkAct.objects.filter(Q(undone_by__isnull=False) | Q(kind=BulkKind.UNDO), pk__in=keys) if keys else ()
    undone = {act.pk for act in acts}
    return [event for event in events if event.data.get("bulk") not in undone]


def _put_tags_back(actor: User, ticket: Ticket, ours: list[Event], later: list[Event]) -> list[Event]:
    """The events that touched some of the tags meanwhile; those tags stay."""
    tagged = [event for event in ours if event.kind == EventKind.TAGGED]
    added = {name for event in tagged for name in event.data["added"]}
    removed = {name for event in tagged for name in event.data["removed"]}
    touching = [event for event in later if (added | removed) & _tags_of(event)]
    touched = {name for event in touching for name in _tags_of(event)}
    if (added | removed) - touched:
        tag(ticket, actor=actor, add=removed - touched, remove=added - touched)
    return touching[:1]


def _take_tasks_off(actor: User, ours: list[Event], later: list[Event]) -> list[Event]:
    """The events that touched steps which a macro added; those steps stay."""
    added = {event.data["task"] for event in ours if event.kind == EventKind.TASK_ADDED}
    touching = [event for event in later if event.data.get("task") in added]
    untouched = added - {event.data["task"] for event in touching}
    for task in Task.objects.filter(pk__in=untouched):
        remove_task(task, actor=actor)
    return touching[:1]


def _tags_of(event: Event) -> set[str]:
    return {*event.data.get("added", ()), *event.data.get("removed", ())}


def _sentences(events: list[Event]) -> str:
    """What happened meanwhile, each once: "Lena Vogt set the status to On hold"."""
    once = list({event.pk: event for event in events}.values())
    names = Names.of(once) if once else Names()
    return "; ".join(event_text(event, names) for event in once)


def _team(ticket: Ticket, actor: User, before: int | None) -> None:
    assign_team(ticket, actor=actor, team=Team.objects.get(pk=before) if before else None)


def _assignee(ticket: Ticket, actor: User, before: int | None) -> None:
    assign(ticket, actor=actor, assignee=User.objects.get(pk=before) if before else None)


def _status(ticket: Ticket, actor: User, before: str) -> None:
    """Somebody has touched it now, so that it cannot be new again."""
    set_status(ticket, actor=actor, status=Status.OPEN if before == Status.NEW else Status(before))


def _snooze(ticket: Ticket, actor: User, before: str | None) -> None:
    until = datetime.fromisoformat(before) if before else None
    if until is None:
        unsnooze(ticket, actor=actor)
    elif until > clock.now():
        snooze(ticket, actor=actor, until=until)


def _spam(ticket: Ticket, actor: User, before: bool) -> None:
    (mark_spam if before else unmark_spam)(ticket, actor=actor)


def _deleted(ticket: Ticket, actor: User, before: str | None) -> None:
    (delete if before else restore)(ticket, actor=actor)


_NOTHING = object()
# In this order: what is put away comes out first, and whoever is outside a team would lose the ticket with it.
_BACK: dict[str, Back] = {
    "deleted_at": _deleted,
    "is_spam": _spam,
    "team_id": _team,
    "assignee_id": _assignee,
    "status": _status,
    "snoozed_until": _snooze,
    "priority": lambda ticket, actor, before: set_priority(ticket, actor=actor, priority=Priority(before)),
}
