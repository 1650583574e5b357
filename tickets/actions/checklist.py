"""The checklist of a ticket: its tasks, each a step that somebody ticks off. The ticket counts them in two columns.

Events name a task by its key and carry what it is, so that the list at any moment can be rebuilt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from accounts.actors import REMINDER, Actor, person_of
from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require, sees
from tickets.content import storable
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Event, Participant, Task, Ticket
from tickets.models.participant import ParticipantRole
from tickets.models.task import LONGEST_TEXT

MOST_TASKS = 100


@dataclass(frozen=True, slots=True)
class SeenTask:
    """What its writer had before them when they changed a task; a time to the minute, as forms show it."""

    text: str
    assignee_id: int | None
    due_at: datetime | None

    def differs(self, name: str, value: Any) -> bool:
        """Whether this is something else than they saw."""
        then = getattr(self, name)
        if isinstance(value, datetime) and isinstance(then, datetime):
            return value.replace(second=0, microsecond=0) != then.replace(second=0, microsecond=0)
        return bool(value != then)


class Unset:
    """Says that a task keeps what it has; None says that it has none."""


UNSET = Unset()


@verb
def add_task(
    ticket: Ticket, *, actor: Actor, text: str, assignee: User | None = None, due_at: datetime | None = None
) -> Task:
    """Add a step at the end. Raises Invalid without words, for somebody who is not of ours, or beyond 100."""
    ticket = _open_for_tasks(ticket, actor)
    text = task_words(text)
    _refuse_assignee(assignee)
    if ticket.tasks_total >= MOST_TASKS:
        raise Invalid(_("A ticket can carry at most %(most)s tasks.") % {"most": MOST_TASKS})

    _let_see(ticket, assignee)
    last = ticket.tasks.aggregate(last=Max("position"))["last"] or 0
    task = Task.objects.create(
        ticket=ticket,
        text=text,
        position=last + 1,
        assignee=assignee,
        due_at=due_at,
        created_at=current_passage().now(),
    )
    changes = change(ticket, tasks_open=ticket.tasks_open + 1, tasks_total=ticket.tasks_total + 1)
    record(ticket, EventKind.TASK_ADDED, actor=actor, changes=changes, **_particulars(task), tell=_whom(task, actor))
    return task


def add_missing_tasks(ticket: Ticket, texts: Sequence[str], *, actor: Actor) -> list[Task]:
    """Part of the verbs that use a macro: its steps, but for those that stand on the list and are to be done."""
    if not texts:
        return []
    present = set(ticket.tasks.filter(done_at__isnull=True).values_list("text", flat=True))
    return [add_task(ticket, actor=actor, text=text) for text in texts if text not in present]


@verb
def set_task_done(task: Task, *, actor: Actor, done: bool = True) -> Event | None:
    """Tick it off, or take the tick away; None if it is so already."""
    ticket, task = _locked_task(task, actor)
    if task.is_done == done:
        return None

    task.done_at = current_passage().now() if done else None
    task.done_by = person_of(actor) if done else None
    task.save(update_fields=["done_at", "done_by"])
    changes = change(ticket, tasks_open=ticket.tasks_open + (-1 if done else 1))
    kind = EventKind.TASK_DONE if done else EventKind.TASK_UNDONE
    return record(ticket, kind, actor=actor, changes=changes, **_particulars(task))


@verb
def change_task(
    task: Task,
    *,
    actor: Actor,
    text: str | None = None,
    assignee: User | None | Unset = UNSET,
    due_at: datetime | None | Unset = UNSET,
    seen: SeenTask | None = None,
) -> Event | None:
    """Change what it says, whose it is or until when; None if nothing changes.

    With `seen`, what its writer left as they saw it stays as it is now, and IllegalTransition is raised where somebody changed
    meanwhile what they change.
    """
    ticket, task = _locked_task(task, actor)
    wanted: dict[str, Any] = {} if text is None else {"text": task_words(text)}
    if not isinstance(assignee, Unset):
        _refuse_assignee(assignee)
        wanted["assignee_id"] = assignee.pk if assignee else None
    if not isinstance(due_at, Unset):
        wanted["due_at"] = due_at
    if seen is not None:
        wanted = {name: value for name, value in wanted.items() if seen.differs(name, value)}
    changed = [name for name, value in wanted.items() if getattr(task, name) != value]
    if not changed:
        return None
    if seen is not None and any(seen.differs(name, getattr(task, name)) for name in changed):
        raise IllegalTransition(
            _("Somebody changed this task meanwhile: “%(task)s”. Open it again to see what it is now.")
            % {"task": task.text}
        )

    if "due_at" in changed:
        wanted["told_at"] = None
    for name, value in wanted.items():
        setattr(task, name, value)
    task.save(update_fields=list(wanted))
    _let_see(ticket, task.assignee)
    tell = _whom(task, actor) if "assignee_id" in changed else []
    return record(ticket, EventKind.TASK_CHANGED, actor=actor, **_particulars(task), changed=sorted(changed), tell=tell)


@verb
def tell_task_overdue(task: Task) -> Event | None:
    """Its time is over and it is not done: tell whose it is, else who has the ticket.

    None when it was done, put off or told since it was found: the row tells.
    """
    ticket = locked(task.ticket)
    now = current_passage().now()
    waiting = Task.objects.filter(pk=task.pk, ticket=ticket, done_at=None, due_at__lte=now, told_at=None)
    if not waiting.update(told_at=now):
        return None

    task = Task.objects.get(pk=task.pk)
    tell = [person for person in (task.assignee_id or ticket.assignee_id,) if person is not None]
    return record(ticket, EventKind.TASK_OVERDUE, actor=REMINDER, **_particulars(task), tell=tell)


@verb
def remove_task(task: Task, *, actor: Actor) -> Event | None:
    """Take it off the list; None if it is gone already."""
    ticket = locked(task.ticket)
    require(actor, Permission.CHANGE, ticket)
    found = Task.objects.filter(pk=task.pk).first()
    if found is None:
        return None
    _refuse_away(ticket)

    particulars = _particulars(found)
    was_open = not found.is_done
    found.delete()
    changes = change(ticket, tasks_open=ticket.tasks_open - was_open, tasks_total=ticket.tasks_total - 1)
    return record(ticket, EventKind.TASK_REMOVED, actor=actor, changes=changes, **particulars)


@verb
def order_tasks(ticket: Ticket, *, actor: Actor, order: Sequence[int]) -> Event | None:
    """Put the tasks in this order of their keys; None if they stand so. Keys left out follow in their old order.

    Raises Invalid for a key that is not on the list: somebody changed it meanwhile.
    """
    ticket = _open_for_tasks(ticket, actor)
    present = list(ticket.tasks.values_list("pk", flat=True))
    if not set(order) <= set(present):
        raise Invalid(_("The list has changed meanwhile. Look at it again, then put it in order."))
    wanted = list(dict.fromkeys([*order, *present]))
    if wanted == present:
        return None

    place = {pk: number for number, pk in enumerate(wanted, start=1)}
    tasks = list(ticket.tasks.all())
    for task in tasks:
        task.position = place[task.pk]
    Task.objects.bulk_update(tasks, ["position"])
    return record(ticket, EventKind.TASKS_ORDERED, actor=actor, order=wanted)


def bring_tasks(source: Ticket, target: Ticket) -> list[int]:
    """Part of the verbs that take all of a ticket into another: its list goes along, at the end of the one there."""
    keys = list(source.tasks.values_list("pk", flat=True))
    last = target.tasks.aggregate(last=Max("position"))["last"] or 0
    for number, key in enumerate(keys, start=last + 1):
        Task.objects.filter(pk=key).update(ticket=target, position=number)
    return keys


def take_tasks_back(keys: Sequence[int], source: Ticket, target: Ticket) -> None:
    """What was brought along and is still there returns."""
    Task.objects.filter(pk__in=keys, ticket=target).update(ticket=source)


def task_columns(ticket: Ticket) -> dict[str, int]:
    """The ticket's two columns as its rows say."""
    counted = ticket.tasks.aggregate(total=Count("pk"), open=Count("pk", filter=Q(done_at__isnull=True)))
    return {"tasks_open": counted["open"], "tasks_total": counted["total"]}


