"""Header values: addresses, Message-IDs, dates, MIME parameters."""

import hashlib
import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from mail.parsing.decoding import codec_for, decode, eight_bit, header_text, is_utf8, one_line
from mail.parsing.guessing import foreign_codec, latin_codec
from mail.parsing.values import Address

MAX_ADDRESSES = 20_000
ADDRESS_CHARS = 1_000_000
MAX_REFERENCES = 100
MAX_MESSAGE_ID = 200
# The headers with people's words in them, and how much of them tells a charset.
WRITTEN = ("subject", "from", "to", "cc", "reply-to")
MOST_WRITTEN = 4_000  # characters
ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]\\]{1,64}@[^\s<>@,;:\"()\\]{1,255}")
QUOTED_LOCAL = re.compile(r'"[^"\r\n]{1,62}"@[\w.-]{1,255}')
HIDDEN_ADDRESS = re.compile(
    r"^\s*([\w.+-]{1,64}) at ((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})(\s*\(.{0,200}\))?\s*$", re.IGNORECASE
)
SPACED_DOT = re.compile(r"(?<!\s)\s{0,20}\.\s{0,20}")
SPACED_AT = re.compile(r" ?@ ?")
NO_COMMA = re.compile(r"(?<=>)\s+(?=[^\s<>][^<>]{0,200}<)")
# A name in an encoded word, whose commas, colons and brackets are its own and stand for themselves there unlawfully.
ENCODED_NAME = re.compile(r"=\?[\w.*-]{1,40}\?[Qq]\?[^?<>@\"]{1,400}\?=")
SIGNS_IN_NAME = str.maketrans({sign: f"={ord(sign):02X}" for sign in ",;:()[]"})
# A name in quotes with comments around it, which are none of it.
QUOTED_NAME = re.compile(r'^\s*(?:\([^()"]{0,200}\)\s*)?("(?:[^"\\]|\\.){1,200}")\s*(?:\([^()"]{0,200}\)\s*)?$')
ESCAPED = re.compile(r"\\([^\w\s])")  # of letters, too, by the standard; but "ACME\ann" is somebody's name
COMMENT = re.compile(r"\s*\([^()]{0,200}\)\s*")
# "Ann <ann@example.net <mailto:ann@example.net>>", as programs write who take each address for a link.
LINKED = re.compile(r"\s{0,3}<mailto:[^<>\s]{1,320}>(?=\s?>)")
MESSAGE_ID = re.compile(r"<([^<>]{1,2000})>")
PARAMETER = re.compile(
    r';\s*([\w.%-]{1,60}?)(\*\d{1,3})?(\*)?\s*=\s*("(?:[^"\\]|\\.){0,4000}"|[^;]{0,4000})', re.DOTALL
)


def raw_values(message: Message, name: str) -> list[str]:
    """As they came. Some seventy names are asked for in an ordinary mail, so its headers are sorted by name once."""
    by_name: dict[str, list[str]] | None = getattr(message, "_values_by_name", None)
    if by_name is None:
        by_name = {}
        for key, value in message.raw_items():
            by_name.setdefault(key.lower(), []).append(str(value))
        message._values_by_name = by_name  # type: ignore[attr-defined]  # noqa: SLF001 - we change no header
    return by_name.get(name.lower(), [])


def children_of(part: Message) -> list[Message]:
    """The parts below, or the message inside a message/rfc822; none for a leaf."""
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def payload_of(part: Message) -> str:
    """The content as it came, each byte a character; `get_payload` would decode eight-bit text by its label already."""
    payload = part._payload  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way to it
    return payload if isinstance(payload, str) else ""


def raw_bytes(text: str) -> bytes:
    """What `payload_of` gave, as the bytes that came."""
    try:
        return text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def charset_of_head(message: Message) -> str:
    """The declared one, for headers that were written as they are; where there is none, or their script is another, that of
    all of them and the words together: a name alone is too short to tell.
    """
    declared = parameters(first_raw(message, "content-type")).get("charset", "")
    values = [value for name in WRITTEN for value in raw_values(message, name)[:5] if not value.isascii()]
    written = raw_bytes("\n".join(values))[:MOST_WRITTEN]
    if not values or is_utf8(written):
        return declared
    sample = written + b"\n" + raw_bytes(payload_of(message)[:MOST_WRITTEN])
    is_known = bool(codec_for(declared))
    return foreign_codec(sample, surely=is_known) or (declared if is_known else latin_codec(sample))


