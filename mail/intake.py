"""From a parsed mail to what it does: a new ticket, a message on one, or a reason why neither.

Runs inside one passage of the door together with the mark on the ledger's row, so a mail acts exactly once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from accounts.actors import MAIL
from accounts.models import User
from accounts.models.user import normal_email
from accounts.people import find_person
from helpdesk import clock
from helpdesk.language import language_of
from mail.addresses import loop_token
from mail.authentication import SenderCheck, sender_check
from mail.html import content_ids_in
from mail.mailboxes import Mailboxes
from mail.models import InboundEmail, InboundReason, InboundState
from mail.notifying import becomes_note
from mail.outgoing import count_acknowledgements
from mail.parsing import Address, ParsedMail
from mail.proactive.actions import note_answer
from mail.rule_effects import wishes_of
from mail.rules import Ruling, ruling_for
from mail.seen import is_to_staff, said_before, seen_in
from mail.senders import (
    answers_as_staff,
    copied_addresses,
    copied_people,
    failed_dmarc,
    people_for_addresses,
    takes_part,
)
from mail.stopped import post_stopped
from mail.threading import Sign, Thread, find_thread, refers_to_something
from mail.twins import named_mailboxes, ticket_of_twin
from outbox.models import OutboundRecipient, RecipientState
from tickets.actions import (
    add_note,
    keep_unsent,
    link,
    open_ticket,
    receive_automatic,
    receive_message,
    receive_side_answer,
    reply,
    set_form,
)
from tickets.content import Body, html_of
from tickets.door import current_passage
from tickets.errors import Refused, Stale
from tickets.locking import locked
from tickets.models import Attachment, Channel, Message, SideConversation, Ticket
from tickets.models.link import LinkKind
from tickets.models.message import MessageKind

MOST_AUTOMATIC_AN_HOUR = settings.MAIL_AUTOMATIC_AN_HOUR


@dataclass(frozen=True, slots=True)
class Outcome:
    state: InboundState
    reason: str = ""
    message: Message | None = None
    opened: Ticket | None = None  # its first message needs no look-up
    verdict: dict = field(default_factory=dict)


BLOCKED = Outcome(InboundState.QUARANTINED, InboundReason.BLOCKED_SENDER)


class TurnedAway(Exception):
    """A verb refused the mail: whatever was done for it is to be undone; then `keep` is called and the outcome written."""

    def __init__(self, outcome: Outcome, keep: Callable[[], object] = lambda: None) -> None:
        self.outcome, self.keep = outcome, keep
        super().__init__(outcome.reason)


def take_in(row: InboundEmail, mail: ParsedMail, mailboxes: Mailboxes) -> Outcome:
    """Do what the mail asks for. A mail's own faults are reasons. Raises TurnedAway when a verb refuses it half-way."""
    is_recovered = row.recovered_by_id is not None
    refusal = unplaceable(mail, mailboxes) if is_recovered else refusal_of(mail, mailboxes)
    if refusal:
        return refusal
    ruling = ruling_for(row, mail, mailboxes.rules)
    if not is_recovered and (stopped := stopped_by_rule(ruling)):
        return stopped
    thread = find_thread(mail, row.envelope_to, mailboxes)
    if thread.sign == Sign.BAD_SIGNATURE:
        if not is_recovered:
            return Outcome(InboundState.QUARANTINED, InboundReason.BAD_SIGNATURE, verdict={"by": thread.sign})
        thread = Thread()
    if (mail.is_bounce or mail.is_auto) and not is_recovered:
        return _automatic(mail, thread)
    sender = next(iter(people_for_addresses([Address(mail.from_email, mail.from_name)])), None)
    if sender is None:
        return BLOCKED
    if thread.ticket and thread.side:
        return _side_answer(row, mail, thread, thread.ticket, thread.side, sender)
    if thread.ticket and takes_part(sender, thread.ticket, answers=thread.answers):
        return _append(row, mail, thread, thread.ticket, sender, mailboxes)
    return _open(row, mail, thread, sender, mailboxes)


