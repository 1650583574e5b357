"""A mail out of a provider's webhook: the bytes as they came where it passes them on, else what its fields make.

What is made of fields is the same for the same fields, so that an event which comes twice is one mail.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.encoders import encode_base64
from typing import Any

from django.http import HttpRequest

from mail.hook_requests import field as form_field
from mail.models import Provider


@dataclass(frozen=True, slots=True)
class Whole:
    raw: bytes
    envelope_from: str = ""
    envelope_to: list[str] = field(default_factory=list)


def whole_of(kind: Provider, request: HttpRequest) -> Whole | None:
    """None where the event holds no whole message. Raises ValueError, KeyError or TypeError for what is no event."""
    return _WHOLE[kind](request) if kind in _WHOLE else None


def rebuilt(message: Any) -> Whole:
    """Of django-anymail's message. Parts are divided by what they hold, where the library would throw dice.

    Raises ValueError for what holds no mail.
    """
    if not message["From"] and not message["Message-ID"]:
        raise ValueError("no mail is in this event")
    for number, part in enumerate(_parts(message)):
        if part.get_content_maintype() == "multipart":
            leaves = b"".join(leaf.get_payload(decode=True) or b"" for leaf in _parts(part))
            part.set_boundary(f"=_{number}_{hashlib.sha256(leaves).hexdigest()}")
        elif part.get_content_maintype() not in ("text", "message") and "Content-Transfer-Encoding" not in part:
            encode_base64(part)  # else its line ends are changed on the way
    return Whole(
        message.as_bytes(),
        message.envelope_sender or "",
        [message.envelope_recipient] if message.envelope_recipient else [],
    )


def _parts(message: Any) -> Iterator[Any]:
    """Without those of mails that are attached."""
    yield message
    if message.get_content_maintype() == "multipart":
        for part in message.get_payload():
            yield from _parts(part)


def _mailgun(request: HttpRequest) -> Whole | None:
    raw = form_field(request, "body-mime")
    if raw is None:
        return None
    recipients = request.POST.get("recipient", "").split(",")
    return Whole(raw, request.POST.get("sender", ""), [one.strip() for one in recipients if one.strip()])


def _postmark(request: HttpRequest) -> Whole | None:
    event = json.loads(request.body)
    if not event.get("RawEmail") or event.get("RecordType", "Inbound") != "Inbound":
        return None
    first: dict[str, str] = next(iter(event.get("Headers") or []), {})
    sender = first.get("Value", "").strip("<>") if first.get("Name", "").lower() == "return-path" else ""
    recipient = event.get("OriginalRecipient")
    return Whole(_bytes(event["RawEmail"]), sender, [recipient] if recipient else [])


def _sendgrid(request: HttpRequest) -> Whole | None:
    raw = form_field(request, "email")
    if raw is None or "headers" in request.POST:
        return None
    envelope = json.loads(request.POST.get("envelope") or "{}")
    return Whole(raw, envelope.get("from") or "", list(envelope.get("to") or []))


def _amazon_ses(request: HttpRequest) -> Whole | None:
    notice = json.loads(request.body)
    if notice.get("Type") != "Notification" or not notice.get("Message", "").lstrip().startswith("{"):
        return None
    event = json.loads(notice["Message"])
    receipt, mail = event.get("receipt") or {}, event.get("mail") or {}
    action = receipt.get("action") or {}
    if event.get("notificationType") != "Received" or "content" not in event:
        return None  # its bytes are in a bucket, where django-anymail fetches them
    is_encoded = action.get("encoding") == "BASE64"
    raw = base64.b64decode(event["content"]) if is_encoded else _bytes(event["content"])
    return Whole(raw, mail.get("source") or "", list(receipt.get("recipients") or []))


_WHOLE = {
    Provider.MAILGUN: _mailgun,
    Provider.POSTMARK: _postmark,
    Provider.SENDGRID: _sendgrid,
    Provider.AMAZON_SES: _amazon_ses,
}


def _bytes(text: str) -> bytes:
    """What JSON holds as letters."""
    return text.encode("utf-8", "surrogatepass")