def first_raw(message: Message, name: str) -> str:
    return next(iter(raw_values(message, name)), "")


def hidden_address(value: str) -> Address | None:
    """ "ann at example.net (Ann Lee)", as public archives hide whose address it is."""
    match = HIDDEN_ADDRESS.match(value[:500])
    return parse_address(f"{match[1]}@{match[2]}{match[3] or ''}") if match else None


def addresses(values: list[str], charset: str = "") -> tuple[Address, ...]:
    """Addresses of all given headers in order, each once; what is no address is left out."""
    found: dict[str, Address] = {}
    for value in values:
        for piece in split_addresses(eight_bit(value[:ADDRESS_CHARS], charset)):
            address = parse_address(piece)
            if address and address.email not in found:
                found[address.email] = address
            if len(found) >= MAX_ADDRESSES:
                return tuple(found.values())
    return tuple(found.values())


def split_addresses(value: str, *, is_mended: bool = False) -> list[str]:
    """At commas and semicolons outside quotes, comments and angle brackets; group names fall away. Of a quote that is never
    closed the sign alone is the mistake.
    """
    if "=?" in value:
        value = ENCODED_NAME.sub(lambda word: word[0].translate(SIGNS_IN_NAME), value)
    pieces: list[str] = []
    piece: list[str] = []
    quoted, comment, angle, escaped, opened = False, 0, False, False, 0
    for index, char in enumerate(value):
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or comment):
            escaped = True
        elif char == '"' and not comment:
            quoted, opened = not quoted, index
        elif not quoted and char == "(":
            comment += 1
        elif not quoted and char == ")" and comment:
            comment -= 1
        elif not quoted and not comment and char in "<[":
            angle = True
        elif not quoted and not comment and char in ">]":
            angle = False
        elif not quoted and not comment and not angle and char in ",;:":
            if char != ":" or ">" in piece:  # what follows a whole address has lost its line break
                pieces.append("".join(piece))
            piece = []
            continue
        piece.append(char)
    if quoted and not is_mended:
        return split_addresses(value[:opened] + value[opened + 1 :], is_mended=True)
    return [one for p in _whole_names([*pieces, "".join(piece)]) for one in _apart(p)]


def _whole_names(pieces: list[str]) -> list[str]:
    """ "Lee, Ann <ann@example.net>" without quotes is one address; other pieces that hold none fall away."""
    whole: list[str] = []
    name = ""
    for piece in pieces:
        if "@" in piece or "=?" in piece:
            has_rest = name and "<" in piece and piece.partition("<")[0].strip()
            whole.append(f"{name},{piece}" if has_rest else piece)
            name = ""
        else:
            name = piece if piece.strip().isprintable() and len(piece) < 60 else ""
    return whole


def _apart(piece: str) -> list[str]:
    """Several addresses with nothing but blanks between, bare ones or each with a name."""
    if piece.count("<") > 1 and '"' not in piece and "(" not in piece:
        return NO_COMMA.split(piece)
    if piece.count("@") < 2 or any(sign in piece for sign in '<"(['):
        return [piece]
    return piece.split() if all("@" in word for word in piece.split()) else [piece]


