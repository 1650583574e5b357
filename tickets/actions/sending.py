"""Sending a reply as its writer left it: words, files, recipients, status and what its macros do, in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts.general import general
from accounts.models import User
from tickets.actions.conversation import refuse_reply, reply
from tickets.actions.macros import macros_named, use_macros
from tickets.actions.timing import log_time, refuse_time
from tickets.content import Body
from tickets.door import verb
from tickets.models import Attachment, Channel, Draft, Message, Status, Ticket
from tickets.pictures import with_content_ids
from tickets.recipients import addresses_in, people_at
from tickets.solving import refuse_unsolvable


@dataclass(frozen=True)
class Letter:
    """A reply to be sent. Recipients are addresses: `to` None means the requester, `cc` None whoever is copied already."""

    html: str
    seen_seq: int
    files: Sequence[Attachment] = ()
    to: Sequence[str] | None = None
    cc: Sequence[str] | None = None
    bcc: Sequence[str] = ()
    status: Status | None = None
    macros: Sequence[int] = ()
    minutes: int = 0  # that its writer worked on it

    @cached_property
    def body(self) -> Body:
        return Body.from_html(with_content_ids(self.html, self.files))


@verb
def send_letter(ticket: Ticket, *, actor: User, letter: Letter, channel: Channel = Channel.EMAIL) -> Message:
    """Reply with it and do what its macros do. Raises what those verbs refuse with; then nothing of it happened."""
    message = reply(
        ticket,
        actor=actor,
        body=letter.body,
        seen_seq=letter.seen_seq,
        attachments=letter.files,
        to=None if letter.to is None else people_at(letter.to),
        cc=None if letter.cc is None else people_at(letter.cc),
        bcc=letter.bcc,
        status=letter.status,
        channel=channel,
    )
    use_macros(ticket, macros_named(letter.macros, actor=actor), actor=actor)
    if letter.minutes:
        log_time(ticket, actor=actor, minutes=letter.minutes)
    return message


def refuse_letter(ticket: Ticket, *, actor: User, letter: Letter) -> None:
    """Raise what sending it now would be refused with, as far as that can be seen without doing it."""
    refuse_reply(
        ticket, actor=actor, body=letter.body, seen_seq=letter.seen_seq, attachments=letter.files, to=letter.to
    )
    if letter.minutes:
        refuse_time(ticket, letter.minutes)
    if letter.status in (Status.SOLVED, Status.CLOSED) and not ticket.is_solved:
        refuse_unsolvable(ticket, actor)


def letter_of(draft: Draft, *, seen_seq: int) -> Letter:
    """What a held draft sends. Raises Invalid for an address that is none."""
    return Letter(
        html=draft.html,
        seen_seq=seen_seq,
        files=list(draft.attachments.all()),
        to=addresses_in(", ".join(draft.to)) or None,
        cc=addresses_in(", ".join(draft.cc)),
        bcc=addresses_in(", ".join(draft.bcc)),
        status=Status(draft.status) if draft.status else None,
        macros=draft.macros,
        # What was switched off meanwhile holds no answer up.
        minutes=draft.minutes if general().keeps_time else 0,
    )
