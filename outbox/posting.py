"""Writing an outgoing mail down. Sending it is `outbox/sending.py`, after commit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_noop

from helpdesk import clock
from helpdesk.insert import insert_all
from helpdesk.nudge import nudge_once
from outbox.models import EmailState, OutboundEmail, OutboundRecipient, RecipientState, new_message_id
from outbox.wrapping import wrapped

CAME_BACK = gettext_noop("Earlier mail to everybody whom this is for came back.")
_in_the_past: ContextVar[bool] = ContextVar("in_the_past", default=False)


class Address(NamedTuple):
    email: str
    name: str = ""


@contextmanager
def in_the_past() -> Iterator[None]:
    """While old conversations are written down (demo, importers) nothing leaves the house: their mails were sent then."""
    token = _in_the_past.set(True)
    try:
        yield
    finally:
        _in_the_past.reset(token)


def is_past() -> bool:
    """Whether mails written now would go nowhere, so that nobody needs to render them."""
    return _in_the_past.get()


class Composed(NamedTuple):
    """A mail for the outbox that is not written down yet."""

    email: OutboundEmail
    recipients: list[OutboundRecipient]


def write_down(mails: Sequence[Composed]) -> None:
    """Into the outbox, in the present transaction, by two statements however many they are."""
    insert_all([mail.email for mail in mails])
    for email, recipients in mails:
        for recipient in recipients:
            recipient.email = email
    insert_all([recipient for mail in mails for recipient in mail.recipients])
    if any(mail.email.state == EmailState.QUEUED for mail in mails):
        transaction.on_commit(_nudge_sender, robust=True)


def post_email(
    *,
    kind: str,
    from_header: str,
    to: Sequence[Address],
    subject: str,
    text: str,
    html: str = "",
    cc: Sequence[Address] = (),
    bcc: Sequence[Address] = (),
    envelope_from: str = "",
    reply_to: str = "",
    headers: dict[str, str] | None = None,
    attachments: Sequence[dict] = (),
    ticket_id: int | None = None,
    ticket_message_id: int | None = None,
    message_id: str = "",
    at: datetime | None = None,
    held_back: str = "",
    lost: Mapping[str, str] | None = None,
    write: Callable[[Sequence[Composed]], None] = write_down,
) -> OutboundEmail | None:
    """Put a rendered mail into the outbox, in the present transaction; None in the past.

    `message_id` with angle brackets; a fresh one of the sender's domain when empty. `at`: when it was decided, if known;
    `held_back`: why it is not to be sent, though it can be by hand; `lost`: addresses for which alone it is held back, each with
    what their server said of earlier mail. `write`: who calls `write_down` later in the transaction.
    """
    if _in_the_past.get():
        return None
    now = at or clock.now()
    domain = (envelope_from or from_header.rstrip("> ")).rpartition("@")[2] or "localhost"
    lost = lost or {}
    if lost and all(address.email in lost for address in (*to, *cc, *bcc)):
        held_back = CAME_BACK
    email = OutboundEmail(
        kind=kind,
        ticket_id=ticket_id,
        ticket_message_id=ticket_message_id,
        message_id=message_id or new_message_id(domain),
        from_header=from_header,
        envelope_from=envelope_from,
        reply_to=reply_to,
        subject=" ".join(subject.split())[:400],
        text=wrapped(text),
        html=html,
        headers=headers or {},
        attachments=list(attachments),
        state=EmailState.FAILED if held_back else EmailState.QUEUED,
        last_error=held_back,
        due_at=now,
        created_at=now,
        told_at=now if held_back else None,  # shown where the limit stands
    )
    fields = OutboundRecipient.Field
    recipients = [
        OutboundRecipient(
            field=field,
            address=address.email,
            name=address.name,
            state=_first_state(address, lost, held_back),
            error=lost.get(address.email, held_back),
        )
        for field, addresses in ((fields.TO, to), (fields.CC, cc), (fields.BCC, bcc))
        for address in addresses
    ]
    write([Composed(email, recipients)])
    return email


def _first_state(address: Address, lost: Mapping[str, str], held_back: str) -> RecipientState:
    if address.email in lost:
        return RecipientState.HELD
    return RecipientState.FAILED if held_back else RecipientState.QUEUED


def _nudge_sender() -> None:
    from outbox.tasks import send_outgoing

    nudge_once(send_outgoing)
