"""`parse_message`: the whole of one mail. Damage becomes a warning, never an exception."""

import re
from dataclasses import replace
from email import message_from_bytes
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import Message

from helpdesk.language import language_of
from mail.html import html_to_text, marked_text, sanitize, split_answer_below, split_quote
from mail.parsing.automatic import LOOP_HEADER, origin_of
from mail.parsing.bounces import gives_reason
from mail.parsing.decoding import header_text, text_of
from mail.parsing.headers import (
    addresses,
    answered_ids,
    charset_of_head,
    first_raw,
    hidden_address,
    message_ids,
    normal_message_id,
    raw_values,
    sent_at,
)
from mail.parsing.html_signature import apart_from_signature
from mail.parsing.quotes import ReplyParts, is_attribution, is_forward, split_reply
from mail.parsing.structure import Body, Piece, body_of, join_pieces
from mail.parsing.values import Address, CarriedMail, ParsedAttachment, ParsedMail

# Where a sender is looked for when From names none, surest first.
SENT_BY = ("sender", "reply-to", "return-path", "x-envelope-from", "envelope-from", "x-original-from", "errors-to")
MAX_HEAD = 1_000_000
MAX_INDENT = 100  # bytes of a first line
MAX_CARRIED = 5_000_000  # bytes of an attached mail that is looked into
HEADER_LINE = re.compile(rb"[!-9;-~]+:|[ \t]|From |\r?$")
# "Cc: Dan <dan@" and "example.com>" on a line of its own, without the blank that continues a header.
TORN_ADDRESS = re.compile(
    rb"^((?:from|sender|reply-to|to|cc|bcc):[^\r\n]{0,4000}<[^<>\r\n]{0,100})\r?\n([^\s<>:]{1,100}>)",
    re.MULTILINE | re.IGNORECASE,
)
LOOSE_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,60})[ \t]+:", re.MULTILINE)
BLANK_LINE = re.compile(rb"\r?\n\r?\n")
LINE_OF_BLANKS = re.compile(rb"\r?\n[ \t]+\r?\n(?![!-9;-~]+:|[ \t\r\n])")
KNOWN_HEADER = re.compile(
    rb"(?:from|to|subject|date|message-id|received|content-[a-z-]+|mime-version|x-[a-z-]+):", re.IGNORECASE
)
NAMES_SOMETHING = re.compile(
    rb"^(?:from|sender|reply-to|to|cc|subject|date|message-id|content-type|mime-version)[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
SENDER_LINE = re.compile(rb"^from:", re.MULTILINE | re.IGNORECASE)
DELIVERED_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-rcpt-to", "x-forwarded-to")


def parse_message(raw: bytes) -> ParsedMail:
    warnings: list[str] = []
    raw = _with_one_head(_mend_line_ends(raw, warnings), warnings)
    try:
        message = message_from_bytes(raw)
        if any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in message.defects):
            message = message_from_bytes(_mend_head(raw, warnings))
        body = body_of(message)
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError, AssertionError):
        # What the standard library cannot take apart: its headers, and everything below them as text.
        warnings.append("structure_unreadable")
        head, _blank, rest = _parted(raw)
        message = _headers_only(head)
        body = Body(pieces=[Piece(text=text_of(rest[:1_000_000])[0])])
    return _assemble(message, body, warnings)


def _headers_only(head: bytes) -> Message:
    try:
        lines = [line for line in head.splitlines() if not line.lower().startswith((b"content-", b"mime-version"))]
        return message_from_bytes(b"\n".join(lines)[:200_000] + b"\n\n")
    except (ValueError, TypeError, LookupError, AttributeError):
        return Message()


