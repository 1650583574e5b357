"""From raw bytes to a `ParsedMail`: pure functions, no database, never an exception whatever the bytes are."""

from mail.parsing.message import parse_message
from mail.parsing.values import Address, BouncedRecipient, ParsedAttachment, ParsedMail

__all__ = ["Address", "BouncedRecipient", "ParsedAttachment", "ParsedMail", "parse_message"]
