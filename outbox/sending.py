"""Sending what the outbox holds: claim and commit, speak to the transport with no transaction open, mark and commit.

A process that dies after the transport said yes and before the mark is committed sends the same Message-ID once more; SMTP
cannot close that window. Anywhere else a mail is sent exactly once.
"""

import logging
from datetime import timedelta
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import utf8_charset_qp
from django.db import connection

from helpdesk.faults import fault_point
from outbox.completing import complete
from outbox.models import EmailState, OutboundEmail, OutboundRecipient, RecipientState
from outbox.pacing import waits_its_turn
from outbox.transport import Mail, answered, for_provider, is_provider, open_transport, patience, refusals

MOST_ATTEMPTS = 8
# Seconds, by attempt; a day in all.
RETRY_AFTER = (60, 300, 900, 3600, 3 * 3600, 7 * 3600, 13 * 3600)
CLAIM = timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)
EMAIL_KEY = "helpdesk_email"
# Each a statement and thus a transaction of its own: to send a mail, hardly more is to be done than to claim and to mark it.
_CLAIM = """
UPDATE outbox_outboundemail SET claimed_until = statement_timestamp() + %s, attempts = attempts + 1
WHERE id = (
    SELECT id FROM outbox_outboundemail
    WHERE state = 'queued' AND due_at <= statement_timestamp()
        AND (claimed_until IS NULL OR claimed_until <= statement_timestamp())
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *
"""
# Nothing is marked where our claim ran out and somebody else took over, or a provider told of the fate before us.
_MARK = """
WITH marked AS (
    UPDATE outbox_outboundemail
    SET state = %(state)s, due_at = statement_timestamp() + %(wait)s, claimed_until = NULL, last_error = %(last_error)s,
        paced_for = '',
        sent_at = CASE WHEN %(is_sent)s THEN coalesce(sent_at, statement_timestamp()) ELSE sent_at END
    WHERE id = %(email)s AND claimed_until = %(claimed_until)s
    RETURNING id
)
UPDATE outbox_outboundrecipient AS recipient SET state = fate.state, error = fate.error, provider_id = fate.provider_id
FROM marked, unnest(%(recipients)s::bigint[], %(states)s::text[], %(errors)s::text[], %(provider_ids)s::text[])
     AS fate(id, state, error, provider_id)
WHERE recipient.id = fate.id AND recipient.state = 'queued'
"""

logger = logging.getLogger(__name__)


def send_waiting(limit: int) -> int:
    """Send up to `limit` mails that are due; how many were tried. Each is claimed alone: a slow server delays only its own."""
    transports: dict[str, BaseEmailBackend] = {}
    tried = 0
    try:
        while tried < limit and (email := claim()) is not None:
            tried += 1
            fault_point("after_claim_to_send")
            _send(email, transports)
    finally:
        for transport in transports.values():
            _close(transport)
    return tried


def claim() -> OutboundEmail | None:
    """The mail that waits longest, ours until `claimed_until`."""
    return next(iter(OutboundEmail.objects.raw(_CLAIM, [CLAIM])), None)


def _send(email: OutboundEmail, transports: dict[str, BaseEmailBackend]) -> None:
    """By the way that mails of its sender take, which stays open for the next one unless something went wrong."""
    recipients = list(email.recipients.all())
    waiting = [recipient for recipient in recipients if recipient.state == RecipientState.QUEUED]
    addresses = [recipient.address for recipient in waiting]
    if waits_its_turn(email, addresses):
        return
    complete(email)
    ids: dict[str, str] = {}
    transport = transports.pop(email.envelope_from, None)
    try:
        if transport is None:
            transport = open_transport(email.envelope_from)
            transport.open()
        if is_provider(transport):
            mail = for_provider(as_mail(email, waiting, addresses), transport)
        else:
            mail = as_mail(email, recipients, addresses)
        fault_point("before_send")
        with patience(transport):
            transport.send_messages([mail])
        refused, ids = answered(mail)
        fault_point("after_send")
        transports[email.envelope_from] = transport
    except Exception as problem:  # noqa: BLE001 - every backend raises its own; the row keeps what it said
        logger.warning("Mail %s was not sent at attempt %s: %s", email.pk, email.attempts, problem)
        refused = refusals(problem, addresses)
        _close(transport)
    mark(email, recipients, refused, ids)


