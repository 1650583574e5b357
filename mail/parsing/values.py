"""What a parsed mail is made of. Texts here are free of NULs, lone surrogates and, in header values, of line breaks."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    email: str  # lower case
    name: str = ""


@dataclass(frozen=True, slots=True)
class ParsedAttachment:
    filename: str
    content_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class CarriedMail:
    """The one mail that another carries as an attachment: who wrote it, and what."""

    sender: Address
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    email: str
    action: str  # failed, delayed, delivered, relayed, expanded
    status: str  # RFC 3463, such as 5.1.1
    diagnostic: str = ""

    @property
    def is_permanent(self) -> bool:
        return self.action == "failed" and not self.status.startswith("4")


@dataclass(frozen=True, slots=True)
class ParsedMail:
    from_email: str = ""
    from_name: str = ""
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str = ""  # sanitised; inline images still as cid:, remote images as data-remote-src
    new_text: str = ""
    new_html: str = ""  # `html` without the quoted conversation, "" where it could not be told apart
    quoted_html: str = ""
    quoted_text: str = ""
    signature: str = ""
    language: str = ""  # of subject and new part; "" for a short text, or when it might be one or another
    attachments: tuple[ParsedAttachment, ...] = ()
    carried: CarriedMail | None = None
    is_auto: bool = False  # an answer by a machine: out of office, receipts, acknowledgements
    is_bounce: bool = False
    is_bulk: bool = False  # lists, newsletters, machines that start a conversation: never acknowledged
    is_by_machine: bool = False  # nobody pressed Send: also a report that starts a conversation, which `is_auto` is not
    auto_reason: str = ""
    bounced: tuple[BouncedRecipient, ...] = ()
    bounced_message_id: str = ""  # of the mail that came back, or that a receipt or a complaint tells of
    authentication_results: tuple[str, ...] = ()
    delivered_to: tuple[str, ...] = ()  # Delivered-To, X-Original-To, Envelope-To and the like, as addresses
    loop_tokens: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
