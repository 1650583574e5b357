"""What merging, splitting and moving have in common: parts of those verbs, called under the locks of both tickets.

`seq` is the order in which a ticket got its messages. What comes from elsewhere is counted last, so that whoever was writing is
told that there is something new; what goes back takes the places it had. The log keeps each side's columns; `Transfer.before`
keeps what else undoing needs:

    order      keys of the source's counted messages in their order
    moved      message → its `moved_at`, where it had one
    seen       reads and drafts whose `seen_seq` was counted anew: [table, key, before, after]
    waits      what the source's customer waited for; `waits_there` of the target
    people     keys of the participants brought along
    drafts     [key, seen_seq, updated_at] of the drafts brought along
    tags       names that the target did not have
    escalations  [key, state] of those that ended
    tasks, reminders, concessions, links  keys of those brought along
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.permissions import Permission
from tickets.access import require_permission
from tickets.actions.held_marks import mark_held
from tickets.actions.properties import MOST_TAGS, tags_named
from tickets.content import snippet_of
from tickets.door import current_passage
from tickets.errors import IllegalTransition
from tickets.events import EventKind, change, record
from tickets.locking import locked, locked_all
from tickets.models import Draft, Event, Message, Participant, Reminder, Status, Tag, Ticket, TicketRead, Transfer
from tickets.models.escalation import UNDER_WAY
from tickets.models.message import MessageKind
from tickets.models.participant import ParticipantRole
from tickets.models.transfer import TransferKind
from tickets.waiting import Waits, oldest

# Worked out from what is there, never set back to what it was.
DERIVED = frozenset({"conversation_seq", "waiting_since", "tasks_open", "tasks_total", "minutes_spent", "conceded_at"})
# Only together do these columns make sense.
LIFE = frozenset({"status", "solved_at", "closed_at", "reopen_count", "snoozed_until"})


def refuse_target(target: Ticket, actor: Actor) -> None:
    """Raise unless messages may come to this ticket; the sentence says what to do instead."""
    require_permission(actor, Permission.MERGE, target)
    names = {"number": target.pk, "other": target.merged_into_id}
    if target.merged_into_id is not None:
        raise IllegalTransition(_("#%(number)s was itself merged into #%(other)s. Choose #%(other)s.") % names)
    if target.deleted_at is not None:
        raise IllegalTransition(_("#%(number)s is deleted. Restore it first, or choose another ticket.") % names)
    if target.is_spam:
        raise IllegalTransition(
            _("#%(number)s is marked as spam. Take that back first, or choose another one.") % names
        )
    if target.is_closed:
        raise IllegalTransition(_("#%(number)s is closed for good. Choose a ticket that is still open.") % names)


def refuse_source(source: Ticket, actor: Actor) -> None:
    """Raise unless messages may be taken from this ticket."""
    require_permission(actor, Permission.MERGE, source)
    names = {"number": source.pk, "other": source.merged_into_id}
    if source.merged_into_id is not None:
        raise IllegalTransition(_("#%(number)s was merged into #%(other)s; its messages are there.") % names)
    if source.deleted_at is not None:
        raise IllegalTransition(_("#%(number)s is deleted. Restore it first.") % names)


def refuse_undo(transfer: Transfer, actor: Actor) -> None:
    """Raise when the tickets or messages went on since: what came later is undone first."""
    source = transfer.source
    require_permission(actor, Permission.MERGE, source)
    require_permission(actor, Permission.MERGE, transfer.target)
    for ticket in (source, transfer.target):
        if ticket.deleted_at is not None:
            raise IllegalTransition(_("#%(number)s is deleted. Restore it first.") % {"number": ticket.pk})
    for later in later_transfers(transfer):
        names = {"source": later.source_id, "target": later.target_id}
        raise IllegalTransition(
            {
                TransferKind.MERGE: _("#%(source)s was merged into #%(target)s since. Undo that first."),
                TransferKind.SPLIT: _("#%(target)s was split off from #%(source)s since. Undo that first."),
                TransferKind.MOVE: _("A message was moved from #%(source)s to #%(target)s since. Undo that first."),
            }[TransferKind(later.kind)]
            % names
        )
    if transfer.kind != TransferKind.MERGE and source.is_closed and not _was_closed(transfer):
        raise IllegalTransition(_("#%(number)s is closed for good since.") % {"number": source.pk})


def later_transfers(transfer: Transfer) -> list[Transfer]:
    """Those still in force that build on this one, newest first."""
    involved = (transfer.source_id, transfer.target_id)
    near = Q(source__in=involved)
    if transfer.kind == TransferKind.SPLIT:
        near |= Q(target=transfer.target_id)
    return [
        later
        for later in Transfer.objects.filter(near, undone_at__isnull=True, pk__gt=transfer.pk).order_by("-pk")
        if set(later.messages) & set(transfer.messages)
        or later.kind == TransferKind.MERGE
        and later.source_id in involved
        or transfer.kind == TransferKind.SPLIT
        and transfer.target_id in (later.source_id, later.target_id)
    ]


def order_of(ticket: Ticket) -> list[int]:
    """Keys of the messages that count, in the order in which the ticket got them."""
    return list(ticket.messages.filter(seq__isnull=False).order_by("seq").values_list("pk", flat=True))


def start(kind: TransferKind, source: Ticket, target: Ticket, messages: Sequence[int], **before: Any) -> Transfer:
    """Write down what is about to happen, and bring the messages over."""
    at = current_passage().now()
    moved = Message.objects.filter(pk__in=messages).values_list("pk", "moved_at")
    transfer = Transfer.objects.create(
        kind=kind,
        source=source,
        target=target,
        messages=list(messages),
        before={
            "order": order_of(source),
            "moved": {str(pk): when.isoformat() for pk, when in moved if when},
            **before,
        },
        at=at,
    )
    Message.objects.filter(pk__in=messages).update(ticket=target, moved_at=at)
    return transfer


def close_away(
    ticket: Ticket, kind: EventKind, transfer: Transfer, *, actor: Actor, into: Ticket, waits: Waits
) -> Event:
    """A ticket whose messages have all gone `into` another is closed, rests no more, and leads there."""
    now = current_passage().now()
    changes = change(
        ticket,
        status=Status.CLOSED,
        solved_at=ticket.solved_at or now,
        closed_at=ticket.closed_at or now,
        merged_into_id=into.pk,
        conversation_seq=0,
        waiting_since=None,
        snoozed_until=None,
        tasks_open=0,
        tasks_total=0,
        conceded_at=None,
        minutes_spent=0,
    )
    return record(
        ticket,
        kind,
        actor=actor,
        changes=changes,
        batch=transfer.pk,
        other=into.pk,
        messages=transfer.messages,
        waits_gone=list(waits),
    )


def locked_for_undo(transfer: Transfer, actor: Actor) -> tuple[Ticket, Ticket] | None:
    """Source and target, locked, once it is sure that the transfer may be undone; None if that was done while we waited."""
    locked_all([transfer.source, transfer.target])
    transfer.source, transfer.target = locked(transfer.source), locked(transfer.target)
    transfer.refresh_from_db(fields=["undone_at"])
    if transfer.undone_at is not None:
        return None
    refuse_undo(transfer, actor)
    return transfer.source, transfer.target


def bring_back(transfer: Transfer) -> None:
    """The messages stand again where they were taken from."""
    Message.objects.filter(pk__in=transfer.messages).update(ticket=transfer.source, moved_at=None)
    for pk, when in transfer.before["moved"].items():
        Message.objects.filter(pk=pk).update(moved_at=datetime.fromisoformat(when))
    transfer.undone_at = current_passage().now()
    transfer.save(update_fields=["undone_at"])


def renumber(
    ticket: Ticket, before: Sequence[int], after: Sequence[int], *, back: Iterable[Sequence[Any]] = ()
) -> list[list[Any]]:
    """Count the messages in this order. What people had seen stays what they have seen: the rows changed for that.

    `back`: what such a call returned before; who has read and written nothing since has seen what they had then.
    """
    known = {(table, pk, after_then): before_then for table, pk, before_then, after_then in back}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tickets_message SET seq = new.seq FROM unnest(%s::bigint[]) WITH ORDINALITY AS new(id, seq) "
            "WHERE tickets_message.id = new.id AND tickets_message.seq IS DISTINCT FROM new.seq",
            [list(after)],
        )
    if not after:  # all went; when they come back, so does what was seen of them
        return []
    shifts: list[list[Any]] = []
    for table, rows in (("read", ticket.reads.all()), ("draft", ticket.drafts.all())):
        for row in rows:
            seen = known.get((table, row.pk, row.seen_seq), _seen_of(after, set(before[: row.seen_seq])))
            if seen != row.seen_seq:
                _TABLES[table].objects.filter(pk=row.pk).update(seen_seq=seen)
                shifts.append([table, row.pk, row.seen_seq, seen])
    return shifts


def bring_people(source: Ticket, target: Ticket) -> list[int]:
    """Everybody of the source takes part in the target; customers read there from now on, beside what they could read."""
    now = current_passage().now()
    present = set(target.participants.values_list("person_id", "role"))
    rows: dict[tuple[int, str], Participant] = {}
    for person, role in people_of(source):
        if person != target.requester_id and (person, role) not in present:
            since = now if role == ParticipantRole.CC else None
            rows[person, role] = Participant(ticket=target, person_id=person, role=role, since=since)
    return [row.pk for row in Participant.objects.bulk_create(rows.values())]


def people_of(source: Ticket) -> list[tuple[int, str]]:
    """Person and role as they would take part elsewhere: a requester in copy."""
    as_copied = (ParticipantRole.REQUESTER, ParticipantRole.CC)
    rows = source.participants.values_list("person_id", "role")
    return [
        (source.requester_id, ParticipantRole.CC),
        *((person, ParticipantRole.CC if role in as_copied else role) for person, role in rows),
    ]


def take_people_back(transfer: Transfer) -> None:
    """Who was brought along leaves again, but for those who have written there since."""
    spoke = Message.objects.filter(ticket=transfer.target, created_at__gt=transfer.at).values("author")
    people = Participant.objects.filter(pk__in=transfer.before.get("people", ()), ticket=transfer.target)
    people.exclude(person__in=spoke.exclude(author=None)).delete()


def bring_drafts(source: Ticket, target: Ticket) -> list[list[Any]]:
    """Words not yet sent go along, as of somebody who has seen nothing of the target.

    Whoever has a draft of that kind there keeps both: the one here stays, and is shown there (`drafts_left_behind`).
    """
    taken = set(target.drafts.values_list(*_ONE_DRAFT))
    drafts = [draft for draft in source.drafts.all() if (draft.author_id, draft.kind, draft.side_id) not in taken]
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).update(ticket=target, seen_seq=0)
    if any(draft.is_for_later for draft in drafts):
        mark_held(source)
        mark_held(target)
    return [[draft.pk, draft.seen_seq, draft.updated_at.isoformat()] for draft in drafts]


def take_drafts_back(transfer: Transfer) -> None:
    """Drafts that were not written on since return; the others stay where their writer is."""
    taken = set(transfer.source.drafts.values_list(*_ONE_DRAFT))
    for pk, seen_seq, updated_at in transfer.before.get("drafts", ()):
        draft = Draft.objects.filter(
            pk=pk, ticket=transfer.target, updated_at=datetime.fromisoformat(updated_at)
        ).first()
        if draft is not None and (draft.author_id, draft.kind, draft.side_id) not in taken:
            Draft.objects.filter(pk=pk).update(ticket=transfer.source, seen_seq=seen_seq)
            if draft.is_for_later:
                mark_held(transfer.source)
                mark_held(transfer.target)


def bring_tags(source: Ticket, target: Ticket) -> list[str]:
    """The names that are new there, as many as a ticket can carry."""
    present = set(target.tags.values_list("name", flat=True))
    names = [tag.name for tag in source.tags.all() if tag.name not in present][: MOST_TAGS - len(present)]
    target.tags.add(*tags_named(names))
    return names


def take_tags_back(transfer: Transfer) -> list[str]:
    """The names taken off the target."""
    tags = Tag.objects.filter(tickets=transfer.target, name__in=transfer.before.get("tags", ()))
    names = [tag.name for tag in tags]
    transfer.target.tags.remove(*tags)
    return names


def bring_reminders(source: Ticket, target: Ticket) -> list[int]:
    """What somebody wants to be reminded of is there now."""
    keys = list(source.reminders.filter(ended_at=None).values_list("pk", flat=True))
    Reminder.objects.filter(pk__in=keys).update(ticket=target)
    return keys


def take_reminders_back(transfer: Transfer) -> None:
    reminders = Reminder.objects.filter(pk__in=transfer.before.get("reminders", ()), ticket=transfer.target)
    reminders.update(ticket=transfer.source)


def arrival(target: Ticket, waits: Waits, *, fresh: Waits, touched: bool) -> dict[str, Any]:
    """The columns of a ticket whose customer now waits for `waits`, of which `fresh` just came: as if written there.

    `touched`: somebody of ours has worked on what came.
    """
    columns: dict[str, Any] = {"waiting_since": oldest(waits), **({"snoozed_until": None} if fresh else {})}
    if fresh and target.status in (Status.PENDING, Status.ON_HOLD) or touched and target.status == Status.NEW:
        columns |= {"status": Status.OPEN}
    elif fresh and target.status == Status.SOLVED:
        columns |= {"status": Status.OPEN, "solved_at": None, "reopen_count": target.reopen_count + 1}
    return columns


def columns_before(ticket: Ticket, kind: EventKind, transfer: Transfer, *, still_waits: bool = False) -> dict[str, Any]:
    """The columns as they were before that event of the transfer, but for those changed since.

    `still_waits`: something new came that has no answer; then, or when somebody escalated it since, the ticket stays open.
    """
    event = event_of(ticket, kind, transfer)
    since = changed_since(event)
    if (
        since & LIFE
        or still_waits
        or ticket.escalations.filter(state__in=UNDER_WAY, created_at__gt=transfer.at).exists()
    ):
        since |= LIFE
    return {
        name: _stored(name, before)
        for name, (before, _after) in event.changes.items()
        if name not in DERIVED and name not in since
    }


def changed_since(event: Event) -> set[str]:
    """The columns of the ticket that later events changed; a transfer and its undoing changed nothing."""
    later = list(event.ticket.events.filter(seq__gt=event.seq))
    batches = [other.data["batch"] for other in later if "batch" in other.data]
    undone = set(Transfer.objects.filter(pk__in=batches, undone_at__isnull=False).values_list("pk", flat=True))
    return {name for other in later if other.data.get("batch") not in undone for name in other.changes}


def fresh_for(ticket: Ticket, waits: Waits, kind: EventKind, transfer: Transfer) -> Waits:
    """What comes back as if it were new: what was not here before, or all, once the ticket was solved or set aside since."""
    if changed_since(event_of(ticket, kind, transfer)) & LIFE:
        return waits
    return without(waits, transfer.before["waits"])


def event_of(ticket: Ticket, kind: EventKind, transfer: Transfer) -> Event:
    return ticket.events.get(kind=kind, data__batch=transfer.pk)


def newest_words(ticket: Ticket) -> str:
    """The snippet of what is there now; of a ticket left empty, what it was."""
    words = ticket.messages.filter(kind=MessageKind.PUBLIC, is_auto=False).order_by("-created_at", "-pk")
    text = words.values_list("text", flat=True).first()
    return ticket.snippet if text is None else snippet_of(text)


def without(waits: Waits, keys: Collection[str]) -> Waits:
    return {key: at for key, at in waits.items() if key not in keys}


def _stored(name: str, plain: Any) -> Any:
    """The value of a column from its form in the log."""
    field: Any = Ticket._meta.get_field(name)
    return field.to_python(plain)


def _was_closed(transfer: Transfer) -> bool:
    """Closed already when the messages were taken from it, and nobody has written on them since."""
    closed_at = transfer.source.closed_at
    return closed_at is not None and closed_at <= transfer.at and transfer.target.waiting_since is None


def _seen_of(order: Sequence[int], seen: Collection[int]) -> int:
    """How much of this order somebody has seen who saw these messages: up to the first one they did not."""
    for position, key in enumerate(order):
        if key not in seen:
            return position
    return len(order)


# A person has one of each.
_ONE_DRAFT = ("author_id", "kind", "side_id")
_TABLES: dict[str, Any] = {"read": TicketRead, "draft": Draft}
