"""From a parsed mail to what it does: a new ticket, a message on one, or a reason why neither.

Runs inside one passage of the door together with the mark on the ledger's row, so a mail acts exactly once.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.actors import MAIL
from accounts.models import User
from accounts.models.user import normal_email
from mail.addresses import loop_token
from mail.authentication import SenderCheck, sender_check
from mail.forwarded import Forwarded, forwarded_by
from mail.intake_automatic import automatic
from mail.intake_staff import staff_answer
from mail.mailboxes import Mailboxes
from mail.models import InboundEmail, InboundReason, InboundState
from mail.outcomes import Outcome, TurnedAway, body_of, files_of, refusal_outcome, verdict_of
from mail.outgoing import count_acknowledgements
from mail.parsing import Address, ParsedMail
from mail.proactive.actions import note_answer
from mail.rule_effects import wishes_of
from mail.rules import Ruling, ruling_for
from mail.senders import (
    MACHINE_ADDRESS,
    answers_as_staff,
    copied_addresses,
    copied_people,
    failed_dmarc,
    people_for_addresses,
    takes_part,
)
from mail.threading import Sign, Thread, find_thread, refers_to_something
from mail.twins import named_mailboxes, ticket_of_twin
from tickets.actions import (
    add_note,
    link,
    open_ticket,
    receive_message,
    receive_side_answer,
    set_form,
)
from tickets.content import Body
from tickets.door import current_passage
from tickets.errors import Refused
from tickets.locking import locked
from tickets.models import Channel, SideConversation, Ticket
from tickets.models.link import LinkKind

FORWARDED = "forwarded"  # by a colleague, as the verdict says
SENDER_OFF = Outcome(InboundState.QUARANTINED, InboundReason.SENDER_OFF)


def take_in(row: InboundEmail, mail: ParsedMail, mailboxes: Mailboxes) -> Outcome:
    """Do what the mail asks for. A mail's own faults are reasons. Raises TurnedAway when a verb refuses it half-way."""
    is_recovered = row.recovered_by_id is not None
    refusal = unplaceable(mail, mailboxes) if is_recovered else refusal_of(mail, mailboxes)
    if refusal:
        return refusal
    ruling = ruling_for(row, mail, mailboxes.rules)
    if not is_recovered and (stopped := stopped_by_rule(ruling, mail, mailboxes)):
        return stopped
    thread = find_thread(mail, row.envelope_to, mailboxes)
    if thread.sign == Sign.BAD_SIGNATURE:
        if not is_recovered:
            return Outcome(InboundState.QUARANTINED, InboundReason.BAD_SIGNATURE, verdict={"by": thread.sign})
        thread = Thread()
    if (mail.is_bounce or mail.is_auto) and not is_recovered:
        return automatic(mail, thread)
    sender = next(iter(people_for_addresses([Address(mail.from_email, mail.from_name)])), None)
    if sender is None:
        return SENDER_OFF
    if thread.ticket and thread.side:
        return _side_answer(row, mail, thread, thread.ticket, thread.side, sender)
    if thread.ticket and takes_part(sender, thread.ticket, answers=thread.answers):
        return _append(row, mail, thread, thread.ticket, sender, mailboxes)
    return _open(row, mail, thread, sender, mailboxes)


def only_opens(row: InboundEmail, mail: ParsedMail, mailboxes: Mailboxes) -> bool:
    """Whether it opens a ticket, or is from a sender who was switched off, and needs nobody's lock: so most mails are."""
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
        outcomes.append(_open(row, mail, Thread(), sender, mailboxes) if sender else SENDER_OFF)
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