def _assemble(message: Message, body: Body, warnings: list[str]) -> ParsedMail:
    charset = charset_of_head(message)
    sender = _sender(message, charset, warnings)
    subject = header_text(first_raw(message, "subject"), charset)[:1000]
    origin = origin_of(message, subject=subject, from_email=sender.email, from_name=sender.name)
    text, raw_html = join_pieces(body.pieces)
    clean_html = sanitize(raw_html) if raw_html else ""
    if raw_html and not clean_html:
        warnings.append("html_unreadable")
    cited = ""
    if not text.strip() and raw_html:
        text = html_to_text(raw_html)
        cited = marked_text(raw_html) if clean_html else ""
    writer = f"{sender.name} <{sender.email}>"
    reply, new_html, quoted_html = _split(text, raw_html if clean_html else "", subject, writer, cited=cited)
    if clean_html:
        reply = apart_from_signature(reply, raw_html)
    if origin.is_bounce and reply.signature:
        # A server signs nothing: what looks like it is the reason that it gives.
        reply = ReplyParts(new=f"{reply.new}\n\n{reply.signature}", quoted=reply.quoted)
    if origin.is_bounce and reply.quoted and gives_reason(reply.quoted) and not gives_reason(reply.new):
        # It names the mail before it says what became of it.
        reply, new_html, quoted_html = ReplyParts(new=text.strip("\n"), quoted=""), "", ""
    return ParsedMail(
        from_email=sender.email,
        from_name=sender.name,
        to=addresses(raw_values(message, "to"), charset),
        cc=addresses(raw_values(message, "cc"), charset),
        reply_to=addresses(raw_values(message, "reply-to"), charset),
        subject=subject,
        message_id=_message_id(message),
        in_reply_to=answered_ids(raw_values(message, "in-reply-to")),
        references=message_ids(raw_values(message, "references")),
        date=sent_at(first_raw(message, "date")),
        text=text,
        html=clean_html,
        new_text=reply.new,
        new_html=new_html,
        quoted_html=quoted_html,
        quoted_text=reply.quoted,
        signature=reply.signature,
        language=language_of(f"{subject}\n{reply.new}"),
        attachments=tuple(body.attachments),
        carried=_carried(body.attachments),
        is_auto=origin.is_auto,
        is_bounce=origin.is_bounce,
        is_bulk=origin.is_bulk,
        is_by_machine=origin.is_by_machine,
        auto_reason=origin.reason,
        bounced=origin.bounced,
        bounced_message_id=origin.bounced_message_id,
        authentication_results=tuple(header_text(v)[:2000] for v in raw_values(message, "authentication-results")[:10]),
        delivered_to=_delivered_to(message),
        loop_tokens=tuple(header_text(v)[:200] for v in raw_values(message, LOOP_HEADER)[:10]),
        warnings=(*warnings, *body.warnings),
    )


def _carried(attachments: list[ParsedAttachment]) -> CarriedMail | None:
    """The mail that is attached, if it is the only one and says who wrote it."""
    mails = [one.content for one in attachments if one.content_type == "message/rfc822"]
    if len(mails) != 1 or len(mails[0]) > MAX_CARRIED:
        return None
    try:
        inside = message_from_bytes(mails[0].lstrip())
        text, html = join_pieces(body_of(inside).pieces)
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError, AssertionError):
        return None  # it stays attached as it is
    charset = charset_of_head(inside)
    senders = addresses(raw_values(inside, "from")[:1], charset)
    if not senders:
        return None
    subject = header_text(first_raw(inside, "subject"), charset)[:1000]
    return CarriedMail(senders[0], subject, text.strip("\n") or html_to_text(html))


def _split(text: str, raw_html: str, subject: str, sender: str, *, cited: str) -> tuple[ReplyParts, str, str]:
    """The parts of the text; the HTML that is new and that it quotes, "" where it is not split.

    Where the text marks no quote, as that of programs that write HTML only, the marks of the HTML tell. `cited` is the text
    with these marks where the writer's own words stand below a quote; what is between quotes stays whole, with its marks.
    """
    if cited and not is_forward(text, subject):
        reply = split_reply(cited, subject=subject, sender=sender)
        new_html, quoted_html = split_quote(raw_html, strictly=True)
        if not new_html and reply.quoted:
            new_html, quoted_html = split_answer_below(raw_html, is_attribution)
        return reply, new_html, quoted_html
    reply = split_reply(text, subject=subject, sender=sender)
    if not raw_html:
        return reply, "", ""
    if reply.quoted:
        return reply, *split_quote(raw_html)
    if is_forward(text, subject):
        return reply, "", ""
    new_html, quoted_html = split_quote(raw_html, strictly=True)
    if not new_html:
        new_html, quoted_html = split_answer_below(raw_html, is_attribution)
        own = split_reply(html_to_text(new_html), sender=sender)
    else:
        own = _above_quote(html_to_text(new_html), sender)
    if not own.new:
        return reply, "", ""
    quoted = f"{own.quoted}\n{html_to_text(quoted_html)}".strip("\n")
    return ReplyParts(new=own.new, quoted=quoted, signature=own.signature), new_html, quoted_html


