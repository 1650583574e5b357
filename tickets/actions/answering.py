"""Answering in public: what a reply and the log of a talk do alike. Parts of those verbs, no verbs themselves."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from accounts.actors import Actor, is_human_agent, person_of
from accounts.models import User
from tickets.actions.assignment import assign
from tickets.actions.messages import message_on
from tickets.actions.reading import mark_read
from tickets.content import Body, snippet_of
from tickets.door import current_passage
from tickets.errors import Refused
from tickets.events import EventKind, change, record
from tickets.models import Attachment, Channel, Message, Status, Ticket
from tickets.owning import takes_by_answering
from tickets.talks import Talk


def answer_on(
    ticket: Ticket,
    *,
    actor: Actor,
    body: Body,
    channel: Channel,
    attachments: Sequence[Attachment] = (),
    to: Iterable[User] = (),
    cc: Iterable[User] = (),
    bcc: Sequence[str] = (),
    left_out: Sequence[int] = (),
    talk: Talk | None = None,
) -> Message:
    """A public message of ours: one of a person opens a new ticket, ends the customer's wait and may take the ticket.

    `left_out`: keys of people in copy who are not mailed this one.

    A machine's is not counted in the conversation: it must stop nobody's send (design.md section 11, "Sending").
    """
    now = current_passage().now()
    author, human = person_of(actor), is_human_agent(actor)
    changes = change(
        ticket,
        **(
            {"conversation_seq": ticket.conversation_seq + 1, "waiting_since": None, "status": touched(ticket)}
            if human
            else {}
        ),
        **({"first_reply_at": now} if human and ticket.first_reply_at is None else {}),
    )
    message = message_on(
        ticket,
        author=author,
        body=body,
        channel=channel,
        attachments=attachments,
        at=now,
        to=to,
        cc=cc,
        bcc=bcc,
        is_human=human,
        talk=talk,
    )
    particulars: dict[str, Any] = {"talk": talk.plain()} if talk else {}
    if left_out:
        particulars["left_out"] = list(left_out)
    record(
        ticket,
        EventKind.REPLIED,
        actor=actor,
        changes=changes,
        message=message.pk,
        human=human,
        snippet=snippet_of(body.text),
        **particulars,
    )
    if author is not None:
        has_read(ticket, author)
        _take_if_nobodys(ticket, author)
    return message


def touched(ticket: Ticket) -> str:
    """New tickets become open with the first thing that a person of ours does."""
    return Status.OPEN if ticket.status == Status.NEW else ticket.status


def has_read(ticket: Ticket, author: User) -> None:
    """Whoever writes has seen what was there, and need not read their own words."""
    if author.is_staff:
        mark_read(ticket, actor=author)


def _take_if_nobodys(ticket: Ticket, author: User) -> None:
    """Whose the ticket is never holds an answer up: where it cannot be theirs, it stays as it is."""
    if takes_by_answering(author, ticket):
        with suppress(Refused):
            assign(ticket, actor=author, assignee=author)
