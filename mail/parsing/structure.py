"""The MIME tree: what is body, what is attachment. Inline images stay addressable by their Content-ID."""

import hashlib
import html as html_escape
import re
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from urllib.parse import unquote

from mail.html import html_to_text
from mail.parsing.as_it_came import with_whole_head, written
from mail.parsing.decoding import (
    base64_bytes,
    header_text,
    is_no_base64,
    one_line,
    quoted_printable_bytes,
    text_of,
    without_base64_footer,
)
from mail.parsing.filenames import default_name, numbered, safe_filename, type_by_name
from mail.parsing.headers import children_of, first_raw, normal_message_id, parameters, payload_of, raw_bytes
from mail.parsing.smime import signed_content
from mail.parsing.values import ParsedAttachment
from mail.parsing.wrapped import (
    Unpacked,
    invitation_in_words,
    readable_pgp,
    unflowed,
    unpack_tnef,
    uudecode,
    without_uuencoded,
)

# The same words once more, for Google's pages within mails and for watches.
OTHER_TELLINGS = {"text/x-amp-html", "text/watch-html"}
BODY_KINDS = {"text/plain", "text/html", "text/enriched", "text/richtext"}
MAX_PARTS, MAX_DEPTH = 2000, 100
MAX_TEXT = 1_000_000  # characters of one body; what is longer is kept whole as an attachment
MIME_TYPE = re.compile(r"[a-z0-9][a-z0-9.+_-]{0,60}/[a-z0-9][a-z0-9.+_-]{0,100}")
DATA_IMAGE = re.compile(
    r"""(["'])data:(image/(?:png|jpe?g|gif|webp));base64,([A-Za-z0-9+/=\s%]{20,})\1""", re.IGNORECASE
)
SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
BOUNDARY = re.compile(r"^--(-{0,40}[^\s\"-][^\s\"]{0,68})[ \t]*\r?\n(?=content-|\r?\n)", re.MULTILINE | re.IGNORECASE)
PART_HEAD = re.compile(r"\s{0,10}(?:content-[a-z-]{2,30}:[^\n]{0,500}\n[ \t\r]{0,10})+\n", re.IGNORECASE)
ENDS_AS_BLOCK = re.compile(r"(?i)(?:</(?:p|div|table|[uo]l|blockquote|h\d)>|<[bh]r[\s/]*>)(?:\s|</(?:body|html)>)*$")
STARTS_AS_HTML = re.compile(r"\s{0,100}<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
# What programs put above the parts for readers that know none.
PREAMBLE = re.compile(
    r"\W{0,30}(?:this (?:is an? (?:cryptographically signed |multi-?part |mime|openpgp)|message (?:is in|contains?) mime)|"
    r"if you can(?:'t|not) read this)(?:[^\n]{1,300}\n?){0,5}",
    re.IGNORECASE,
)
ENCODING = re.compile(r"^[\s\"']+|[\s\"';(].*$")
# What an attachment is called by its place, where nothing else names it.
NAMED_LOCATION = re.compile(r"(?:^|/)([^/?#:\s]{1,100}\.[A-Za-z0-9]{2,5})$")
UNNAMEABLE = re.compile(r"[:|?*]")  # what a name that we choose should not hold: some disks refuse it
SLASHES = re.compile(r"[/\\]+")
META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
SHOWN = re.compile(r"\bcid:([^\s\"'<>()]{1,250})", re.IGNORECASE)
ENRICHED = re.compile(r"</?[a-z-]{1,30}>", re.IGNORECASE)


@dataclass(slots=True)
class Piece:
    """One stretch of body; an alternative fills both, other parts one of them."""

    text: str = ""
    html: str = ""


@dataclass(slots=True)
class Body:
    pieces: list[Piece] = field(default_factory=list)
    attachments: list[ParsedAttachment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unpacked: list[Unpacked] = field(default_factory=list)
    invitation: str = ""  # in words
    reports: list[str] = field(default_factory=list)  # what servers tell each other, of use where it is all there is
    named: list[str] = field(default_factory=list)  # texts that have a name, and yet are none that was attached
    parts: int = 0
    names_made: dict[str, int] = field(default_factory=dict)

    def warn(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)


def body_of(message: Message) -> Body:
    body = Body()
    body.pieces = _walk(message, body, depth=0, within="")
    if not any(piece.text.strip() or piece.html.strip() for piece in body.pieces):
        # Nothing was said in the open: what Outlook wrapped, or what one is invited to, is what was said.
        body.pieces = [Piece(one.text, one.html) for one in body.unpacked if one.text.strip() or one.html.strip()] or (
            [Piece(text=one) for one in ([body.invitation] if body.invitation else body.named[:1] or body.reports)]
        )
    if not body.pieces and not body.attachments:
        body.pieces = [Piece(text=one) for one in _between_parts(message)]
    shown = {unquote(found) for piece in body.pieces for found in SHOWN.findall(piece.html)}
    body.attachments = [replace(one, inline=True) if one.content_id in shown else one for one in body.attachments]
    return body


def _between_parts(message: Message) -> list[str]:
    """What stands above and below the parts, which nobody is shown, unless a boundary was damaged and it is all there is."""
    margins = [margin for part in message.walk() for margin in (part.preamble, part.epilogue) if margin]
    return [text_of(raw_bytes(one))[0] for margin in margins if (one := PREAMBLE.sub("", margin, count=1)).strip()]


def join_pieces(pieces: list[Piece]) -> tuple[str, str]:
    """The whole as text ("" where only HTML came) and as HTML ("" where none came)."""
    text = "\n\n".join(p.text.strip("\n") for p in pieces if p.text.strip())
    if any(not p.text.strip() and p.html.strip() for p in pieces):
        text = text if not any(p.html.strip() for p in pieces if not p.text.strip()) else ""
    if not any(p.html.strip() for p in pieces):
        return text, ""
    written = [p.html or _as_html(p.text) for p in pieces]
    return text, "\n".join([*map(_on_its_own, written[:-1]), written[-1]])


def _on_its_own(html: str) -> str:
    """With a line break below it, where its last element makes none: what follows is another part."""
    return html if ENDS_AS_BLOCK.search(html[-200:]) or not html.strip() else f"{html}<br>"


def _as_html(text: str) -> str:
    return "<p>" + html_escape.escape(text.strip()).replace("\n", "<br>") + "</p>" if text.strip() else ""


def _walk(part: Message, body: Body, *, depth: int, within: str) -> list[Piece]:
    body.parts += 1
    if depth > MAX_DEPTH:
        raise RecursionError  # so that the whole is read as it stands, and no word of it is lost
    if body.parts > MAX_PARTS:
        body.warn("too_many_parts")
        return []
    part = with_whole_head(part)
    kind = content_type(part)
    children = children_of(part)
    if kind.startswith("multipart/") and not children and payload_of(part).strip():
        body.warn("boundary_missing")
        part, above = _with_boundary(part)
        kind, children = content_type(part), children_of(part)
        if above.strip():
            return [Piece(text=text_of(raw_bytes(above))[0]), *_walk(part, body, depth=depth + 1, within="")]
    if kind.startswith("multipart/") and children:
        if part.preamble and "--" in part.preamble and BOUNDARY.search(part.preamble):
            # Two boundaries were declared, and other programs divide it at the other one.
            body.warn("boundary_doubled")
            hidden, _above = _divided(part.preamble, "multipart/mixed", "")
            children = [*children_of(hidden), *children]
        if part.epilogue and "--" in part.epilogue and BOUNDARY.search(part.epilogue):
            # It said that it ended, and went on.
            body.warn("boundary_doubled")
            hidden, _above = _divided(part.epilogue, "multipart/mixed", "")
            children = [*children, *children_of(hidden)]
        if kind == "multipart/alternative":
            return _alternative(children, body, depth)
        return [piece for child in children for piece in _walk(child, body, depth=depth + 1, within=kind)]
    if kind in BODY_KINDS and _is_body(part, body, within):
        return [_text_piece(part, kind, body)]
    if kind == "text/plain" and not one_line(first_raw(part, "content-disposition")).lower().startswith("attach"):
        charset = parameters(first_raw(part, "content-type")).get("charset", "")
        body.named.append(text_of(content_of(part, body), charset)[0])
    _attach(part, kind, body, within)
    return []


def _with_boundary(part: Message) -> tuple[Message, str]:
    """A multipart whose boundary is missing or wrong: divided at the line that looks like one, else a plain text.

    And what stands above that line, which may be more than the words for old clients if the line was no boundary of its own.
    """
    # Taken from the header as it is read, without the line break that it may hold.
    declared = parameters(first_raw(part, "content-type")).get("boundary", "")
    payload = payload_of(part)
    if one_line(first_raw(part, "content-transfer-encoding")).lower() == "base64":  # against the standard, as a whole
        decoded = base64_bytes(raw_bytes(payload)).decode("ascii", "surrogateescape")
        payload = decoded if declared and f"--{declared}" in decoded else payload
    return _divided(payload, content_type(part), declared)


def _divided(payload: str, kind: str, declared: str) -> tuple[Message, str]:
    found = re.search(rf"^--{re.escape(declared)}[ \t]*\r?$", payload, re.MULTILINE) if declared else None
    boundary = declared if found else ""
    if found is None and (found := BOUNDARY.search(payload)):
        boundary = found[1]
    if found is None and PART_HEAD.match(payload):  # one part, without the line above it
        return message_from_bytes(raw_bytes(payload.lstrip().partition(f"\n--{declared}--")[0])), ""
    if not boundary.isascii():  # which the standard forbids, and its library takes for none
        payload = payload.replace(f"--{boundary}", "--not-ascii")
        boundary = "not-ascii"
    written = "text/html" if STARTS_AS_HTML.match(payload) else "text/plain"
    head = (f'Content-Type: {kind}; boundary="{boundary}"' if found else f"Content-Type: {written}").encode() + b"\n\n"
    above = PREAMBLE.sub("", payload[: found.start()], count=1) if found and boundary != declared else ""
    return message_from_bytes(head + raw_bytes(payload)), above


def _alternative(children: list[Message], body: Body, depth: int) -> list[Piece]:
    """The alternatives are one text told several times: keep the fullest text and the fullest HTML."""
    told = [_walk(child, body, depth=depth + 1, within="multipart/alternative") for child in children]
    texts = [join_pieces(pieces) for pieces in told]
    text = max((t for t, _html in texts), key=len, default="")
    html = max((h for _text, h in texts), key=len, default="")
    return [Piece(text, html)] if text or html else []


def _is_body(part: Message, body: Body, within: str) -> bool:
    disposition = one_line(first_raw(part, "content-disposition")).lower()
    if disposition.startswith("attachment"):
        return False
    is_named = _filename(part, located=content_type(part) != "text/plain")  # telephones locate each text they send
    return not (is_named and within not in {"", "multipart/alternative"})


def _text_piece(part: Message, kind: str, body: Body) -> Piece:
    content = content_of(part, body)
    charset = parameters(first_raw(part, "content-type")).get("charset", "")
    if not charset and kind == "text/html" and (said := META_CHARSET.search(content[:4000])):
        charset = said[1].decode("ascii")
    text, trusted = text_of(content, charset)
    if not trusted:
        body.warn("charset_guessed")
    if len(text) > MAX_TEXT:
        body.warn("body_cut")
        _add(body, ParsedAttachment("", kind, content), called=default_name(kind, "message"))
        return Piece(text=text[:MAX_TEXT] if kind == "text/plain" else html_to_text(text[:MAX_TEXT]))
    if kind == "text/plain":
        return Piece(text=_plain(text, part, body))
    if kind != "text/html":
        return Piece(text=html_escape.unescape(ENRICHED.sub("", text)).replace("<<", "<"))
    return Piece(html=_lift_data_images(text, body))


def _plain(text: str, part: Message, body: Body) -> str:
    """Without what programs wrap into plain text: flowed lines, uuencoded files, the armour of a signature."""
    declared = parameters(first_raw(part, "content-type"))
    if declared.get("format", "").lower() == "flowed":
        text = unflowed(text, delete_space=declared.get("delsp", "").lower() == "yes")
    text, files = without_uuencoded(text)
    for name, content in files:
        _add(body, ParsedAttachment(safe_filename(name), type_by_name(name), content))
    text, found = readable_pgp(text)
    if found:
        body.warn(found)
    return text


def _lift_data_images(html: str, body: Body) -> str:
    """Images written into the HTML become inline attachments: pages and frames load images from us only."""
    if "data:image/" not in html.lower():
        return html

    def lift(match: re.Match[str]) -> str:
        content = base64_bytes(match.group(3).replace("%", "").encode())
        content_id = f"{hashlib.sha256(content).hexdigest()[:20]}@inline"
        kind = match.group(2).lower().replace("jpg", "jpeg")
        _add(body, ParsedAttachment("", kind, content, content_id, inline=True), called=default_name(kind, "image"))
        return f"{match.group(1)}cid:{content_id}{match.group(1)}"

    return DATA_IMAGE.sub(lift, html)


def _attach(part: Message, kind: str, body: Body, within: str) -> None:
    if kind in OTHER_TELLINGS and within == "multipart/alternative":
        return  # what stands beside it says the same
    if kind.startswith("multipart/") and not children_of(part) and not payload_of(part).strip():
        return
    if kind in {"message/delivery-status", "message/disposition-notification"}:
        body.reports.append(text_of(content_of(part, body))[0])
        if not _filename(part):  # with a name it is a file, too
            return
    if kind.startswith("message/") and children_of(part):
        content, name = _nested(part)
        kind = "message/rfc822" if kind in {"message/global", "message/news"} else kind
    else:
        content, name = content_of(part, body), ""
    _recognise(kind, part, body)
    if kind in SMIME and (inside := signed_content(content)):
        body.unpacked.append(_unpacked_mail(inside, body))
    if _is_tnef(kind, _filename(part)) and (unpacked := unpack_tnef(content)):
        body.unpacked.append(unpacked)
        for file, inside in unpacked.files:
            _add(body, ParsedAttachment(safe_filename(file), type_by_name(file), inside))
        return
    disposition = one_line(first_raw(part, "content-disposition")).lower()
    content_id = normal_message_id(first_raw(part, "content-id"))
    filename = safe_filename(_filename(part))
    called = safe_filename(name) or default_name(kind, "attachment")
    # Gmail names every file it attaches by a Content-ID, too; `body_of` knows which of them the words show.
    stands_there = disposition.startswith("inline") or (
        not disposition.startswith("attachment") and (bool(content_id) or within == "multipart/related")
    )
    inline = kind.startswith("image/") and stands_there
    _add(body, ParsedAttachment(filename, kind, content, content_id, inline), called=called)


def _unpacked_mail(raw: bytes, body: Body) -> Unpacked:
    """What an opaque signature holds is a mail's body with its parts; its files stand beside the signed whole."""
    text, html = join_pieces(_walk(message_from_bytes(raw), body, depth=MAX_DEPTH - 5, within=""))
    return Unpacked(text, html)


def _is_tnef(kind: str, name: str) -> bool:
    return kind in {"application/ms-tnef", "application/vnd.ms-tnef"} or name.lower() == "winmail.dat"


def _recognise(kind: str, part: Message, body: Body) -> None:
    """Kinds of content that an agent should be told of."""
    smime = one_line(first_raw(part, "content-type")).lower()
    if kind == "text/calendar":
        body.warn("invitation")
        charset = parameters(first_raw(part, "content-type")).get("charset", "")
        body.invitation = body.invitation or invitation_in_words(content_of(part, body), charset)
    elif kind in SMIME:
        is_signed = "signed-data" in smime or bool(signed_content(content_of(part, body)))
        body.warn("smime_signed" if is_signed else "smime_encrypted")
    elif kind in {"application/pkcs7-signature", "application/x-pkcs7-signature"}:
        body.warn("smime_signed")
    elif kind == "application/pgp-signature":
        body.warn("pgp_signed")
    elif kind == "application/pgp-encrypted":
        body.warn("pgp_encrypted")


def _add(body: Body, attachment: ParsedAttachment, *, called: str = "attachment.bin") -> None:
    """What its sender gave no name is `called` so, with a number from the second on; given names stay, however often."""
    if len(body.attachments) >= MAX_PARTS:
        return
    if not attachment.filename:
        count = body.names_made[called.lower()] = body.names_made.get(called.lower(), 0) + 1
        attachment = replace(attachment, filename=numbered(called, count) if count > 1 else called)
    body.attachments.append(attachment)


def _nested(part: Message) -> tuple[bytes, str]:
    inner = children_of(part)[0]
    if not inner.keys() and not children_of(inner):
        # Encoded although the standard forbids it, or below a blank line: what was taken for its text is the message.
        encoding = one_line(first_raw(part, "content-transfer-encoding")).lower()
        content = raw_bytes(payload_of(inner))
        content = base64_bytes(content) if encoding == "base64" else content
        inner = message_from_bytes(content.lstrip())  # below blank lines, or in base64
    else:
        content = written(inner)
    subject = UNNAMEABLE.sub("", SLASHES.sub("-", header_text(first_raw(inner, "subject"))))[:80]
    return content, f"{subject.strip(' .') or 'message'}.eml"


def content_type(part: Message) -> str:
    declared = one_line(first_raw(part, "content-type")).partition(";")[0].strip().lower()
    if not declared:
        if part.get_default_type() != "text/plain":
            return part.get_content_type()
        if STARTS_AS_HTML.match(payload_of(part)):
            return "text/html"
        named = type_by_name(_filename(part))  # by the standard it were a text, which a named picture is not
        return named if named != "application/octet-stream" else "text/plain"
    if "/" not in declared:  # RFC 2045 wants what is no type to be read as text, which a named archive is not
        name = _filename(part)
        return type_by_name(name) if "." in name else "text/plain"
    if MIME_TYPE.fullmatch(declared):
        return declared
    if declared.startswith("multipart/") and children_of(part):
        return "multipart/mixed"
    first = declared.split()[0]  # a semicolon or a line break was forgotten after it
    return first if MIME_TYPE.fullmatch(first) else "application/octet-stream"


def content_of(part: Message, body: Body) -> bytes:
    if children := children_of(part):  # a leaf by its type, a tree by its content
        return b"\n".join(written(child) for child in children[:MAX_PARTS])
    raw = raw_bytes(payload_of(part))
    encoding = ENCODING.sub("", one_line(first_raw(part, "content-transfer-encoding")).lower())
    if encoding == "base64" and content_type(part).startswith("text/") and is_no_base64(raw):
        body.warn("not_encoded")
        return raw
    if encoding == "base64":
        encoded, plain = without_base64_footer(raw)
        return base64_bytes(encoded) + (plain if content_type(part).startswith("text/") else b"")
    if encoding == "quoted-printable":
        return quoted_printable_bytes(raw)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return uudecode(raw)
    if encoding not in {"", "7bit", "8bit", "binary"}:
        body.warn("unknown_transfer_encoding")
    return raw


def _filename(part: Message, *, located: bool = True) -> str:
    for header, name in (("content-disposition", "filename"), ("content-type", "name")):
        found = parameters(first_raw(part, header)).get(name, "")
        if found:
            return found
    place = NAMED_LOCATION.search(one_line(first_raw(part, "content-location"))) if located else None
    return place[1] if place else ""
