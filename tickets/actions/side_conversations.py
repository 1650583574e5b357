"""Talking with outsiders beside the ticket: what is said are notes on it, the customer never sees any of it.

Nothing here starts or ends a wait of the customer's, and an outsider's answer leaves the status alone.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from accounts.actors import Actor, is_human_agent, person_of
from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require, survivor_of
from tickets.actions.forward_drafts import drop_forward_draft
from tickets.actions.messages import message_on
from tickets.actions.reading import mark_read
from tickets.content import Body, subject_line
from tickets.door import current_passage, verb
from tickets.errors import Invalid
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Attachment, Channel, Event, Message, SideConversation, Status, Ticket
from tickets.models.message import MessageKind
from tickets.models.side_conversation import SideState
from tickets.recipients import MOST_IN_A_FIELD, copied_on


@verb
def open_side_conversation(
    ticket: Ticket,
    *,
    actor: Actor,
    to: Sequence[str],
    subject: str,
    body: Body,
    attachments: Sequence[Attachment] = (),
    forwarded: Message | None = None,
) -> SideConversation:
    """Ask these addresses, with `forwarded` quoted below the words; what they answer comes back as notes.

    Raises Invalid without words or for an address that takes part in the ticket (that is what a reply is for), NotAllowed,
    IllegalTransition on a merged or deleted ticket.
    """
    ticket = locked(ticket)
    refuse_side(ticket, actor=actor, to=to, subject=subject, body=body, attachments=attachments, forwarded=forwarded)

    now = current_passage().now()
    side = SideConversation.objects.create(
        ticket=ticket,
        subject=subject_line(subject),
        to=list(to),
        opened_by=person_of(actor),
        opened_at=now,
        updated_at=now,
    )
    about = {"forwarded": forwarded.pk} if forwarded is not None else {}
    _say(ticket, side, EventKind.SIDE_OPENED, actor=actor, body=body, attachments=attachments, **about)
    drop_forward_draft(ticket, actor, None)
    return side


@verb
def write_side(side: SideConversation, *, actor: Actor, body: Body, attachments: Sequence[Attachment] = ()) -> Message:
    """Write to them again; one that was closed is open again. Raises as `open_side_conversation`."""
    ticket = locked(survivor_of(side.ticket))
    refuse_side(ticket, actor=actor, body=body, attachments=attachments, side=side)

    _set_state(side, SideState.WAITING)
    message = _say(ticket, side, EventKind.SIDE_WRITTEN, actor=actor, body=body, attachments=attachments)
    drop_forward_draft(ticket, actor, side)
    return message


@verb
def receive_side_answer(
    side: SideConversation,
    *,
    actor: User,
    body: Body,
    attachments: Sequence[Attachment] = (),
    verdict: dict | None = None,
) -> Message:
    """What an outsider answered: a note, unread for everybody. Whoever knows the address may answer, and is shown."""
    ticket = locked(survivor_of(side.ticket))
    if body.is_empty and not attachments:
        raise Invalid(_("Write something first."))

    _set_state(side, SideState.ANSWERED)
    changes = change(ticket, conversation_seq=ticket.conversation_seq + 1)
    message = message_on(
        ticket,
        author=actor,
        body=body,
        channel=Channel.EMAIL,
        kind=MessageKind.NOTE,
        attachments=attachments,
        at=current_passage().now(),
        verdict=verdict,
        side=side,
    )
    record(ticket, EventKind.SIDE_ANSWERED, actor=actor, changes=changes, message=message.pk, side=side.pk, to=side.to)
    return message


@verb
def close_side_conversation(side: SideConversation, *, actor: Actor) -> Event | None:
    """Nothing more is expected from them; None if that is said already. What they write yet still comes."""
    ticket = locked(survivor_of(side.ticket))
    require(actor, Permission.NOTE, ticket)
    side.refresh_from_db()
    if side.state == SideState.CLOSED:
        return None

    _set_state(side, SideState.CLOSED)
    return record(ticket, EventKind.SIDE_CLOSED, actor=actor, side=side.pk, to=side.to)


def refuse_side(
    ticket: Ticket,
    *,
    actor: Actor,
    body: Body,
    to: Sequence[str] = (),
    subject: str = "",
    attachments: Sequence[Attachment] = (),
    forwarded: Message | None = None,
    side: SideConversation | None = None,
) -> None:
    """Raise what writing in `side`, or beginning one, would be refused with."""
    require(actor, Permission.REPLY, ticket)
    _refuse_words(body, subject if side is None else side.subject, attachments, forwarded)
    if side is None:
        _refuse_addresses(ticket, to)
        _refuse_forwarded(ticket, forwarded)


def _say(
    ticket: Ticket,
    side: SideConversation,
    kind: EventKind,
    *,
    actor: Actor,
    body: Body,
    attachments: Sequence[Attachment],
    **particulars: object,
) -> Message:
    human = is_human_agent(actor)
    status = Status.OPEN if human and ticket.status == Status.NEW else ticket.status
    changes = change(ticket, status=str(status), **({"conversation_seq": ticket.conversation_seq + 1} if human else {}))
    author = person_of(actor)
    message = message_on(
        ticket,
        author=author,
        body=body,
        channel=Channel.EMAIL,
        kind=MessageKind.NOTE,
        attachments=attachments,
        at=current_passage().now(),
        is_human=human,
        side=side,
    )
    record(ticket, kind, actor=actor, changes=changes, message=message.pk, side=side.pk, to=side.to, **particulars)
    if author is not None:
        mark_read(ticket, actor=author)
    return message


def _set_state(side: SideConversation, state: SideState) -> None:
    side.state, side.updated_at = state, current_passage().now()
    side.save(update_fields=["state", "updated_at"])


def _refuse_words(body: Body, subject: str, attachments: Iterable[Attachment], forwarded: Message | None) -> None:
    if not subject.strip():
        raise Invalid(_("Give it a subject: they see it in their mailbox."))
    if body.is_empty and not attachments and forwarded is None:
        raise Invalid(_("Write something first."))


def _refuse_addresses(ticket: Ticket, to: Sequence[str]) -> None:
    if not to:
        raise Invalid(_("Say whom it goes to."))
    if len(to) > MOST_IN_A_FIELD:
        raise Invalid(_("At most %(most)s people can be copied.") % {"most": MOST_IN_A_FIELD})
    for address in filter(None, (ticket.requester.email, *copied_on(ticket))):
        if address in to:
            raise Invalid(_("%(address)s takes part in this ticket: write to them by a reply.") % {"address": address})


def _refuse_forwarded(ticket: Ticket, forwarded: Message | None) -> None:
    if forwarded is None:
        return
    if forwarded.ticket_id != ticket.pk:
        raise Invalid(_("That message is not on this ticket."))
    if forwarded.is_note:
        raise Invalid(_("An internal note is not forwarded. Copy what they may read into your words."))
