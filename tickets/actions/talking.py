"""Logging a talk, by phone or in person, on a ticket or as a new one.

What was said and agreed is a public message, so that the customer can read it again; no mail is sent. It counts as a human
reply, because the customer has heard from us: it ends their wait, and on a ticket opened with it there is none to answer.
What is only for us is a note; a talk of which only that is kept ends no wait.
"""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.answering import answer_on
from tickets.actions.conversation import note_on
from tickets.actions.lifecycle import set_status
from tickets.actions.opening import open_ticket
from tickets.content import Body
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid
from tickets.locking import locked
from tickets.models import Message, Status, Ticket
from tickets.talks import LONGEST, TALKED, Talk

NOTHING = Body(text="")


@verb
def log_talk(
    ticket: Ticket,
    *,
    actor: User,
    talk: Talk,
    said: Body = NOTHING,
    notes: Body = NOTHING,
    status: Status | None = None,
) -> Message:
    """Log it on this ticket; with `status`, set it in the same act. The message that keeps the talk.

    `said`: for the customer to read; `notes`: for us. Raises Invalid without either, or for a talk that has not been or took
    longer than a day; IllegalTransition on a closed, deleted or merged-away ticket.
    """
    ticket = locked(ticket)
    require(actor, Permission.REPLY, ticket)
    if ticket.is_closed:
        raise IllegalTransition(_("This ticket is closed for good. Log the talk as a new ticket."))
    _refuse_talk(talk)
    if said.is_empty and notes.is_empty:
        raise Invalid(_("Write what was said."))

    message = (
        note_on(ticket, actor=actor, body=notes, talk=talk if said.is_empty else None) if not notes.is_empty else None
    )
    if not said.is_empty:
        message = answer_on(ticket, actor=actor, body=said, channel=talk.channel, talk=talk)
    assert message is not None  # noqa: S101 - one of them has words
    if status is not None and status != ticket.status:
        set_status(ticket, actor=actor, status=status)
    return message


@verb
def open_with_talk(
    *,
    actor: User,
    requester: User,
    subject: str,
    talk: Talk,
    said: Body = NOTHING,
    notes: Body = NOTHING,
    status: Status | None = None,
    **fields: Any,
) -> Ticket:
    """Open a ticket with a talk as its first message; `fields` as `open_ticket` takes them.

    Without words for the customer to read, its subject is what the public message says.
    """
    _refuse_talk(talk)
    if said.is_empty and not subject.strip():
        raise Invalid(_("Write what it was about."))
    body = said if not said.is_empty else Body.from_text(subject)
    ticket = open_ticket(
        actor=actor, requester=requester, subject=subject, body=body, channel=talk.channel, talk=talk, **fields
    )
    if not notes.is_empty:
        note_on(ticket, actor=actor, body=notes)
    if status is not None and status != ticket.status:
        set_status(ticket, actor=actor, status=status)
    return ticket


def _refuse_talk(talk: Talk) -> None:
    if talk.channel not in TALKED:
        raise Invalid(_("A talk is by phone or in person."))
    if talk.started_at > current_passage().now():
        raise Invalid(_("This talk has not been yet. Choose an earlier time."))
    if not 0 <= talk.duration.total_seconds() <= LONGEST.total_seconds():
        raise Invalid(_("A talk takes at most a day."))
