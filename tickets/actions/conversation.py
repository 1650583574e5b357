"""Speaking on a ticket: replies, the customer's messages, notes."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from accounts.actors import Actor, is_human_agent, person_of
from accounts.models import User
from accounts.permissions import Permission
from tickets.access import may, require, require_permission, survivor_of
from tickets.actions.answering import answer_on, has_read, touched
from tickets.actions.drafts import drop_drafts
from tickets.actions.lifecycle import reopen_solved, set_status
from tickets.actions.linking import follow_up_of
from tickets.actions.mentioning import mention, named_by
from tickets.actions.messages import message_on
from tickets.actions.opening import open_ticket
from tickets.actions.relations import copy_in
from tickets.content import Body, snippet_of
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid, NotAllowed, Stale
from tickets.events import EventKind, change, record
from tickets.identity_secrets import without_codes
from tickets.locking import locked
from tickets.models import Attachment, Channel, Message, Sentiment, Status, Ticket
from tickets.models.message import MessageKind
from tickets.recipients import further_address
from tickets.sentiment import sentiment_of
from tickets.talks import Talk
from tickets.thanks import only_thanks


@verb
def reply(
    ticket: Ticket,
    *,
    actor: Actor,
    body: Body,
    seen_seq: int | None,
    attachments: Sequence[Attachment] = (),
    to: Iterable[User] | None = None,
    cc: Iterable[User] | None = None,
    copied: Iterable[str] | None = None,
    bcc: Sequence[str] = (),
    status: Status | None = None,
    channel: Channel = Channel.EMAIL,
    is_draft: bool = False,
) -> Message:
    """Answer the customer in public; with `status`, set it in the same act. `is_draft`: the writer's own draft is what is sent.

    `seen_seq` is the last conversation_seq that the writer saw; None only for machines, which cannot look.
    `to`: whom it is addressed to, the requester when None; others in it take part from then on, as CCs. `cc` replaces who
    is copied (None leaves it), but for those who joined after the writer had seen `copied` (None: they saw all): they stay in
    copy and do not get this one. `bcc`: addresses that get this one mail and take no part. Raises Stale when the conversation
    moved on (nothing is sent, the draft stays), IllegalTransition on a closed or deleted ticket, Invalid without words.
    """
    ticket = locked(ticket)
    refuse_reply(ticket, actor=actor, body=body, seen_seq=seen_seq, attachments=attachments, to=to)

    beside = [person for person in to or () if person.pk != ticket.requester_id]
    joined: list[int] = []
    if cc is not None or beside:
        since, replaced_by = current_passage().now(), actor if cc is not None else None
        joined = copy_in(ticket, [*(cc or ()), *beside], since=since, replaced_by=replaced_by, known=copied)
    message = answer_on(
        ticket,
        actor=actor,
        body=body,
        channel=channel,
        attachments=attachments,
        to=to or (),
        cc=cc or (),
        bcc=bcc,
        left_out=joined,
    )
    author = person_of(actor)
    if author is not None:
        drop_drafts(ticket, author, MessageKind.PUBLIC, None if is_draft else body)
    if status is not None and status != ticket.status:
        set_status(ticket, actor=actor, status=status)
    return message


@verb
def receive_message(
    ticket: Ticket,
    *,
    actor: User,
    body: Body,
    channel: Channel,
    attachments: Sequence[Attachment] = (),
    cc: Iterable[User] = (),
    verdict: dict | None = None,
) -> Message:
    """Take in what a customer wrote; on a closed ticket it opens a linked follow-up, whose first message is returned.

    What is written on a merged-away ticket is written on its survivor.
    Brings a waiting, held or solved ticket back to Open, but for a message that only thanks, and ends a snooze. People in
    `cc` become CCs. Raises NotAllowed when the writer takes no part, Invalid without words.
    """
    ticket = _locked_survivor(ticket)
    if not may_write_as_customer(actor, ticket):
        raise NotAllowed
    _refuse_empty(body, attachments)
    if ticket.is_closed:
        return _follow_up(ticket, actor, body, channel, attachments, cc, verdict)

    body, verdict = without_codes(body, verdict, person=actor, ticket=ticket)
    now = current_passage().now()
    thanks = ticket.status == Status.SOLVED and not attachments and only_thanks(body.text, _names_on(ticket, actor))
    reopening = ticket.status == Status.SOLVED and not thanks
    changes = change(
        ticket,
        conversation_seq=ticket.conversation_seq + 1,
        snoozed_until=None,
        sentiment=Sentiment.PLEASED if thanks else sentiment_of(body.text, ticket.language),
        **({} if thanks else {"waiting_since": ticket.waiting_since or now}),
        **({"status": Status.OPEN} if ticket.status in (Status.PENDING, Status.ON_HOLD) else {}),
    )
    message = message_on(
        ticket,
        author=actor,
        body=body,
        channel=channel,
        attachments=attachments,
        at=now,
        cc=cc,
        verdict=verdict,
        thanks=thanks,
    )
    copy_in(ticket, cc, since=now)
    if channel == Channel.EMAIL:
        _note_address(ticket, actor)
    record(
        ticket,
        EventKind.RECEIVED,
        actor=actor,
        changes=changes,
        message=message.pk,
        thanks=thanks,
        snippet=snippet_of(body.text),
    )
    if reopening:
        reopen_solved(ticket, actor=actor)
    return message


@verb
def receive_automatic(
    ticket: Ticket,
    *,
    actor: Actor,
    author: User | None,
    body: Body,
    attachments: Sequence[Attachment] = (),
    verdict: dict | None = None,
) -> Message:
    """Keep a machine's mail (out of office, bounce) on the ticket it belongs to: silently, it changes nothing else."""
    ticket = _locked_survivor(ticket)
    require_permission(actor, Permission.REPLY, ticket)

    body, verdict = without_codes(body, verdict, person=author, ticket=ticket)
    message = message_on(
        ticket,
        author=author,
        body=body,
        channel=Channel.EMAIL,
        attachments=attachments,
        at=current_passage().now(),
        verdict=verdict,
        is_human=False,
        is_auto=True,
    )
    record(ticket, EventKind.AUTO_RECEIVED, actor=actor, message=message.pk)
    return message