def only_opens(row: InboundEmail, mail: ParsedMail, mailboxes: Mailboxes) -> bool:
    """Whether it opens a ticket, or is from a blocked sender, and needs nobody's lock: so most mails are."""
    return not (
        row.recovered_by_id is not None
        or refusal_of(mail, mailboxes)
        or ruling_for(row, mail, mailboxes.rules).fired
        or mail.is_bounce
        or mail.is_auto
        or refers_to_something(mail, row.envelope_to, mailboxes)
        or copied_addresses(mail, mailboxes)
        or len(named_mailboxes(mail, mailboxes)) > 1
    )


def open_together(arrivals: Iterable[tuple[InboundEmail, ParsedMail]], mailboxes: Mailboxes) -> list[Outcome]:
    """Mails that `only_opens` holds of, each an act of its own in the present passage, their senders found at once."""
    arrivals = list(arrivals)
    people = people_for_addresses([Address(mail.from_email, mail.from_name) for _row, mail in arrivals])
    known = {person.address: person for person in people}
    count_acknowledgements(list(known), at=current_passage().now())
    outcomes = []
    for row, mail in arrivals:
        sender = known.get(normal_email(mail.from_email))
        outcomes.append(_open(row, mail, Thread(), sender, mailboxes) if sender else BLOCKED)
        current_passage().next_act()
    return outcomes


def refusal_of(mail: ParsedMail, mailboxes: Mailboxes) -> Outcome | None:
    """Why a mail is not even asked which ticket it belongs to; None for most."""
    if refusal := unplaceable(mail, mailboxes):
        return refusal
    if (blocked := mailboxes.block_of(mail.from_email)) and not mailboxes.trusts(mail.from_email):
        return Outcome(InboundState.IGNORED, InboundReason.BLOCKED_SENDER, verdict={"blocked": blocked})
    if failed_dmarc(mail) and not mailboxes.trusts(mail.from_email):
        return Outcome(InboundState.QUARANTINED, InboundReason.DMARC_FAILED)
    return None


def stopped_by_rule(ruling: Ruling) -> Outcome | None:
    """What a rule of an admin ignores or puts aside, with its name and reason."""
    if not ruling.is_stop:
        return None
    return Outcome(InboundState(ruling.state), ruling.reason, verdict=ruling.verdict)


def unplaceable(mail: ParsedMail, mailboxes: Mailboxes) -> Outcome | None:
    """What nobody's trust could make a conversation of: our own mail, and what names no sender."""
    if mail.loop_tokens and loop_token() in mail.loop_tokens or mailboxes.owns(mail.from_email):
        return Outcome(InboundState.IGNORED, InboundReason.OWN_MAIL)
    if not mail.from_email and not mail.is_bounce:
        return Outcome(InboundState.QUARANTINED, InboundReason.NO_SENDER)
    return None


def _open(row: InboundEmail, mail: ParsedMail, thread: Thread, sender: User, mailboxes: Mailboxes) -> Outcome:
    """A ticket of its own; a stranger to a conversation stays outside it, and the agent sees which one was meant."""
    ruling = ruling_for(row, mail, mailboxes.rules)
    verdict = _verdict(thread, stranger=thread.ticket is not None) | checked(mail) | ruling.verdict
    wanted = wishes_of(ruling, mailboxes)
    mailbox_id = wanted.mailbox_id or row.mailbox_id
    named = named_mailboxes(mail, mailboxes)
    if len(named) > 1:
        opened = ticket_of_twin(row)
        if opened is not None:
            return Outcome(InboundState.IGNORED, InboundReason.DUPLICATE, verdict={**verdict, "ticket": opened})
        mailbox_id = wanted.mailbox_id or named[0].pk
    body = _body(mail)
    ticket = open_ticket(
        actor=sender,
        requester=sender,
        subject=mail.subject or ("" if not body.is_empty or mail.attachments else _("(no subject)")),
        body=body,
        channel=Channel.EMAIL,
        attachments=_files(mail),
        cc=[] if mail.is_bulk else copied_people(mail, sender, mailboxes),
        mailbox_id=mailbox_id,
        brand_id=mailboxes.brand_for(mailbox_id),
        team=wanted.team or mailboxes.team_for(mailbox_id),
        tags=wanted.tags,
        priority=wanted.priority,
        language=language_of(f"{mail.subject}\n{mail.new_text}") or sender.language,
        verdict=verdict,
        acknowledge=not (mail.is_bulk or mail.is_auto or mail.is_bounce),
        message_id=row.message_id,
    )
    passage = current_passage()
    passage.mails[passage.first_messages[ticket.pk]] = row
    ticket.mailbox = mailboxes.get(mailbox_id)  # known already: whoever acknowledges need not look it up
    if thread.ticket is None and mail.in_reply_to:
        note_answer([*mail.in_reply_to, *mail.references], ticket.pk)
    if wanted.form is not None:
        set_form(ticket, actor=MAIL, form=wanted.form)
    if thread.ticket and thread.is_sure:
        link(ticket, actor=MAIL, other=thread.ticket, kind=LinkKind.STRANGER)
    return Outcome(InboundState.CREATED, opened=ticket, verdict=verdict)