def _above_quote(text: str, sender: str) -> ReplyParts:
    """The parts of what stands directly above a quote: who wrote that may be its last line."""
    own = split_reply(f"{text}\n>", sender=sender)
    return ReplyParts(new=own.new, quoted=own.quoted.removesuffix(">").strip("\n"), signature=own.signature)


def _message_id(message: Message) -> str:
    found = message_ids(raw_values(message, "message-id")[:1])
    return found[0] if found else normal_message_id(header_text(first_raw(message, "message-id")))


def _sender(message: Message, charset: str, warnings: list[str]) -> Address:
    froms = addresses(raw_values(message, "from"), charset)
    if len(froms) > 1:
        warnings.append("several_senders")
    if froms:
        return froms[0]
    if hidden := hidden_address(first_raw(message, "from")):
        return hidden
    warnings.append("no_sender")
    envelope = [(message.get_unixfrom() or "").removeprefix("From ").partition(" ")[0]]
    for values in (*(raw_values(message, header) for header in SENT_BY), envelope):
        found = addresses(values, charset)
        if found:
            return replace(found[0], name=found[0].name or _name_alone(first_raw(message, "from"), charset))
    return Address("", _name_alone(first_raw(message, "from"), charset) * ("<" in first_raw(message, "from")))


def _name_alone(value: str, charset: str) -> str:
    """Who a From without a usable address names; "" for what looks like a damaged address."""
    name = header_text(value, charset).partition("<")[0].strip(" \"',;:")
    return "" if "@" in name else name[:200]


def _delivered_to(message: Message) -> tuple[str, ...]:
    values = [value for name in DELIVERED_TO for value in raw_values(message, name)]
    return tuple(address.email for address in addresses(values))


def _with_one_head(raw: bytes, warnings: list[str]) -> bytes:
    """Two blocks of headers are one, where a relay set a blank line below its own, which say nothing of who wrote to whom."""
    head, blank, rest = _parted(raw[:MAX_HEAD])
    second = _parted(rest)[0] if blank and not NAMES_SOMETHING.search(head) else b""
    if not SENDER_LINE.search(second) or not all(
        HEADER_LINE.match(line) for line in (head + b"\n" + second).split(b"\n")
    ):
        return raw
    warnings.append("headers_mended")
    return head + b"\n" + rest + raw[MAX_HEAD:]


def _mend_head(raw: bytes, warnings: list[str]) -> bytes:
    """Lines of rubbish among the headers are put aside, and "From : ann@example.net" loses its blank. What stands above the
    first blank line is only a head if headers that every mail has follow on the rubbish; else the text just began at once.
    A line of blanks ends the head, too, where what stands below it is no header.
    """
    head, blank, rest = _parted(raw[:MAX_HEAD])
    if ended := LINE_OF_BLANKS.search(head):
        warnings.append("headers_mended")
        return head[: ended.start()] + b"\n\n" + head[ended.end() :] + blank + rest + raw[MAX_HEAD:]
    lines = TORN_ADDRESS.sub(rb"\1\2", LOOSE_HEADER.sub(rb"\1:", head)).split(b"\n")
    broken = next((i for i, line in enumerate(lines) if not HEADER_LINE.match(line)), len(lines))
    if not any(KNOWN_HEADER.match(line) for line in lines[broken:]) and broken < len(lines):
        return raw
    warnings.append("headers_mended")
    lines = [line if HEADER_LINE.match(line) else b"X-Unreadable: " + line for line in lines]
    return b"\n".join(lines) + (blank or b"\n\n") + rest + raw[MAX_HEAD:]


def _parted(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Head, first blank line and body, whichever line ends there are: relays mix them."""
    found = BLANK_LINE.search(raw)
    return (raw[: found.start()], found.group(), raw[found.end() :]) if found else (raw, b"", b"")


def _mend_line_ends(raw: bytes, warnings: list[str]) -> bytes:
    raw = raw.lstrip(b"\r\n\xef\xbb\xbf")
    if (unblanked := raw[:MAX_INDENT].lstrip(b" \t")) and KNOWN_HEADER.match(unblanked):
        raw = unblanked + raw[MAX_INDENT:]  # its first header is no continuation of another
    if raw.startswith(b">From "):
        raw = raw.partition(b"\n")[2]  # an mbox's line that somebody quoted
    if b"\n" not in raw and b"\r" in raw:
        warnings.append("cr_line_ends")
        return raw.replace(b"\r", b"\n")
    return raw