def refuse_reply(
    ticket: Ticket,
    *,
    actor: Actor,
    body: Body,
    seen_seq: int | None,
    attachments: Sequence[Attachment] = (),
    to: Iterable[object] | None = None,
) -> None:
    """Raise what `reply` would refuse these words with now."""
    require(actor, Permission.REPLY, ticket)
    if ticket.is_closed:
        raise IllegalTransition(_("This ticket is closed for good. Open a follow-up to write to the customer."))
    _refuse_empty(body, attachments)
    if not (list(to) if to is not None else ticket.answer_address):
        raise Invalid(_whom_missing(ticket))
    _refuse_stale(ticket, seen_seq)


@verb
def add_note(
    ticket: Ticket,
    *,
    actor: Actor,
    body: Body,
    seen_seq: int | None = None,
    attachments: Sequence[Attachment] = (),
    mentions: Iterable[User] = (),
    is_draft: bool = False,
) -> Message:
    """Write an internal note; customers never see it. With `seen_seq`, raises Stale when the conversation moved on. `is_draft` as
    for a reply.

    Colleagues named in its text with an @, and those in `mentions`, are told and follow the ticket from then on.
    """
    ticket = locked(ticket)
    require(actor, Permission.NOTE, ticket)
    _refuse_empty(body, attachments)
    _refuse_stale(ticket, seen_seq)

    message = note_on(ticket, actor=actor, body=body, attachments=attachments, mentions=mentions)
    author = person_of(actor)
    if author is not None:
        drop_drafts(ticket, author, MessageKind.NOTE, None if is_draft else body)
    return message


