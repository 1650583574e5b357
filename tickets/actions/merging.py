"""Two tickets about one thing become one, and two again."""

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.permissions import Permission
from tickets.access import require_permission
from tickets.actions import transfers
from tickets.actions.checklist import bring_tasks, take_tasks_back, task_columns
from tickets.actions.concessions import bring_concessions, concession_columns, take_concessions_back
from tickets.actions.emergencies import bring_emergencies, take_emergencies_back
from tickets.actions.escalation import end_escalation
from tickets.actions.relations import MOST_COPIED
from tickets.actions.timing import bring_time, take_time_back, time_columns
from tickets.actions.transferring_links import bring_links, kind_column, take_links_back
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid
from tickets.events import EventKind, change, record
from tickets.locking import locked, locked_all
from tickets.models import Event, Message, Status, Ticket, Transfer
from tickets.models.escalation import UNDER_WAY, EscalationState
from tickets.models.participant import ParticipantRole
from tickets.models.transfer import TransferKind
from tickets.waiting import Waits, oldest, waits_of


@verb
def merge(ticket: Ticket, *, actor: Actor, into: Ticket) -> Event | None:
    """Bring all of `ticket` into another and close it; None if it is there already.

    Messages, unsent words, people, tags and links go along; the survivor keeps its own figures, and what the customer still
    waits for is waited for since then. Mail that answers `ticket` lands on the survivor. Raises IllegalTransition when one of
    them is closed to it, Invalid for a ticket and itself or with too many people in copy.
    """
    locked_all([ticket, into])
    ticket, into = locked(ticket), locked(into)
    require_permission(actor, Permission.MERGE, ticket)
    if ticket.merged_into_id is not None and ticket.merged_into_id == into.pk:
        return None
    refuse_merge(ticket, into, actor=actor)

    waits, waits_there = waits_of(ticket.events.all()), waits_of(into.events.all())
    under_way = [[row.pk, row.state] for row in ticket.escalations.filter(state__in=UNDER_WAY)]
    before = transfers.order_of(into)
    messages = list(ticket.messages.values_list("pk", flat=True))
    transfer = transfers.start(TransferKind.MERGE, ticket, into, messages, waits=waits, waits_there=waits_there)
    order = before + transfer.before["order"]
    transfers.renumber(into, before, order)
    transfer.before |= {
        "people": transfers.bring_people(ticket, into),
        "drafts": transfers.bring_drafts(ticket, into),
        "tags": transfers.bring_tags(ticket, into),
        "escalations": under_way,
        "tasks": bring_tasks(ticket, into),
        "concessions": bring_concessions(ticket, into),
        "emergencies": bring_emergencies(ticket, into),
        "time": bring_time(ticket, into),
        "links": bring_links(ticket, into),
        "reminders": transfers.bring_reminders(ticket, into),
    }
    transfer.save(update_fields=["before"])
    end_escalation(ticket)

    touched = ticket.status != Status.NEW
    event = transfers.close_away(ticket, EventKind.MERGED, transfer, actor=actor, into=into, waits=waits)
    columns = transfers.arrival(into, waits_there | waits, fresh=waits, touched=touched)
    record(
        into,
        EventKind.MERGED_HERE,
        actor=actor,
        changes=change(
            into,
            conversation_seq=len(order),
            **columns,
            **kind_column(into),
            **task_columns(into),
            **concession_columns(into),
            **time_columns(into),
        ),
        snippet=transfers.newest_words(into),
        batch=transfer.pk,
        other=ticket.pk,
        messages=messages,
        waits_here=waits,
        added=transfer.before["tags"],
    )
    return event