def stopped_by_rule(ruling: Ruling, mail: ParsedMail, mailboxes: Mailboxes) -> Outcome | None:
    """What a rule of an admin ignores or puts aside, with its name and reason. Nobody's is put aside whom an admin trusts."""
    if not ruling.is_stop:
        return None
    if ruling.reason == InboundReason.RULE_QUARANTINED and mailboxes.trusts(mail.from_email):
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
    verdict = verdict_of(thread, stranger=thread.ticket is not None) | checked(mail) | ruling.verdict
    wanted = wishes_of(ruling, mailboxes)
    mailbox_id = wanted.mailbox_id or row.mailbox_id
    named = named_mailboxes(mail, mailboxes)
    if len(named) > 1:
        opened = ticket_of_twin(row)
        if opened is not None:
            return Outcome(InboundState.IGNORED, InboundReason.DUPLICATE, verdict={**verdict, "ticket": opened})
        mailbox_id = wanted.mailbox_id or named[0].pk
    body, subject, colleague = body_of(mail), mail.subject, sender
    if passed_on := _passed_on(mail, sender, mailboxes):
        (sender, forwarded), verdict = passed_on, {"by": FORWARDED, **ruling.verdict}
        body, subject = Body.from_text(forwarded.text), forwarded.subject
    ticket = open_ticket(
        actor=sender,
        requester=sender,
        subject=subject or ("" if not body.is_empty or mail.attachments else _("(no subject)")),
        body=body,
        channel=Channel.EMAIL,
        attachments=files_of(mail),
        cc=[] if mail.is_bulk or passed_on else copied_people(mail, sender, mailboxes),
        mailbox_id=mailbox_id,
        brand_id=mailboxes.brand_for(mailbox_id),
        team=wanted.team or mailboxes.team_for(mailbox_id),
        tags=wanted.tags,
        priority=wanted.priority,
        language=mail.language or sender.language,
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
    if passed_on and forwarded.above:
        add_note(ticket, actor=colleague, body=Body.from_text(forwarded.above))
    if thread.ticket and thread.is_sure:
        link(ticket, actor=MAIL, other=thread.ticket, kind=LinkKind.STRANGER)
    return Outcome(InboundState.CREATED, opened=ticket, verdict=verdict)


def _passed_on(mail: ParsedMail, sender: User, mailboxes: Mailboxes) -> tuple[User, Forwarded] | None:
    """The customer whose mail a colleague forwards; None where it is nothing of the sort, or nobody's to answer."""
    if not sender.is_staff or is_forged_colleague(mail) or (forwarded := forwarded_by(mail)) is None:
        return None
    address = forwarded.sender.email
    if mailboxes.owns(address) or MACHINE_ADDRESS.match(address) or not forwarded.text:
        return None
    customer = next(iter(people_for_addresses([forwarded.sender])), None)
    return None if customer is None or customer.is_staff else (customer, forwarded)


def _append(
    row: InboundEmail, mail: ParsedMail, thread: Thread, ticket: Ticket, sender: User, mailboxes: Mailboxes
) -> Outcome:
    verdict = verdict_of(thread) | checked(mail)
    if _came_by_another_mailbox(row, locked(ticket)):
        return Outcome(InboundState.IGNORED, InboundReason.DUPLICATE, verdict=verdict)
    if answers_as_staff(sender, ticket):
        if is_forged_colleague(mail) and row.recovered_by_id is None:
            return Outcome(InboundState.QUARANTINED, InboundReason.UNVERIFIED_STAFF, verdict=verdict)
        return staff_answer(mail, thread, ticket, sender, verdict)
    try:
        message = receive_message(
            ticket,
            actor=sender,
            body=body_of(mail),
            channel=Channel.EMAIL,
            attachments=files_of(mail),
            cc=[] if mail.is_bulk else copied_people(mail, sender, mailboxes),
            verdict=verdict,
        )
    except Refused as refused:
        raise TurnedAway(refusal_outcome(refused, mail, verdict)) from refused
    current_passage().mails[message.pk] = row
    state = InboundState.APPENDED if message.ticket_id == ticket.pk else InboundState.CREATED
    return Outcome(state, message=message, verdict=verdict)


def _side_answer(
    row: InboundEmail, mail: ParsedMail, thread: Thread, ticket: Ticket, side: SideConversation, sender: User
) -> Outcome:
    """An outsider answers what one of ours asked beside the ticket; whoever it was, they are shown."""
    verdict = verdict_of(thread)
    if _came_by_another_mailbox(row, locked(ticket)):
        return Outcome(InboundState.IGNORED, InboundReason.DUPLICATE, verdict=verdict)
    try:
        message = receive_side_answer(
            side, actor=sender, body=body_of(mail), attachments=files_of(mail), verdict=verdict
        )
    except Refused as refused:
        raise TurnedAway(refusal_outcome(refused, mail, verdict)) from refused
    return Outcome(InboundState.APPENDED, message=message, verdict=verdict)


def _came_by_another_mailbox(row: InboundEmail, ticket: Ticket) -> bool:
    """One mail to two of our addresses is two rows of the ledger; asked under the ticket's lock, so that one of them acts."""
    same = InboundEmail.objects.filter(message_id=row.message_id, content_hash=row.content_hash, ticket=ticket)
    return bool(row.message_id) and same.exclude(pk=row.pk).filter(ticket_message__isnull=False).exists()


def checked(mail: ParsedMail) -> dict:
    """For the verdict: whether the sender is who they say, where our server found that out."""
    check = sender_check(mail)
    return {"sender": check.value} if check else {}


def is_forged_colleague(mail: ParsedMail) -> bool:
    """Nobody speaks for us whose address could not be confirmed."""
    return sender_check(mail) == SenderCheck.FAILED
