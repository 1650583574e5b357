"""Taking back what was just changed on a ticket, as its events tell it: by verbs, and only what nobody touched meanwhile.

The events that come of it say in `undoes` which ones they take back, when they take them back whole: together those changed
nothing, and a conversation tells them in one line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.permissions import Permission
from helpdesk import clock
from tickets.access import require_permission
from tickets.actions.assignment import assign, assign_team
from tickets.actions.checklist import remove_task
from tickets.actions.lifecycle import delete, mark_spam, restore, set_status, unmark_spam, untouched_again
from tickets.actions.properties import put_into_brand, set_kind, set_priority, set_subject, tag
from tickets.actions.relations import PARTICIPATIONS, take_participation_back
from tickets.actions.snoozing import snooze, unsnooze
from tickets.actions.undoing_hand_overs import HAND_OVERS, take_hand_over_back
from tickets.actions.unsolving import unsolve
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.locking import locked
from tickets.models import BulkAct, Event, Kind, Priority, Status, Task, Ticket
from tickets.models.bulk import BulkKind

Back = Callable[[Ticket, User, Any], object]

# What they change, verbs can set again; all others say something, or are taken back in their own way.
CAN_BE_UNDONE = frozenset(
    {
        EventKind.ASSIGNED,
        EventKind.STATUS_CHANGED,
        EventKind.SOLVED,
        EventKind.REOPENED,
        EventKind.PRIORITY_CHANGED,
        EventKind.KIND_CHANGED,
        EventKind.BRAND_CHANGED,
        EventKind.SUBJECT_CHANGED,
        EventKind.TAGGED,
        EventKind.SNOOZED,
        EventKind.UNSNOOZED,
        EventKind.MARKED_SPAM,
        EventKind.UNMARKED_SPAM,
    }
)


@dataclass(frozen=True, slots=True)
class Undone:
    has_changed: bool
    left: str  # what was left alone, as sentences about who touched it


@verb
def undo(ticket: Ticket, *, actor: User, seq: int) -> Event | None:
    """Take back the act of the actor's of which the event `seq` came; None if that changes nothing (a second click).

    Raises IllegalTransition for what somebody else did, what cannot be taken back, and where all of it was touched since.
    """
    ticket = locked(ticket)
    require_permission(actor, Permission.CHANGE, ticket)
    event = ticket.events.filter(seq=seq, actor=actor).first()
    if event is None:
        raise IllegalTransition(_("Only who changed something can take it back."))
    if event.kind in HAND_OVERS:
        return take_hand_over_back(ticket, actor, event)
    if event.kind in PARTICIPATIONS:
        return take_participation_back(ticket, actor, event)
    act = list(ticket.events.filter(at=event.at, actor=actor).order_by("seq"))
    if not {one.kind for one in act} <= CAN_BE_UNDONE:
        raise IllegalTransition(_("This cannot be taken back."))

    undone = put_changes_back(ticket, actor=actor, after_seq=act[0].seq - 1, last_seq=act[-1].seq)
    if not undone.has_changed and undone.left:
        raise IllegalTransition(_("This stays as it is: %(reason)s.") % {"reason": undone.left})
    return ticket.events.get(seq=ticket.event_seq) if undone.has_changed else None


def put_changes_back(ticket: Ticket, *, actor: User, after_seq: int, last_seq: int) -> Undone:
    """Part of the verbs that undo: what the events after `after_seq`, up to `last_seq`, changed on the locked ticket."""
    events = list(ticket.events.filter(seq__gt=after_seq).order_by("seq"))
    ours = [event for event in events if event.seq <= last_seq]
    if any(event.data.get("undoes", [None])[0] == ours[0].seq for event in events if ours):
        return Undone(False, "")
    later = _still_in_force([event for event in events if event.seq > last_seq])
    back, left = _columns_to_put_back(ours, later)
    add, remove, touching = _tags_to_put_back(ours, later)
    left += touching
    steps, touching = _steps_to_take_off(ours, later)
    left += touching

    before = ticket.event_seq
    passage = current_passage()
    passage.undoes = None if left else (ticket.pk, [event.seq for event in ours])
    solved = next((event for event in ours if event.kind == EventKind.SOLVED), None)
    for column, value in back.items():
        if column == "status" and solved is not None:
            unsolve(ticket, actor=actor, seq=solved.seq)
        else:
            _BACK[column](ticket, actor, value)
        if column == "status" and value == Status.NEW and solved is None and not _has_touched(ours, later):
            untouched_again(ticket, actor=actor)
    if add or remove:
        tag(ticket, actor=actor, add=add, remove=remove)
    for task in Task.objects.filter(pk__in=steps):
        remove_task(task, actor=actor)
    passage.undoes = None
    return Undone(ticket.event_seq > before, _sentences(left))


def _columns_to_put_back(ours: Sequence[Event], later: Sequence[Event]) -> tuple[dict[str, Any], list[Event]]:
    """Each column with what stood in it, and the events that touched the others since."""
    back: dict[str, Any] = {}
    left: list[Event] = []
    for column in _BACK:
        first = next((event for event in ours if column in event.changes), None)
        if first is None:
            continue
        touched = next((event for event in later if column in event.changes), None)
        if touched is not None:
            left.append(touched)
        else:
            back[column] = _before(first, column)
    return back, left


def _before(event: Event, column: str) -> Any:
    """What stood in it; with a brand the mailbox that went with it, if the event changed that, too."""
    before = event.changes[column][0]
    return (before, event.changes.get("mailbox_id")) if column == "brand_id" else before


def _tags_to_put_back(
    ours: Sequence[Event], later: Sequence[Event]
) -> tuple[set[str], set[str], list[Event]]:  # fmt: skip
    """Tags to add, to remove, and the event that touched some of them meanwhile; those stay."""
    tagged = [event for event in ours if event.kind == EventKind.TAGGED]
    added = {name for event in tagged for name in event.data["added"]}
    removed = {name for event in tagged for name in event.data["removed"]}
    touching = [event for event in later if (added | removed) & _tags_of(event)]
    touched = {name for event in touching for name in _tags_of(event)}
    return removed - touched, added - touched, touching[:1]


def _steps_to_take_off(ours: Sequence[Event], later: Sequence[Event]) -> tuple[set[int], list[Event]]:
    """Steps that a macro added, and the event that touched some of them meanwhile; those stay."""
    added = {event.data["task"] for event in ours if event.kind == EventKind.TASK_ADDED}
    touching = [event for event in later if event.data.get("task") in added]
    return added - {event.data["task"] for event in touching}, touching[:1]


def _still_in_force(events: list[Event]) -> list[Event]:
    """Without what was undone, and its undoing: together they touched nothing."""
    keys = {event.data["bulk"] for event in events if "bulk" in event.data}
    acts = BulkAct.objects.filter(Q(undone_by__isnull=False) | Q(kind=BulkKind.UNDO), pk__in=keys) if keys else ()
    undone = {act.pk for act in acts}
    taken_back = {seq for event in events for seq in event.data.get("undoes", ())}
    return [
        event
        for event in events
        if event.data.get("bulk") not in undone and event.seq not in taken_back and "undoes" not in event.data
    ]


def _tags_of(event: Event) -> set[str]:
    return {*event.data.get("added", ()), *event.data.get("removed", ())}


def _has_touched(ours: Sequence[Event], later: Sequence[Event]) -> bool:
    """Whether people of ours did more than what is taken back: said something with it, or anything since."""
    if any(event.kind not in CAN_BE_UNDONE | {EventKind.TASK_ADDED} for event in ours):
        return True
    return User.objects.staff().filter(pk__in={event.actor_id for event in later if event.actor_id}).exists()


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
    """Open where it was new: whether nobody has touched it is looked at afterwards."""
    set_status(ticket, actor=actor, status=Status.OPEN if before == Status.NEW else Status(before))


def _brand(ticket: Ticket, actor: User, before: tuple[int, list[int | None] | None]) -> None:
    """Answers go again from where they went, which need not be the brand's own mailbox."""
    brand, mailboxes = before
    put_into_brand(ticket, actor=actor, brand=brand, mailbox=mailboxes[0] if mailboxes else ticket.mailbox_id)


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


# In this order: what is put away comes out first, and whoever is outside a team would lose the ticket with it.
_BACK: dict[str, Back] = {
    "deleted_at": _deleted,
    "is_spam": _spam,
    "team_id": _team,
    "assignee_id": _assignee,
    "status": _status,
    "snoozed_until": _snooze,
    "priority": lambda ticket, actor, before: set_priority(ticket, actor=actor, priority=Priority(before)),
    "kind": lambda ticket, actor, before: set_kind(ticket, actor=actor, kind=Kind(before)),
    "brand_id": _brand,
    "subject": lambda ticket, actor, before: set_subject(ticket, actor=actor, subject=before),
}