def _append(
    row: InboundEmail, mail: ParsedMail, thread: Thread, ticket: Ticket, sender: User, mailboxes: Mailboxes
) -> Outcome:
    verdict = _verdict(thread) | checked(mail)
    if _came_by_another_mailbox(row, locked(ticket)):
        return Outcome(InboundState.IGNORED, InboundReason.DUPLICATE, verdict=verdict)
    if answers_as_staff(sender, ticket):
        if is_forged_colleague(mail) and row.recovered_by_id is None:
            return Outcome(InboundState.QUARANTINED, InboundReason.UNVERIFIED_STAFF, verdict=verdict)
        return _staff_answer(mail, thread, ticket, sender, verdict)
    try:
        message = receive_message(
            ticket,
            actor=sender,
            body=_body(mail),
            channel=Channel.EMAIL,
            attachments=_files(mail),
            cc=[] if mail.is_bulk else copied_people(mail, sender, mailboxes),
            verdict=verdict,
        )
    except Refused as refused:
        raise TurnedAway(_refused(refused, mail, verdict)) from refused
    current_passage().mails[message.pk] = row
    state = InboundState.APPENDED if message.ticket_id == ticket.pk else InboundState.CREATED
    return Outcome(state, message=message, verdict=verdict)


def _side_answer(
    row: InboundEmail, mail: ParsedMail, thread: Thread, ticket: Ticket, side: SideConversation, sender: User
) -> Outcome:
    """An outsider answers what one of ours asked beside the ticket; whoever it was, they are shown."""
    verdict = _verdict(thread)
    if _came_by_another_mailbox(row, locked(ticket)):
        return Outcome(InboundState.IGNORED, InboundReason.DUPLICATE, verdict=verdict)
    try:
        message = receive_side_answer(side, actor=sender, body=_body(mail), attachments=_files(mail), verdict=verdict)
    except Refused as refused:
        raise TurnedAway(_refused(refused, mail, verdict)) from refused
    return Outcome(InboundState.APPENDED, message=message, verdict=verdict)


def _came_by_another_mailbox(row: InboundEmail, ticket: Ticket) -> bool:
    """One mail to two of our addresses is two rows of the ledger; asked under the ticket's lock, so that one of them acts."""
    same = InboundEmail.objects.filter(message_id=row.message_id, content_hash=row.content_hash, ticket=ticket)
    return bool(row.message_id) and same.exclude(pk=row.pk).filter(ticket_message__isnull=False).exists()


def _staff_answer(mail: ParsedMail, thread: Thread, ticket: Ticket, sender: User, verdict: dict) -> Outcome:
    """One of ours answers from a mail program: the reply counts what the answered mail had shown (design.md, "Sending").

    What is not sent they are told by mail, since they look at no page of ours.
    """
    seen_seq = _seen_by_answer(thread, ticket)
    body, files = _body(mail), _files(mail)

    as_note = becomes_note(thread.answers)

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
        raise TurnedAway(_refused(refused, mail, verdict), partial(tell, refused)) from refused
    return Outcome(InboundState.APPENDED, message=message, verdict=verdict)


def _seen_by_answer(thread: Thread, ticket: Ticket) -> int:
    """Up to where the mail that is answered had shown the conversation."""
    if thread.answers is not None and is_to_staff(thread.answers):
        return seen_in(thread.answers, ticket)
    answered = thread.answers.ticket_message if thread.answers else None
    if answered is None:
        return ticket.conversation_seq
    return answered.seq if answered.seq is not None else said_before(answered)


def _refused(refused: Refused, mail: ParsedMail, verdict: dict) -> Outcome:
    is_empty = not mail.text.strip() and not mail.attachments
    reason = InboundReason.EMPTY if is_empty else InboundReason.REFUSED
    return Outcome(InboundState.QUARANTINED, reason, verdict={**verdict, "refusal": refused.code})