def _locked_task(task: Task, actor: Actor) -> tuple[Ticket, Task]:
    """The task as it is under its ticket's lock."""
    ticket = _open_for_tasks(task.ticket, actor)
    found = Task.objects.select_related("assignee").filter(pk=task.pk, ticket=ticket).first()
    if found is None:
        raise IllegalTransition(_("Somebody took this task off the list."))
    return ticket, found


def _open_for_tasks(ticket: Ticket, actor: Actor) -> Ticket:
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    _refuse_away(ticket)
    return ticket


def _refuse_away(ticket: Ticket) -> None:
    if ticket.is_closed:
        raise IllegalTransition(
            _("This ticket is closed for good, and so is its list of tasks. Open a follow-up for what is still to do.")
        )


def task_words(text: str) -> str:
    """As a task keeps it. Raises Invalid without words, or with too many."""
    words = " ".join(storable(text).split())
    if not words:
        raise Invalid(_("Write what is to be done."))
    if len(words) > LONGEST_TEXT:
        raise Invalid(_("Use at most %(most)s characters for a task.") % {"most": LONGEST_TEXT})
    return words


def _let_see(ticket: Ticket, assignee: User | None) -> None:
    """Whose the task is follows a private ticket from then on, as whoever is asked a question: else they would not see it."""
    if assignee is not None and not sees(assignee, ticket):
        Participant.objects.get_or_create(ticket=ticket, person=assignee, role=ParticipantRole.FOLLOWER)


def _refuse_assignee(assignee: User | None) -> None:
    if assignee is not None and not (assignee.is_staff and assignee.is_active):
        raise Invalid(_("Tasks are given to active members of staff only."))


def _whom(task: Task, actor: Actor) -> list[int]:
    """Who is to be told that it is theirs."""
    person = person_of(actor)
    is_own = task.assignee_id is None or person is not None and person.pk == task.assignee_id
    return [] if is_own else [task.assignee_id]  # type: ignore[list-item]  # somebody else


def _particulars(task: Task) -> dict[str, Any]:
    return {
        "task": task.pk,
        "text": task.text,
        "position": task.position,
        "person": task.assignee_id,
        "due_at": task.due_at.isoformat() if task.due_at else None,
        "done_at": task.done_at.isoformat() if task.done_at else None,
    }
