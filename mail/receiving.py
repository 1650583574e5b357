"""The way into the house: a mail is in the ledger, committed, before anybody is told that we have it."""

import hashlib
import re
from collections.abc import Sequence
from email.errors import MessageError
from email.parser import BytesHeaderParser

from helpdesk import clock
from helpdesk.faults import fault_point
from helpdesk.insert import insert_unless_present
from helpdesk.nudge import nudge_once
from mail.addresses import without_tag
from mail.mailboxes import Mailboxes
from mail.models import InboundEmail, InboundReason, InboundState, Mailbox
from mail.parsing.headers import addresses, message_ids, raw_values

HEAD_BYTES = 256_000
END_OF_HEAD = re.compile(rb"\r?\n\r?\n|\r\r")


def store(
    raw: bytes, envelope_from: str, envelope_to: Sequence[str], source: str, *, mailboxes: Mailboxes | None = None
) -> InboundEmail:
    """Write the mail into the ledger, once however often it is delivered, commit, and tell a worker.

    The mailbox is the first of ours among the recipients, else the default one; `mailboxes`: as the caller has read them
    for this very mail. Raises DatabaseError when the database is away; then nothing may be acknowledged.
    """
    from mail.tasks import process_inbound

    mailboxes = mailboxes or Mailboxes()
    mailbox = mailboxes.first_of(envelope_to) or mailboxes.default
    row = row_for(raw, mailbox, envelope_from, envelope_to, source)
    stored = _insert(row)
    if stored.content_hash != row.content_hash:
        stored = _keep_apart(row)
    fault_point("after_ledger")
    if stored.state == InboundState.RECEIVED:
        nudge_once(process_inbound)
    return stored


def row_for(
    raw: bytes, mailbox: Mailbox | None, envelope_from: str, envelope_to: Sequence[str], source: str
) -> InboundEmail:
    """Of the ledger, not inserted yet."""
    now = clock.now()
    message_id = message_id_of(raw)
    content_hash = _sha(_body(raw))
    return InboundEmail(
        mailbox=mailbox,
        key=key_of(mailbox, message_id or f"content {_sha(_normal(raw))}"),
        content_hash=content_hash,
        source=source,
        envelope_from=_storable(envelope_from)[:320],
        envelope_to=[_storable(address)[:320] for address in envelope_to][:1000],
        raw=raw,
        size=len(raw),
        message_id=message_id,
        due_at=now,
        received_at=now,
    )


def _insert(row: InboundEmail) -> InboundEmail:
    """The new row, committed, or the one that is there already: one INSERT decides, also between two deliveries at once."""
    return row if insert_unless_present(row) else InboundEmail.objects.defer("raw").get(key=row.key)


def _keep_apart(row: InboundEmail) -> InboundEmail:
    """The same Message-ID on other content: some senders use one id for all their mails. Neither merged nor lost."""
    row.key = key_of(row.mailbox, f"{row.message_id} {row.content_hash}")
    row.state = InboundState.QUARANTINED
    row.reason = InboundReason.MESSAGE_ID_REUSED
    return _insert(row)


def key_of(mailbox: Mailbox | None, identity: str) -> str:
    return _sha(f"{mailbox.pk if mailbox else ''}\n{identity}".encode())


def message_id_of(raw: bytes) -> str:
    return next(iter(message_ids(_values(raw, "message-id")[:1])), "")


def recipients_named_in(raw: bytes) -> list[str]:
    """For a door that is told no envelope: where the mail was delivered to, else whom it is addressed to."""
    for names in (("delivered-to", "x-original-to", "envelope-to"), ("to", "cc")):
        found = addresses([value for name in names for value in _values(raw, name)])
        if found:
            return [address.email for address in found]
    return []


def alias_named_in(raw: bytes, mailbox: Mailbox) -> list[str]:
    """Of what lies in a mailbox at a provider, which brings all its addresses together: the alias written to, or none."""
    if not mailbox.aliases:
        return []
    named = addresses([value for name in ("to", "cc") for value in _values(raw, name)])
    return [address.email for address in named if without_tag(address.email) in mailbox.aliases][:1]


def _values(raw: bytes, name: str) -> list[str]:
    """Of a header. Only the head is read here; parsing is not the business of who stands at the door."""
    end = END_OF_HEAD.search(raw[:HEAD_BYTES].lstrip(b"\r\n"))
    head = raw[:HEAD_BYTES].lstrip(b"\r\n")[: end.start() if end else HEAD_BYTES]
    try:
        message = BytesHeaderParser().parsebytes(head + b"\n\n")
    except (MessageError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return []
    return raw_values(message, name)


def _body(raw: bytes) -> bytes:
    """What does not change on the way: without headers, with one kind of line end."""
    end = END_OF_HEAD.search(raw)
    return _normal(raw[end.end() :] if end else raw)


def _normal(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").strip()


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()
