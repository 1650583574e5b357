"""Which ticket a mail belongs to, and how surely. Whether its sender takes part there is decided in mail/intake.py."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mail.addresses import ReplyTag, body_reference, reply_tag, ticket_in_body, ticket_of_message_id
from mail.mailboxes import Mailboxes
from mail.models import InboundEmail
from mail.parsing import ParsedMail
from outbox.models import OutboundEmail
from tickets.models import SideConversation, Ticket

SUBJECT_TOKEN = re.compile(r"\[[^\[\]#]{0,40}#(\d{1,15})\]")


class Sign(StrEnum):
    """What tied a mail to a ticket, surest first."""

    SIGNED_ADDRESS = "signed_address"
    SIDE_ADDRESS = "side_address"
    MESSAGE_ID = "message_id"
    BODY_REFERENCE = "body_reference"
    SUBJECT_TOKEN = "subject_token"  # noqa: S105 - no password
    BAD_SIGNATURE = "bad_signature"


SURE = (Sign.SIGNED_ADDRESS, Sign.SIDE_ADDRESS, Sign.MESSAGE_ID)


@dataclass(frozen=True, slots=True)
class Thread:
    """`ticket` is None when nothing fits; then `sign` is None too, or BAD_SIGNATURE."""

    ticket: Ticket | None = None
    sign: Sign | None = None
    detail: str = ""
    # The ticket that was meant, where its messages are on another one now: what answers it goes back with it.
    via: int | None = None
    # The mail of ours that is answered, where it is known: what its reader had seen.
    answers: OutboundEmail | None = field(default=None, compare=False)
    # The talk with an outsider in which it was said; then it is no word of the customer's.
    side: SideConversation | None = None

    @property
    def is_sure(self) -> bool:
        return self.sign in SURE


def refers_to_something(mail: ParsedMail, envelope_to: Sequence[str], mailboxes: Mailboxes) -> bool:
    """Whether anything in it could tie it to a ticket, genuine or not; False without asking the database."""
    return bool(
        _answered_ids(mail)
        or signed_tags(mail, envelope_to, mailboxes)
        or SUBJECT_TOKEN.search(mail.subject)
        or ticket_in_body(mail.text)
        or ticket_in_body(mail.html)
    )


def find_thread(mail: ParsedMail, envelope_to: Sequence[str], mailboxes: Mailboxes) -> Thread:
    """In the order of design.md section 4: signed address, Message-IDs, body reference, subject token."""
    tags = signed_tags(mail, envelope_to, mailboxes)
    genuine = [tag.ticket_number for tag in tags if tag.ticket_number is not None]
    by_ids = _by_message_ids(mail)
    if genuine and (ticket := _ticket(genuine[0])):
        if by_ids.ticket and by_ids.via == genuine[0] and by_ids.ticket != ticket:
            return by_ids  # the message answered was taken out of that ticket since
        answers = by_ids.answers if by_ids.ticket == ticket else None
        return Thread(ticket, Sign.SIGNED_ADDRESS, via=_via(genuine[0], ticket), answers=answers)
    for side in SideConversation.objects.filter(pk__in=[tag.side for tag in tags if tag.side]).select_related("ticket"):
        if thread := _beside(side, Sign.SIDE_ADDRESS):
            return thread
    if _is_forged(tags):
        return Thread(sign=Sign.BAD_SIGNATURE)
    if by_ids.ticket:
        return by_ids
    number = ticket_in_body(mail.text) or ticket_in_body(mail.html)
    if number and (ticket := _ticket(number)):
        return Thread(ticket, Sign.BODY_REFERENCE, detail=body_reference(number), via=_via(number, ticket))
    token = SUBJECT_TOKEN.search(mail.subject)
    if token and (ticket := _ticket(int(token[1]))):
        return Thread(ticket, Sign.SUBJECT_TOKEN, detail=token[0], via=_via(int(token[1]), ticket))
    return Thread()


def signed_tags(mail: ParsedMail, envelope_to: Sequence[str], mailboxes: Mailboxes) -> list[ReplyTag]:
    """Of every address of ours that the mail was sent to: the envelope first, then the headers."""
    named = [*envelope_to, *mail.delivered_to, *(a.email for a in (*mail.to, *mail.cc))]
    tags = [reply_tag(address) for address in dict.fromkeys(named) if "+" in address and mailboxes.owns(address)]
    return [tag for tag in tags if tag is not None]


def has_forged_tag(mail: ParsedMail, envelope_to: Sequence[str], mailboxes: Mailboxes) -> bool:
    """Whether it was sent to a signed address of ours that we never gave out; asks no database."""
    return _is_forged(signed_tags(mail, envelope_to, mailboxes))


def _is_forged(tags: Sequence[ReplyTag]) -> bool:
    return ReplyTag() in tags and all(tag.ticket_number is None for tag in tags)


def _by_message_ids(mail: ParsedMail) -> Thread:
    """The newest id that we know: ours or a customer's, the whole chain, since some programs answer an older mail."""
    ids = _answered_ids(mail)
    if not ids:
        return Thread()
    sent = {
        email.message_id.strip("<>"): email
        for email in OutboundEmail.objects.filter(message_id__in=[f"<{i}>" for i in ids], ticket__isnull=False)
        .select_related("ticket", "ticket_message__side__ticket")
        .defer("text", "html")
    }
    arrived = {
        row.message_id: row
        for row in InboundEmail.objects.filter(message_id__in=ids, ticket__isnull=False, ticket_message__isnull=False)
        .select_related("ticket_message__ticket", "ticket_message__side__ticket")
        .only("message_id", "ticket_message__ticket", "ticket_message__side__ticket")
        .order_by("-pk")
    }
    for message_id in ids:
        if email := sent.get(message_id):
            said = email.ticket_message
            if said and said.side:
                return _beside(said.side, Sign.MESSAGE_ID, detail=message_id) or Thread()
            meant = said.origin_id if said else email.ticket_id or 0
            ticket = said.ticket if said else _ticket(meant)
            if ticket is not None and ticket.deleted_at is None:
                via = _via(meant, ticket)
                return Thread(ticket, Sign.MESSAGE_ID, detail=message_id, via=via, answers=email)
        elif (row := arrived.get(message_id)) and (said := row.ticket_message):
            if said.side:
                return _beside(said.side, Sign.MESSAGE_ID, detail=message_id) or Thread()
            if said.ticket.deleted_at is None:
                return Thread(said.ticket, Sign.MESSAGE_ID, detail=message_id, via=_via(said.origin_id, said.ticket))
        elif (number := ticket_of_message_id(message_id)) and (ticket := _ticket(number)):
            return Thread(ticket, Sign.MESSAGE_ID, detail=message_id, via=_via(number, ticket))
    return Thread()


def _beside(side: SideConversation, sign: Sign, *, detail: str = "") -> Thread | None:
    """What is said there belongs to where its ticket is now; None when that was deleted."""
    ticket = _ticket(side.ticket_id)
    if ticket is None:
        return None
    return Thread(ticket, sign, detail=detail, via=_via(side.ticket_id, ticket), side=side)


def _answered_ids(mail: ParsedMail) -> list[str]:
    ids = dict.fromkeys([*mail.in_reply_to, *reversed(mail.references), mail.bounced_message_id])
    return [message_id for message_id in ids if message_id and message_id != mail.message_id]


def _ticket(number: int) -> Ticket | None:
    """The ticket, or its survivor. One that was deleted takes no more mail; writing there again opens a new one."""
    ticket = Ticket.objects.filter(pk=number, deleted_at__isnull=True).first()
    if ticket is not None and ticket.merged_into_id is not None:
        return _ticket(ticket.merged_into_id)
    return ticket


def _via(meant: int, ticket: Ticket) -> int | None:
    return meant if meant != ticket.pk else None