def _automatic(mail: ParsedMail, thread: Thread) -> Outcome:
    """Machines' answers: kept with the conversation where they surely belong, else only in the ledger."""
    if mail.is_bounce:
        _note_bounce(mail)
    ticket = ticket_of_automatic(thread)
    if ticket is None:
        return ignored_automatic(mail)
    verdict = {**_verdict(thread), "auto": mail.auto_reason}
    hour_ago = clock.now() - timedelta(hours=1)
    if ticket.messages.filter(is_auto=True, created_at__gte=hour_ago).count() >= MOST_AUTOMATIC_AN_HOUR:
        return Outcome(InboundState.IGNORED, InboundReason.AUTO_LIMIT, verdict=verdict)
    author = None if mail.is_bounce else _known_sender(mail)
    message = receive_automatic(
        ticket, actor=MAIL, author=author, body=_body(mail), attachments=_files(mail), verdict=verdict
    )
    return Outcome(InboundState.APPENDED, message=message, verdict=verdict)


def ticket_of_automatic(thread: Thread) -> Ticket | None:
    """Where a machine's answer is kept: a number in a subject is no proof, and what went to staff is no conversation."""
    return None if thread.sign == Sign.SUBJECT_TOKEN or is_to_staff(thread.answers) else thread.ticket


def ignored_automatic(mail: ParsedMail) -> Outcome:
    reason = InboundReason.BOUNCE if mail.is_bounce else InboundReason.AUTO_REPLY
    return Outcome(InboundState.IGNORED, reason, verdict={"auto": mail.auto_reason})


def _note_bounce(mail: ParsedMail) -> None:
    """The fate of the mail that came back, shown at its recipient."""
    for recipient in mail.bounced:
        if recipient.is_permanent and mail.bounced_message_id:
            OutboundRecipient.objects.filter(
                email__message_id=f"<{mail.bounced_message_id}>", address=recipient.email
            ).update(state=RecipientState.BOUNCED, error=f"{recipient.status} {recipient.diagnostic}".strip()[:500])


def _known_sender(mail: ParsedMail) -> User | None:
    return find_person(mail.from_email)


def checked(mail: ParsedMail) -> dict:
    """For the verdict: whether the sender is who they say, where our server found that out."""
    check = sender_check(mail)
    return {"sender": check.value} if check else {}


def is_forged_colleague(mail: ParsedMail) -> bool:
    """Nobody speaks for us whose address could not be confirmed."""
    return sender_check(mail) == SenderCheck.FAILED


def _verdict(thread: Thread, *, stranger: bool = False) -> dict:
    """As stored and shown: "attached because …", or which conversation an outsider meant."""
    if thread.ticket is None or thread.sign is None:
        return {}
    verdict = {"by": thread.sign.value, "ticket": thread.ticket.pk}
    if thread.detail:
        verdict["detail"] = thread.detail[:200]
    if thread.via:
        verdict["via"] = thread.via
    if stranger:
        verdict["stranger"] = "linked" if thread.is_sure else "hint"
    return verdict


def _body(mail: ParsedMail) -> Body:
    """With HTML that could not be split the whole of it is shown, so nothing of it is repeated beside it."""
    if not mail.html:
        return Body(text=mail.new_text, quoted_text=mail.quoted_text, signature=mail.signature)
    split = bool(mail.new_html)
    return Body(
        text=mail.new_text,
        html=mail.new_html if split else mail.html,
        quoted_text=mail.quoted_text if split else "",
        quoted_html=mail.quoted_html if split else "",
    )


def _files(mail: ParsedMail) -> list[Attachment]:
    """Unsaved rows whose bytes are stored when the message is; those the HTML shows in place are inline."""
    shown = content_ids_in(mail.html)
    return [
        Attachment(
            filename=file.filename,
            content_type=file.content_type[:127],
            size=len(file.content),
            content_id=file.content_id,
            is_inline=bool(file.content_id) and file.content_id in shown,
            file=ContentFile(file.content, name=file.filename),
        )
        for file in mail.attachments
    ]


def _uploaded(files: list[Attachment], person: User) -> list[Attachment]:
    """For a draft: stored as if the person had uploaded them."""
    for file in files:
        file.uploaded_by = person
        file.save()
    return files
