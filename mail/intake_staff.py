"""One of ours answers from a mail program."""

import re
from dataclasses import replace
from functools import partial

from accounts.models import User
from mail.models import InboundReason, InboundState
from mail.notifying import becomes_note
from mail.outcomes import Outcome, TurnedAway, body_of, files_of, refusal_outcome
from mail.parsing import ParsedMail
from mail.seen import is_to_staff, said_before, seen_in
from mail.stopped import post_stopped
from mail.threading import Thread
from tickets.actions import add_note, keep_unsent, reply
from tickets.content import Body, html_of
from tickets.errors import Refused, Stale
from tickets.held import seen_with_own
from tickets.models import Attachment, Ticket
from tickets.models.message import MessageKind

_NOTE = re.compile(r"\s*#note\b[:.]?\s*", re.IGNORECASE)
_NOTE_IN_HTML = re.compile(r"\A((?:\s|&nbsp;|<[^>]{0,500}>)*)#note\b[:.]?(?:\s|&nbsp;|<br\s*/?>)*", re.IGNORECASE)


def staff_answer(mail: ParsedMail, thread: Thread, ticket: Ticket, sender: User, verdict: dict) -> Outcome:
    """One of ours answers from a mail program: the reply counts what the answered mail had shown (design.md, "Sending").

    What is not sent they are told by mail, since they look at no page of ours.
    """
    seen_seq = seen_with_own(ticket, _seen_by_answer(thread, ticket), sender)
    body, is_marked = without_note_mark(body_of(mail))
    files = files_of(mail)

    as_note = is_marked or becomes_note(thread.answers)

    def tell(refusal: Refused) -> None:
        post_stopped(ticket, sender, refusal, words=body.text, answers=mail.message_id, as_note=as_note)

    write = add_note if as_note else reply
    try:
        message = write(ticket, actor=sender, body=body, seen_seq=seen_seq, attachments=files)
    except Stale as stale:
        words, stop = body.html or html_of(body.text), stale

        def keep() -> None:
            uploaded = _uploaded(files, sender)
            kind = MessageKind.NOTE if as_note else MessageKind.PUBLIC
            keep_unsent(ticket, actor=sender, kind=kind, html=words, seen_seq=seen_seq, attachments=uploaded)
            tell(stop)

        raise TurnedAway(Outcome(InboundState.IGNORED, InboundReason.STALE_DRAFT, verdict=verdict), keep) from stale
    except Refused as refused:
        raise TurnedAway(refusal_outcome(refused, mail, verdict), partial(tell, refused)) from refused
    return Outcome(InboundState.APPENDED, message=message, verdict=verdict)


def without_note_mark(body: Body) -> tuple[Body, bool]:
    """`#note` as the first word makes an answer by mail a note, and is no part of it."""
    marked = _NOTE.match(body.text)
    if not marked:
        return body, False
    return replace(body, text=body.text[marked.end() :], html=_NOTE_IN_HTML.sub(r"\1", body.html, count=1)), True


def _seen_by_answer(thread: Thread, ticket: Ticket) -> int:
    """Up to where the mail that is answered had shown the conversation."""
    if thread.answers is not None and is_to_staff(thread.answers):
        return seen_in(thread.answers, ticket)
    answered = thread.answers.ticket_message if thread.answers else None
    if answered is None:
        return ticket.conversation_seq
    return answered.seq if answered.seq is not None else said_before(answered)


def _uploaded(files: list[Attachment], person: User) -> list[Attachment]:
    """For a draft: stored as if the person had uploaded them."""
    for file in files:
        file.uploaded_by = person
        file.save()
    return files
