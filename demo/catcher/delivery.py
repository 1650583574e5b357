"""Mails written in the catcher go in through the real SMTP listener, with the headers that a mail program would write."""

import mimetypes
import smtplib
from collections.abc import Iterable
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.formats import date_format

from outbox.models import OutboundEmail

SECONDS = 15
ANSWERED = ("re:", "aw:")


class NotDelivered(Exception):
    """The listener did not take the mail; says why."""


def answer(email: OutboundEmail, *, sender: str, body: str, files: Iterable[UploadedFile]) -> None:
    """As the recipient's mail program would: to Reply-To, in the thread, with the mail quoted below. Raises NotDelivered."""
    name = next((r.name for r in email.recipients.all() if r.address == sender), "")
    subject = email.subject if email.subject.lower().startswith(ANSWERED) else f"Re: {email.subject}"
    references = f"{email.headers.get('References', '')} {email.message_id}".strip()
    message = _message(
        sender=sender,
        name=name,
        recipient=parseaddr(email.reply_to or email.from_header)[1],
        subject=subject,
        body=f"{body.rstrip()}\n\n{_quote(email)}",
        files=files,
    )
    message["In-Reply-To"] = email.message_id
    message["References"] = references
    _deliver(message, sender)


def write(*, sender: str, name: str, recipient: str, subject: str, body: str, files: Iterable[UploadedFile]) -> None:
    """A new mail to one of our mailboxes. Raises NotDelivered."""
    message = _message(sender=sender, name=name, recipient=recipient, subject=subject, body=body, files=files)
    _deliver(message, sender)


def _message(
    *, sender: str, name: str, recipient: str, subject: str, body: str, files: Iterable[UploadedFile]
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address(_line(name), addr_spec=sender)
    message["To"] = recipient
    message["Subject"] = _line(subject)
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message.set_content(body)
    for file in files:
        kind = file.content_type or mimetypes.guess_type(file.name or "")[0] or "application/octet-stream"
        main, _slash, sub = kind.partition("/")
        if main == "message" or not sub:
            main, sub = "application", "octet-stream"
        message.add_attachment(file.read(), maintype=main, subtype=sub, filename=_line(file.name or "file"))
    return message


def _quote(email: OutboundEmail) -> str:
    when = date_format(timezone.localtime(email.created_at), "D, j M Y H:i")
    quoted = "\n".join(f"> {line}".rstrip() for line in email.text.splitlines())
    return f"On {when}, {email.from_header} wrote:\n{quoted}\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _deliver(message: EmailMessage, sender: str) -> None:
    host = "127.0.0.1" if settings.SMTP_HOST in {"", "0.0.0.0", "::"} else settings.SMTP_HOST  # noqa: S104 - compared
    try:
        with smtplib.SMTP(host, settings.SMTP_PORT, timeout=SECONDS) as smtp:
            smtp.send_message(message, from_addr=sender)
    except smtplib.SMTPRecipientsRefused as refused:
        raise NotDelivered(" ".join(_text(reply) for _code, reply in refused.recipients.values())) from None
    except smtplib.SMTPResponseException as refused:
        raise NotDelivered(_text(refused.smtp_error)) from None
    except (OSError, smtplib.SMTPException, ValueError) as problem:
        raise NotDelivered(str(problem)) from None


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