@verb
def unmerge(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Take a merge back: both tickets are what they were; None if this one is not merged.

    Of what happened since: mail that answered this ticket comes along with it, everything else that was written stays on the
    survivor, and so do people who wrote there and drafts that were written on. Raises IllegalTransition while something later
    builds on the merge.
    """
    transfer = ticket.transfers_out.filter(kind=TransferKind.MERGE, undone_at__isnull=True).first()
    if transfer is None:
        require_permission(actor, Permission.MERGE, ticket)
        return None
    transfer.source = ticket
    both = transfers.locked_for_undo(transfer, actor)
    if both is None:
        return None
    ticket, survivor = both

    columns = transfers.columns_before(ticket, EventKind.MERGED, transfer)
    will_be_closed = columns.get("status", ticket.status) == Status.CLOSED
    answers = [] if will_be_closed else _answers_to(transfer)
    before = transfers.order_of(survivor)
    waits_now = waits_of(survivor.events.all())
    transfers.bring_back(transfer)
    Message.objects.filter(pk__in=answers).update(ticket=ticket, moved_at=current_passage().now())
    gone = {*transfer.messages, *answers}
    order = [key for key in before if key not in gone]
    transfers.renumber(survivor, before, order)
    own = transfer.before["order"] + [key for key in before if key in answers]
    transfers.renumber(ticket, own, own)
    transfers.take_people_back(transfer)
    transfers.take_drafts_back(transfer)
    _resume_escalations(ticket, transfer)
    take_tasks_back(transfer.before.get("tasks", ()), ticket, survivor)
    take_concessions_back(transfer.before.get("concessions", ()), ticket, survivor)
    take_emergencies_back(transfer.before.get("emergencies", ()), ticket, survivor)
    take_time_back(transfer.before.get("time", ()), ticket, survivor)
    take_links_back(transfer.before.get("links", ()), ticket, survivor)
    transfers.take_reminders_back(transfer)

    waits_gone = [*transfer.before["waits"], *map(str, answers)]
    came = {str(key): waits_now[str(key)] for key in answers if str(key) in waits_now}
    waits = transfer.before["waits"] | came
    event = _open_again(ticket, transfer, actor, columns, waits, came=came, order=own, messages=sorted(gone))
    left = transfers.without(waits_now, waits_gone)
    is_new = bool(set(left) - set(transfer.before["waits_there"]))
    columns = transfers.columns_before(survivor, EventKind.MERGED_HERE, transfer, still_waits=is_new)
    record(
        survivor,
        EventKind.UNMERGED_HERE,
        actor=actor,
        changes=change(
            survivor,
            **columns,
            conversation_seq=len(order),
            waiting_since=oldest(left),
            **task_columns(survivor),
            **concession_columns(survivor),
            **time_columns(survivor),
        ),
        snippet=transfers.newest_words(survivor),
        batch=transfer.pk,
        other=ticket.pk,
        messages=sorted(gone),
        waits_gone=waits_gone,
        removed=transfers.take_tags_back(transfer),
    )
    return event


def refuse_merge(ticket: Ticket, into: Ticket, *, actor: Actor) -> None:
    """Raise unless `ticket` may be merged into the other."""
    require_permission(actor, Permission.MERGE, ticket)
    if ticket.pk == into.pk:
        raise Invalid(_("A ticket cannot be merged into itself. Choose another one."))
    transfers.refuse_source(ticket, actor)
    if ticket.is_spam:
        raise IllegalTransition(_("#%(number)s is marked as spam. Take that back first.") % {"number": ticket.pk})
    transfers.refuse_target(into, actor)
    copied = {person for person, role in transfers.people_of(ticket) if role == ParticipantRole.CC}
    copied |= set(into.participants.filter(role=ParticipantRole.CC).values_list("person_id", flat=True))
    if len(copied - {into.requester_id}) > MOST_COPIED:
        raise Invalid(
            _("Together they would have more than %(most)s people in copy. Take some of them out first.")
            % {"most": MOST_COPIED}
        )


def _open_again(
    ticket: Ticket,
    transfer: Transfer,
    actor: Actor,
    columns: dict[str, object],
    waits: Waits,
    *,
    came: Waits,
    order: list[int],
    messages: list[int],
) -> Event:
    """As it was; with an answer that came meanwhile, as if it had come here."""
    changes = change(
        ticket,
        **columns,
        conversation_seq=len(order),
        waiting_since=oldest(waits),
        **task_columns(ticket),
        **concession_columns(ticket),
        **time_columns(ticket),
    )
    arrived = change(ticket, **transfers.arrival(ticket, waits, fresh=came, touched=False))
    for name, (before, after) in arrived.items():
        changes[name] = [changes[name][0] if name in changes else before, after]
    return record(
        ticket,
        EventKind.UNMERGED,
        actor=actor,
        changes=changes,
        snippet=transfers.newest_words(ticket),
        batch=transfer.pk,
        other=transfer.target_id,
        messages=messages,
        waits_here=waits,
    )


def _answers_to(transfer: Transfer) -> list[int]:
    """What arrived on the survivor since, but was sent in answer to the merged ticket (`via`, see mail/threading.py), or to one
    that was merged into that before. What went on into a further survivor and is back counts, too: it has another origin."""
    numbers = {transfer.source_id}
    latest = numbers
    while latest:
        merged = Transfer.objects.filter(kind=TransferKind.MERGE, undone_at=None, target__in=latest)
        latest = set(merged.values_list("source_id", flat=True)) - numbers
        numbers |= latest
    answers = Message.objects.filter(
        ticket=transfer.target, created_at__gt=transfer.at, verdict__via__in=sorted(numbers)
    ).exclude(pk__in=transfer.messages)
    return list(answers.values_list("pk", flat=True))


def _resume_escalations(ticket: Ticket, transfer: Transfer) -> None:
    for pk, state in transfer.before["escalations"]:
        ticket.escalations.filter(pk=pk, state=EscalationState.ENDED).update(state=state, ended_at=None)
