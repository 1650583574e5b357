"""Addresses and ids of ours that say which ticket a mail belongs to, signed so that nobody else can make them."""

import base64
import hmac
import re
import secrets
from dataclasses import dataclass

from django.conf import settings

# 16 base32 letters: 80 bits. Mail servers change the case of addresses, so only one case is used.
SIGNATURE_LETTERS = 16
SIGNATURE_BYTES = SIGNATURE_LETTERS * 5 // 8
REPLY_TAG = re.compile(r"(\d{1,15})\.([a-z2-7]+)")
# Of a side conversation.
SIDE_TAG = re.compile(r"s(\d{1,15})\.([a-z2-7]+)")
SIGNED_TAG_LIKE = re.compile(r"s?\d{1,15}\..*", re.DOTALL)
BODY_REFERENCE = re.compile(r"\bref:(\d{1,15})\.([a-z2-7]{16})\b", re.IGNORECASE)
OWN_MESSAGE_ID = re.compile(r"<?(\d{1,15})\.[0-9a-f]{8,64}\.([a-z2-7]{16})@", re.IGNORECASE)
LARGEST_NUMBER = 2**63 - 1


def signature_of(purpose: str, value: str) -> str:
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"mail.{purpose}:{value}".encode(), "sha256")
    return base64.b32encode(digest[:SIGNATURE_BYTES]).decode().lower()


def is_signed(purpose: str, value: str, signature: str) -> bool:
    return hmac.compare_digest(signature_of(purpose, value).encode(), signature.lower().encode())


def reply_address(mailbox_address: str, ticket_number: int) -> str:
    """support+<ticket>.<signature>@…"""
    local, _at, domain = mailbox_address.partition("@")
    return f"{local}+{ticket_number}.{signature_of('reply', str(ticket_number))}@{domain}"


def side_reply_address(mailbox_address: str, side: int) -> str:
    """support+s<side conversation>.<signature>@…"""
    local, _at, domain = mailbox_address.partition("@")
    return f"{local}+s{side}.{signature_of('side', str(side))}@{domain}"


def body_reference(ticket_number: int) -> str:
    """For servers that rewrite every header: stands small at the end of our mails and comes back in the quote."""
    return f"ref:{ticket_number}.{signature_of('body', str(ticket_number))}"


def ticket_in_body(text: str) -> int | None:
    """The ticket of the first genuine reference in the text."""
    for number, signature in BODY_REFERENCE.findall(text[:500_000])[:50]:
        if is_signed("body", number, signature):
            return _number(number)
    return None


def ticket_message_id(ticket_number: int, mailbox_address: str) -> str:
    """A fresh Message-ID, with angle brackets, that tells its ticket even when its row is gone."""
    domain = mailbox_address.rpartition("@")[2] or "localhost"
    return f"<{ticket_number}.{secrets.token_hex(8)}.{signature_of('id', str(ticket_number))}@{domain}>"


def ticket_of_message_id(message_id: str) -> int | None:
    match = OWN_MESSAGE_ID.match(message_id)
    return _number(match[1]) if match and is_signed("id", match[1], match[2]) else None


def loop_token() -> str:
    """Names this installation: our own mail that comes back is not answered, that of another help desk is a mail."""
    return signature_of("loop", settings.SITE_URL)


def without_tag(address: str) -> str:
    """support+x@example.com → support@example.com"""
    local, _at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


@dataclass(frozen=True, slots=True)
class ReplyTag:
    """With neither it is not genuine."""

    ticket_number: int | None = None
    side: int | None = None


def reply_tag(address: str) -> ReplyTag | None:
    """What a plus-address says; None if it has no tag of the signed form."""
    tag = address.rpartition("@")[0].partition("+")[2].lower()
    if not SIGNED_TAG_LIKE.fullmatch(tag):
        return None
    match = REPLY_TAG.fullmatch(tag)
    if match and is_signed("reply", match[1], match[2]):
        return ReplyTag(_number(match[1]))
    match = SIDE_TAG.fullmatch(tag)
    if match and is_signed("side", match[1], match[2]):
        return ReplyTag(side=_number(match[1]))
    return ReplyTag()


def _number(digits: str) -> int | None:
    return int(digits) if int(digits) <= LARGEST_NUMBER else None
