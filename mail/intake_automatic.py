"""Machines' mail: what answers by itself and what came back. It opens and reopens nothing, and only so much of it is kept."""

from datetime import timedelta

from accounts.actors import MAIL
from accounts.general import general
from accounts.models import User
from accounts.people import find_person
from helpdesk import clock
from mail.models import InboundEmail, InboundReason, InboundState
from mail.outcomes import Outcome, body_of, files_of, verdict_of
from mail.parsing import ParsedMail
from mail.seen import is_to_staff
from mail.threading import Sign, Thread
from outbox.models import OutboundRecipient, RecipientState
from tickets.actions import receive_automatic
from tickets.models import Ticket

_AN_HOUR = timedelta(hours=1)
_NEWEST = 20_000  # of the ledger; more do not come within an hour


def automatic(mail: ParsedMail, thread: Thread) -> Outcome:
    """Machines' answers: kept with the conversation where they surely belong, else only in the ledger."""
    if mail.is_bounce:
        _note_bounce(mail)
    ticket = ticket_of_automatic(thread)
    if ticket is None:
        return ignored_automatic(mail)
    verdict = {**verdict_of(thread), "auto": mail.auto_reason}
    if limit := _limit_reached(mail, ticket):
        return Outcome(InboundState.IGNORED, limit, verdict=verdict)
    author = None if mail.is_bounce else _known_sender(mail)
    message = receive_automatic(
        ticket, actor=MAIL, author=author, body=body_of(mail), attachments=files_of(mail), verdict=verdict
    )
    return Outcome(InboundState.APPENDED, message=message, verdict=verdict)


def _limit_reached(mail: ParsedMail, ticket: Ticket) -> InboundReason | None:
    """Which limit of an admin stops it (/settings/mail-limits/): on its ticket, or of its sender on all of them."""
    limits, hour_ago = general(), clock.now() - _AN_HOUR
    if ticket.messages.filter(is_auto=True, created_at__gte=hour_ago).count() >= limits.automatic_an_hour:
        return InboundReason.AUTO_LIMIT
    newest = InboundEmail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    kept = InboundEmail.objects.filter(pk__gt=newest - _NEWEST, processed_at__gte=hour_ago, state=InboundState.APPENDED)
    of_sender = kept.filter(from_email=mail.from_email, verdict__has_key="auto")
    return InboundReason.SENDER_LIMIT if of_sender.count() >= limits.automatic_of_sender_an_hour else None


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
