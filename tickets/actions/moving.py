"""One message that came to the wrong ticket goes to the right one, and back."""

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.permissions import Permission
from tickets.access import require_permission
from tickets.actions import transfers
from tickets.actions.conversation import may_write_as_customer
from tickets.door import current_passage, verb
from tickets.errors import Invalid
from tickets.events import EventKind, change, record
from tickets.locking import locked, locked_all
from tickets.models import Event, Message, Participant, Ticket, Transfer
from tickets.models.participant import ParticipantRole
from tickets.models.transfer import TransferKind
from tickets.waiting import Waits, oldest, waits_of


@verb
def move_message(message: Message, *, actor: Actor, to: Ticket) -> Event | None:
    """Bring a message to the ticket it belongs to; None if it stands there already.

    What nobody answered is waited for there, since it was written; its writer is in copy from now on. Raises IllegalTransition
    when one of the tickets is closed to it, Invalid for the only message of a ticket (merging is the way then).
    """
    locked_all([message.ticket, to])
    source, target = locked(message.ticket), locked(to)
    message.refresh_from_db(fields=["ticket"])
    require_permission(actor, Permission.MERGE, source)
    if message.ticket_id == target.pk:
        return None
    if message.ticket_id != source.pk:  # it went elsewhere while we waited for the lock
        raise Invalid(_("This message is not here any more. Look again."))
    refuse_move(message, source, target, actor=actor)

    waits, waits_there = waits_of(source.events.all()), waits_of(target.events.all())
    before = transfers.order_of(target)
    transfer = transfers.start(TransferKind.MOVE, source, target, [message.pk], waits=waits, waits_there=waits_there)
    order = [key for key in transfer.before["order"] if key != message.pk]
    new_order = before + [key for key in transfer.before["order"] if key == message.pk]
    transfer.before["seen"] = transfers.renumber(source, transfer.before["order"], order)
    transfers.renumber(target, before, new_order)
    transfer.before["people"] = _copy_writer(message, target)
    transfer.save(update_fields=["before"])

    came = {key: at for key, at in waits.items() if key == str(message.pk)}
    left = transfers.without(waits, came)
    event = _record_departure(source, transfer, actor, order, left, gone=came)
    columns = transfers.arrival(target, waits_there | came, fresh=came, touched=message.from_staff)
    _record_arrival(target, transfer, actor, new_order, columns, came=came)
    return event


@verb
def undo_move(message: Message, *, actor: Actor) -> Event | None:
    """Bring a moved message back to where it was taken from last; None if it was not moved, or was brought back.

    Answers to it stay where they were written. Raises IllegalTransition while something later builds on the move.
    """
    transfer = find_move(message)
    if transfer is None:
        require_permission(actor, Permission.MERGE, message.ticket)
        return None
    both = transfers.locked_for_undo(transfer, actor)
    if both is None:
        return None
    source, target = both

    waits_back = {key: at for key, at in transfer.before["waits"].items() if key == str(message.pk)}
    waits, waits_there = waits_of(source.events.all()), waits_of(target.events.all())
    before, before_there = transfers.order_of(source), transfers.order_of(target)
    transfers.bring_back(transfer)
    old = transfer.before["order"]
    order = [key for key in old if key in {*before, message.pk}] + [key for key in before if key not in old]
    order_there = [key for key in before_there if key != message.pk]
    transfers.renumber(source, before, order, back=transfer.before["seen"])
    transfers.renumber(target, before_there, order_there)
    transfers.take_people_back(transfer)

    left = transfers.without(waits_there, waits_back)
    is_new = bool(set(left) - set(transfer.before["waits_there"]))
    columns = transfers.columns_before(target, EventKind.MOVED_HERE, transfer, still_waits=is_new)
    fresh = transfers.fresh_for(source, waits_back, EventKind.MOVED_AWAY, transfer)
    arrived = transfers.arrival(source, waits | waits_back, fresh=fresh, touched=False)
    event = _record_arrival(source, transfer, actor, order, arrived, came=waits_back)
    _record_departure(target, transfer, actor, order_there, left, gone=waits_back, **columns)
    return event


def find_move(message: Message) -> Transfer | None:
    """The newest move of this message that is in force."""
    moves = Transfer.objects.filter(kind=TransferKind.MOVE, target=message.ticket_id, undone_at__isnull=True)
    return moves.filter(messages__contains=[message.pk]).order_by("-pk").first()


def refuse_move(message: Message, source: Ticket, target: Ticket, *, actor: Actor) -> None:
    """Raise unless this message may go there."""
    transfers.refuse_source(source, actor)
    transfers.refuse_target(target, actor)
    others = source.messages.exclude(pk=message.pk).filter(seq__isnull=False)
    if message.seq is not None and not others.exists():
        raise Invalid(_("That is all there is on #%(number)s. Merge the ticket instead.") % {"number": source.pk})


def _copy_writer(message: Message, target: Ticket) -> list[int]:
    """A customer who takes no part there is copied from now on."""
    author = message.author
    if author is None or not message.from_customer or may_write_as_customer(author, target):
        return []
    now = current_passage().now()
    row = Participant.objects.create(ticket=target, person=author, role=ParticipantRole.CC, since=now)
    return [row.pk]


def _record_departure(
    ticket: Ticket, transfer: Transfer, actor: Actor, order: list[int], left: Waits, *, gone: Waits, **columns: object
) -> Event:
    return record(
        ticket,
        EventKind.MOVED_AWAY,
        actor=actor,
        changes=change(ticket, **columns, conversation_seq=len(order), waiting_since=oldest(left)),
        snippet=transfers.newest_words(ticket),
        batch=transfer.pk,
        other=_other(ticket, transfer),
        messages=transfer.messages,
        waits_gone=list(gone),
        undo=transfer.undone_at is not None,
    )


def _record_arrival(
    ticket: Ticket, transfer: Transfer, actor: Actor, order: list[int], columns: dict[str, object], *, came: Waits
) -> Event:
    return record(
        ticket,
        EventKind.MOVED_HERE,
        actor=actor,
        changes=change(ticket, **columns, conversation_seq=len(order)),
        snippet=transfers.newest_words(ticket),
        batch=transfer.pk,
        other=_other(ticket, transfer),
        messages=transfer.messages,
        waits_here=came,
        undo=transfer.undone_at is not None,
    )


def _other(ticket: Ticket, transfer: Transfer) -> int:
    return transfer.source_id if ticket.pk == transfer.target_id else transfer.target_id