def _close(transport: BaseEmailBackend | None) -> None:
    if transport is not None:
        try:
            transport.close()
        except OSError as problem:
            logger.debug("The transport did not close: %s", problem)


def mark(
    email: OutboundEmail,
    recipients: list[OutboundRecipient],
    refused: dict[str, tuple[int, str]],
    ids: dict[str, str] | None = None,
) -> None:
    """Write down the fate of each recipient; temporary refusals wait for another attempt until there have been enough."""
    given_up = email.attempts >= MOST_ATTEMPTS
    waiting = [recipient for recipient in recipients if recipient.state == RecipientState.QUEUED]
    for recipient in waiting:
        code, recipient.error = refused.get(recipient.address, (250, ""))
        if code == 250:
            recipient.state = RecipientState.SENT
        elif given_up or 500 <= code < 600:
            recipient.state = RecipientState.FAILED
    states = {recipient.state for recipient in recipients}
    values: dict[str, Any] = {
        "email": email.pk,
        "claimed_until": email.claimed_until,
        "state": _state_of(states),
        "wait": timedelta(seconds=RETRY_AFTER[min(email.attempts, len(RETRY_AFTER)) - 1]),
        "last_error": next((recipient.error for recipient in waiting if recipient.error), ""),
        "is_sent": RecipientState.SENT in states,
        "recipients": [recipient.pk for recipient in waiting],
        "states": [recipient.state for recipient in waiting],
        "errors": [recipient.error for recipient in waiting],
        "provider_ids": [(ids or {}).get(recipient.address, "") for recipient in waiting],
    }
    with connection.cursor() as cursor:
        cursor.execute(_MARK, values)


def _state_of(recipients: set[str]) -> EmailState:
    if RecipientState.QUEUED in recipients:
        return EmailState.QUEUED
    return EmailState.FAILED if RecipientState.FAILED in recipients else EmailState.SENT


def as_mail(email: OutboundEmail, recipients: list[OutboundRecipient], envelope_to: list[str]) -> Mail:
    """The row as a message, showing all its recipients. `From` is the header; the envelope's sender takes the bounces."""
    shown: dict[str, list[str]] = {"to": [], "cc": [], "bcc": []}
    for recipient in recipients:
        shown[recipient.field].append(_named(recipient))
    mail = Mail(
        subject=email.subject,
        body=email.text,
        from_email=email.envelope_from or email.from_header,
        to=shown["to"],
        cc=shown["cc"],
        reply_to=[email.reply_to] if email.reply_to else None,
        headers={"From": email.from_header, "Message-ID": email.message_id, **email.headers},
        envelope_to=envelope_to,
    )
    if not f"{email.text}{email.html}".isascii():
        mail.encoding = (
            utf8_charset_qp  # not every server passes on eight bits as they are, and then our signature breaks
        )
    if email.html:
        mail.attach_alternative(email.html, "text/html")
    for part in _files(email) if email.attachments else ():
        mail.attach(part)
    mail.metadata = {EMAIL_KEY: str(email.pk)}  # a provider's backend sends it along, and its events bring it back
    return mail


def _named(recipient: OutboundRecipient) -> str:
    name = "".join(c for c in recipient.name if c not in '"\\<>' and c.isprintable()).strip()
    return f'"{name}" <{recipient.address}>' if name else recipient.address


def _files(email: OutboundEmail) -> list[MIMEBase]:
    wanted = {entry["attachment"]: entry.get("content_id", "") for entry in email.attachments}
    # By its label, because the outbox stands below tickets.
    rows = apps.get_model("tickets", "Attachment").objects.filter(pk__in=wanted).order_by("pk")
    return [_file(row, wanted[row.pk]) for row in rows]


def _file(row, content_id: str) -> MIMEBase:  # type: ignore[no-untyped-def]  # a tickets.Attachment
    main, _slash, sub = row.content_type.partition("/")
    if main in {"multipart", "message", ""} or not sub:
        main, sub = "application", "octet-stream"
    part = MIMEBase(main, sub)
    with row.file.open("rb") as content:
        part.set_payload(content.read())
    encode_base64(part)
    part.add_header("Content-Disposition", "inline" if content_id else "attachment", filename=row.filename)
    if content_id:
        part["Content-ID"] = f"<{content_id}>"
    return part
