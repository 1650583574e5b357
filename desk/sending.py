"""What Send does with what stands in a box: send it, hold it, ask its writer to look again, or say why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import TypeAlias

from accounts.models import AfterSending, User
from desk.send_later import after_undo, chosen_time
from desk.written import Written
from tickets import actions
from tickets.actions.macros import macros_named
from tickets.actions.sending import Letter, refuse_letter
from tickets.checks import Caution, cautions_for, facts_for
from tickets.content import Body
from tickets.door import one_passage
from tickets.errors import Refused, Stale
from tickets.held import seen_with_own
from tickets.lost import asked_once
from tickets.macros import afterwards_of
from tickets.models import Draft, Ticket
from tickets.recipients import copied_on, parts_of


class Done(Enum):
    NOTED = auto()
    SENT = auto()
    HELD = auto()
    SAID_BEFORE = auto()  # these very words: a second click, or the page from before the send


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Not sent: its writer should look at something, and may send it as it is."""

    cautions: Sequence[Caution]


@dataclass(frozen=True, slots=True)
class NotSent:
    refusal: Refused


Outcome: TypeAlias = Done | LookAgain | NotSent


def send(written: Written, ticket: Ticket, *, writer: User, may_ask: bool) -> Outcome:
    """Whatever does not leave stays a draft. `may_ask`: whether the writer can be asked to look again."""
    if written.seen_seq < ticket.conversation_seq:
        if _is_said_already(written, ticket, writer):
            return Done.SAID_BEFORE
        written = _knowing_their_own(written, ticket, writer)
    outcome: Outcome
    try:
        with asked_once():
            outcome = _note(written, ticket, writer) if written.is_note else _reply(written, ticket, writer, may_ask)
    except Refused as refusal:
        ticket.refresh_from_db()
        if isinstance(refusal, Stale) and _is_said_already(written, ticket, writer):
            return Done.SAID_BEFORE
        outcome = NotSent(refusal)
    if not isinstance(outcome, Done):
        keep(written, ticket, writer=writer)
    return outcome


def keep(written: Written, ticket: Ticket, *, writer: User) -> Draft:
    """As a draft."""
    return actions.save_draft(
        ticket,
        actor=writer,
        kind=written.kind,
        html=written.html,
        seen_seq=written.seen_seq,
        to=parts_of(written.to or ""),
        cc=parts_of(written.cc or ""),
        bcc=parts_of(written.bcc or ""),
        copied=written.copied_when_begun,
        macros=written.macros,
        minutes=written.minutes,
        attachments=written.files,
        version=written.version,
    )


def where_next(written: Written, outcome: Outcome, writer: User) -> AfterSending:
    """Where the desk goes now: with an answer of theirs, where its macros or else its writer want to go."""
    if written.is_note or outcome not in (Done.SENT, Done.HELD):
        return AfterSending.STAY
    return afterwards_of(macros_named(written.macros, actor=writer)) or AfterSending(writer.after_sending)


def _note(written: Written, ticket: Ticket, writer: User) -> Done:
    macros = macros_named(written.macros, actor=writer)
    with one_passage():
        actions.add_note(
            ticket,
            actor=writer,
            body=written.body,
            seen_seq=written.seen_seq,
            attachments=written.files,
            is_draft=True,
        )
        actions.use_macros(ticket, macros, actor=writer, with_status=True)
        if written.minutes:
            actions.log_time(ticket, actor=writer, minutes=written.minutes)
    return Done.NOTED


def _reply(written: Written, ticket: Ticket, writer: User, may_ask: bool) -> Done | LookAgain:
    letter = written.letter
    refuse_letter(ticket, actor=writer, letter=letter)
    cautions = _not_looked_at(written, ticket, writer, letter) if may_ask else []
    if cautions:
        return LookAgain(cautions)

    send_at = _chosen_time(written, writer) if written.later else after_undo(writer)
    if send_at is None:
        actions.send_letter(ticket, actor=writer, letter=letter, is_draft=True)
        return Done.SENT
    actions.hold(
        ticket,
        actor=writer,
        letter=letter,
        send_at=send_at,
        copied=_copied(written, ticket),
        version=written.version,
        overridden=written.looked_at,
    )
    return Done.HELD


def _chosen_time(written: Written, writer: User) -> datetime:
    return chosen_time(written.later, written.later_at, week=writer.working_hours)


def _not_looked_at(written: Written, ticket: Ticket, writer: User, letter: Letter) -> list[Caution]:
    """What its writer should look at, empty once every one of them was shown."""
    # Of one for another day, who is in copy by then gets it: nothing to look at now.
    begun = None if written.later else written.copied_when_begun
    cautions = cautions_for(letter, facts_for(ticket, writer, letter, copied_when_begun=begun))
    return cautions if any(caution.code not in written.looked_at for caution in cautions) else []


def _copied(written: Written, ticket: Ticket) -> list[str] | None:
    """Whom its writer knew to be in CC; of one for another day, by which others are told from those who join until then."""
    begun = written.copied_when_begun
    return copied_on(ticket) if begun is None and written.later else begun


def _knowing_their_own(written: Written, ticket: Ticket, writer: User) -> Written:
    """By what they said meanwhile, in another box or by phone."""
    return replace(written, seen_seq=seen_with_own(ticket, written.seen_seq, writer))


def _is_said_already(written: Written, ticket: Ticket, writer: User) -> bool:
    text = Body.from_html(written.html).text
    since = ticket.messages.filter(author=writer, kind=written.kind, seq__gt=written.seen_seq)
    return bool(text) and since.filter(text=text).exists()