def parse_address(piece: str) -> Address | None:
    piece = LINKED.sub("", piece) if "<mailto:" in piece else piece
    before, bracket, rest = piece.rpartition("<")
    inside = rest.partition(">")[0] if bracket else ""
    if "(" in inside:  # "ann@machine(comment). example", as the first standard allowed
        inside = SPACED_DOT.sub(".", COMMENT.sub("", inside[:1000]))
    match = _address_in(inside) or _address_in(piece)
    if match is None and "@" in piece:  # "ann @ example . net", as the first standard allowed
        match = _address_in(SPACED_AT.sub("@", inside or piece))
    if match is None and "=?" in piece:
        decoded = header_text(piece)  # some senders encode the whole field, address included
        match = _address_in(decoded)
        before = decoded.rpartition("<")[0]
    if match is None:
        return None
    if '"' in before and "(" in before:
        before = quoted[1] if (quoted := QUOTED_NAME.match(before)) else before
    elif before.lstrip().startswith("("):
        before = COMMENT.sub("", before, count=1) or before
    if bracket and not before.strip():  # "<ann@example.net> (Ann Lee)"
        before = _comment(rest.partition(">")[2])
    name = before if bracket or before else _comment(piece) or piece.partition("[mailto:")[0] * ("[mailto:" in piece)
    name = ESCAPED.sub(r"\1", header_text(name).strip(" <").strip("\"'")).strip()
    email = one_line(match).lower().strip(".'")
    if "[" not in email:
        email = email.rstrip("]")  # as in "Ann [mailto:ann@example.net]"
    if email.count("@") != 1 or not email.isprintable():
        return None
    return Address(email=email[:254], name="" if name.lower() == email else name[:200])


def _address_in(text: str) -> str | None:
    match = ADDRESS.search(text) or QUOTED_LOCAL.search(text)
    return match.group() if match else None


def _comment(piece: str) -> str:
    match = re.search(r"\(((?:[^()]|\([^()]{0,100}\)){1,200})\)", piece[:1000])
    return match.group(1) if match else ""


def message_ids(values: list[str]) -> tuple[str, ...]:
    """In order, each once, without angle brackets; of an endless chain the first and the newest."""
    found: dict[str, None] = {}
    for value in values:
        text = LINKED.sub("", one_line(eight_bit(value[:60_000])))
        ids = MESSAGE_ID.findall(text) or [t for t in text.split() if "@" in t]
        for raw in ids:
            found[normal_message_id(raw)] = None
    found.pop("", None)
    ordered = list(found)
    return tuple(ordered if len(ordered) <= MAX_REFERENCES else ordered[:1] + ordered[1 - MAX_REFERENCES :])


# "Message from Ann Lee <ann@example.net> of Monday <1@example.net>", as the first mail programs wrote what they answered.
WRITER = re.compile(r"\bfrom\s[^<>]{0,200}<[^<>]{1,300}>", re.IGNORECASE)


def answered_ids(values: list[str]) -> tuple[str, ...]:
    """The ids of an In-Reply-To, without the address of who is said to have written the mail that is answered."""
    return message_ids([WRITER.sub("", value[:60_000]) for value in values]) or message_ids(values)


def normal_message_id(raw: str) -> str:
    """Without brackets and blanks, and never longer than an index takes."""
    value = "".join(one_line(raw).split()).strip("<>")
    if len(value) <= MAX_MESSAGE_ID:
        return value
    return f"{value[:130]}~{hashlib.sha256(value.encode()).hexdigest()}"


def sent_at(value: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(one_line(eight_bit(value[:200])))
        parsed = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        return parsed.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None


def parameters(value: str, charset: str = "") -> dict[str, str]:
    """MIME parameters, RFC 2231 pieces and charsets put together, encoded words decoded too (many senders do that)."""
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, number, starred, raw in PARAMETER.findall(";" + value[:HEADER_LIMIT].partition(";")[2]):
        text = raw.strip()
        if text.startswith('"'):
            text = re.sub(r"\\(\W)", r"\1", text.strip('"'))  # before a letter it is of a path, as in C:\TEMP
        pieces.setdefault(name.lower(), []).append((int(number[1:]) if number else -1, bool(starred), text))
    return {name: _join(sorted(parts, key=lambda part: part[0]), charset) for name, parts in pieces.items()}


HEADER_LIMIT = 30_000


def _join(parts: list[tuple[int, bool, str]], charset: str) -> str:
    extended = [part for part in parts if part[0] >= 0 or part[1]]
    if not extended:
        return header_text(parts[0][2], charset)
    declared, content = "", b""
    for index, (_number, starred, text) in enumerate(extended):
        if starred and index == 0 and text.count("'") >= 2:
            declared, _language, text = text.split("'", 2)
        content += unquote_to_bytes(eight_bit(text)) if starred else eight_bit(text).encode("utf-8", "replace")
    return one_line(decode(content, declared or "utf-8")[0])