def note_on(
    ticket: Ticket,
    *,
    actor: Actor,
    body: Body,
    attachments: Sequence[Attachment] = (),
    mentions: Iterable[User] = (),
    talk: Talk | None = None,
) -> Message:
    """Part of the verbs that write a note, whatever else it is; their writer's draft of another note stays."""
    human = is_human_agent(actor)
    changes = change(
        ticket,
        **({"conversation_seq": ticket.conversation_seq + 1, "status": touched(ticket)} if human else {}),
    )
    author = person_of(actor)
    message = message_on(
        ticket,
        author=author,
        body=body,
        channel=ticket.channel,  # type: ignore[arg-type]  # stored as its value
        kind=MessageKind.NOTE,
        attachments=attachments,
        at=current_passage().now(),
        is_human=human,
        is_auto=not human,
        talk=talk,
    )
    named = named_by(ticket, body.text, writer=author, also=mentions)
    mention(ticket, message, named)
    particulars = {"mentions": [person.pk for person in named]} if named else {}
    record(ticket, EventKind.NOTED, actor=actor, changes=changes, message=message.pk, **particulars)
    if author is not None:
        has_read(ticket, author)
    return message


def may_write_as_customer(person: User, ticket: Ticket) -> bool:
    """The requester, somebody in CC, or a colleague whose organization shares its tickets."""
    if person.pk == ticket.requester_id:
        return person.is_active
    if person.is_staff:
        return ticket.participants.filter(person=person).exists()
    return may(person, Permission.OPEN, ticket)


def _note_address(ticket: Ticket, writer: User) -> None:
    """Answers go where the requester wrote from last; most have one address."""
    address = further_address(writer)
    if writer.pk == ticket.requester_id and address != ticket.requester_address:
        ticket.requester_address = address
        ticket.save(update_fields=["requester_address"])


def _locked_survivor(ticket: Ticket) -> Ticket:
    ticket = locked(ticket)
    return ticket if ticket.merged_into_id is None else _locked_survivor(survivor_of(ticket))


def _names_on(ticket: Ticket, writer: User) -> list[str]:
    """Of those whom a word of thanks may name or be signed by; asked for solved tickets only."""
    authors = ticket.messages.filter(author__isnull=False).order_by().values_list("author__name", flat=True).distinct()
    assignee = [ticket.assignee.name] if ticket.assignee else []
    return [writer.name, writer.email.partition("@")[0], *assignee, *authors]


def _whom_missing(ticket: Ticket) -> str:
    if ticket.answer_address:
        return _("Say whom this goes to.")
    sentence = _("%(name)s has no email address, so an answer would not arrive. Call and log it, or add their address.")
    return sentence % {"name": ticket.requester.display_name}


def _refuse_empty(body: Body, attachments: Sequence[Attachment]) -> None:
    if body.is_empty and not attachments:
        raise Invalid(_("Write something first."))


def _refuse_stale(ticket: Ticket, seen_seq: int | None) -> None:
    if seen_seq is not None and seen_seq > ticket.conversation_seq:
        raise Invalid(_("Nobody can have seen that much of this conversation. Read it, then send again."))
    if seen_seq is not None and seen_seq < ticket.conversation_seq:
        raise Stale(seen_seq, ticket.conversation_seq)


def _follow_up(
    ticket: Ticket,
    actor: User,
    body: Body,
    channel: Channel,
    attachments: Sequence[Attachment],
    cc: Iterable[User],
    verdict: dict | None,
) -> Message:
    follow_up = open_ticket(
        actor=actor,
        requester=actor,
        subject=ticket.subject,
        body=body,
        channel=channel,
        attachments=attachments,
        cc=cc,
        mailbox_id=ticket.mailbox_id,
        brand_id=ticket.brand_id,
        language=ticket.language,
        verdict=verdict,
    )
    follow_up_of(follow_up, ticket, actor=actor)
    return follow_up.messages.get()
