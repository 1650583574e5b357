"""Sending a reply as its writer left it: words, files, recipients, status and what its macros do, in one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from tickets.recipients import copied_on, named_in, people_at
from tickets.solving import refuse_unsolvable


@dataclass(frozen=True)
class Letter:
    """A reply to be sent. Recipients are addresses: `to` None means the requester, `cc` None whoever is copied already."""

    html: str
    seen_seq: int
    files: Sequence[Attachment] = ()
    to: Sequence[str] | None = None
    cc: Sequence[str] | None = None
    copied: Sequence[str] | None = None  # who was in CC when its writer began: whoever joined since stays in copy
    bcc: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # typed beside addresses, for people we do not know yet
    status: Status | None = None
    macros: Sequence[int] = ()
    minutes: int = 0  # that its writer worked on it

    @cached_property
    def body(self) -> Body:
        return Body.from_html(with_content_ids(self.html, self.files))


@verb
def send_letter(
    ticket: Ticket, *, actor: User, letter: Letter, channel: Channel = Channel.EMAIL, is_draft: bool = False
) -> Message:
    """Reply with it and do what its macros do. Raises what those verbs refuse with; then nothing of it happened. `is_draft`
    as for a reply.
    """
    message = reply(
        ticket,
        actor=actor,
        body=letter.body,
        seen_seq=letter.seen_seq,
        attachments=letter.files,
        to=None if letter.to is None else people_at(letter.to, letter.names),
        cc=None if letter.cc is None else people_at(letter.cc, letter.names),
        copied=letter.copied,
        bcc=letter.bcc,
        status=letter.status,
        channel=channel,
        is_draft=is_draft,
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
    to, cc, bcc = (named_in(", ".join(addresses)) for addresses in (draft.to, draft.cc, draft.bcc))
    return Letter(
        html=draft.html,
        seen_seq=seen_seq,
        files=list(draft.attachments.all()),
        to=list(to) or None,
        cc=_copied_by_then(draft, list(cc)),
        copied=draft.copied,
        bcc=list(bcc),
        names={**cc, **to},
        status=Status(draft.status) if draft.status else None,
        macros=draft.macros,
        # What was switched off meanwhile holds no answer up.
        minutes=draft.minutes if general().keeps_time else 0,
    )


def _copied_by_then(draft: Draft, cc: list[str]) -> list[str]:
    """Of one for later: who joined since it was written gets it, too, and who was taken out does not."""
    if not draft.is_for_later or draft.copied is None:
        return cc
    now, then = copied_on(draft.ticket), set(draft.copied)
    kept = [address for address in cc if address not in then or address in now]
    return list(dict.fromkeys([*kept, *(address for address in now if address not in then)]))
