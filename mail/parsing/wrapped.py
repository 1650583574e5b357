"""What programs wrap into a text or a file of their own: flowed lines, uuencoded files, winmail.dat, PGP, invitations."""

import binascii
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mail.parsing.decoding import clean, decode, text_of
from mail.parsing.rich_text import MAX_PACKED, words_of_rtf

# Few mails need them, and a web process none: they are loaded with the first that does.
if TYPE_CHECKING:
    from icalendar import Component
    from tnefparse import TNEF

    logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # it logs what it cannot read, whole
MAX_FILES = 100
UU_BEGIN = re.compile(r"^begin(?:-base64)? [0-7]{3,4}(?: (?P<name>\S[^\n]{0,200}))?[ \t]*$", re.MULTILINE)
# xxencode is the same in letters that every mainframe has.
XX_LETTERS = b"+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
FROM_XX = bytes.maketrans(XX_LETTERS, bytes([96, *range(33, 96)]))
PGP_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
PGP_SIGNATURE = re.compile(
    r"^-----BEGIN PGP SIGNATURE-----.*?(?:^-----END PGP SIGNATURE-----[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
PGP_ENCRYPTED = "-----BEGIN PGP MESSAGE-----"


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """Lines that were broken for the width of a terminal put together again (RFC 3676)."""
    lines: list[str] = []
    open_depth: int | None = None
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        flows = line.endswith(" ") and line != "-- "
        content = line[:-1] if flows and delete_space else line
        if open_depth == depth and line != "-- ":
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth} {content}" if depth else content)
        open_depth = depth if flows else None
    return "\n".join(lines)


def without_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without the files written into it, and those files. What cannot be decoded stays where it is."""
    if "begin" not in text:
        return text, []
    files: list[tuple[str, bytes]] = []
    kept, position, end = [], 0, -1
    begins = list(UU_BEGIN.finditer(text))
    for number, found in enumerate(begins, start=1):
        # Looked for once, not from each of a thousand beginnings.
        end = end if end >= found.end() else text.find("\nend", found.end())
        if end < 0 or len(files) >= MAX_FILES:
            break
        if number < len(begins) and begins[number].start() < end:
            continue  # no file has another begin within
        content = uudecode(text[found.end() : end].encode("ascii", "replace"))
        if not content:
            continue
        kept.append(text[position : found.start()])
        files.append(((found["name"] or "").strip(), content))
        position = end + len("\nend")
    return "".join([*kept, text[position:]]) if files else text, files


def uudecode(raw: bytes) -> bytes:
    content = bytearray()
    lines = raw.splitlines()
    if _is_xx(next((line for line in lines if line.strip() and not line.startswith(b"begin ")), b"")):
        lines = [line.translate(FROM_XX) for line in lines if line.strip(XX_LETTERS) == b"" and line != b"end"]
    for line in lines:
        if line.startswith(b"begin ") or not line.strip() or line.strip() in {b"end", b"`"}:
            continue
        try:
            content += binascii.a2b_uu(line)
        except binascii.Error:
            # Blanks at the end of a line were cut, or rubbish added: as many bytes as the line itself says it has.
            wanted = ((line[0] - 32) & 63) * 4 // 3 + 1
            try:
                content += binascii.a2b_uu(line[: wanted + 3].ljust(wanted + 1))
            except binascii.Error:
                continue
    return bytes(content)


def _is_xx(line: bytes) -> bool:
    """Whether the line is as long as its first letter says, in the letters of xxencode, some of which uuencode has not."""
    if not line or line.strip(XX_LETTERS) or line.upper() == line:
        return False
    return len(line) == 1 + (XX_LETTERS.index(line[0]) + 2) // 3 * 4


def readable_pgp(text: str) -> tuple[str, str]:
    """Signed words without their armour, and what was found: "pgp_signed", "pgp_encrypted" or ""."""
    if PGP_ENCRYPTED in text:
        return text, "pgp_encrypted"
    if PGP_SIGNED not in text:
        return text, ""
    before, _mark, rest = text.partition(PGP_SIGNED)
    _hash, blank, words = rest.partition("\n\n")
    words = PGP_SIGNATURE.sub("", words if blank else rest)
    return (
        before + "\n".join(line.removeprefix("- ") if line.startswith("- -") else line for line in words.split("\n"))
    ), "pgp_signed"


@dataclass(slots=True)
class Unpacked:
    text: str = ""
    html: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)


def unpack_tnef(content: bytes) -> Unpacked | None:
    """What Outlook hid in winmail.dat; None when it cannot be read."""
    from tnefparse import TNEF

    logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # it logs what it cannot read, whole
    try:
        tnef = TNEF(content, do_checksum=False)
        files = list(_tnef_files(tnef))[:MAX_FILES]
        text, html = _tnef_text(tnef.body), _tnef_text(tnef.htmlbody)
        if not text.strip() and not html.strip():
            text, html = _tnef_rich_text(tnef)
        unpacked = Unpacked(text, html, files)
    except Exception:  # noqa: BLE001 - the library raises whatever its guesses about damaged bytes lead to
        return None
    if not all(name for name, _content in files):
        return None  # damaged: the whole is worth more than pieces
    return unpacked if unpacked.text.strip() or unpacked.html.strip() or files else None


def _tnef_files(tnef: "TNEF") -> Iterator[tuple[str, bytes]]:
    for file in tnef.attachments:
        name = file.long_filename()
        name = decode(name, "")[0] if isinstance(name, bytes) else str(name)
        data = file.data if isinstance(file.data, bytes) else str(file.data).encode()
        yield name.strip("\x00 "), data


def _tnef_rich_text(tnef: "TNEF") -> tuple[str, str]:
    """Text and HTML of the words that are in compressed RTF only; both "" when they cannot be read."""
    if len(tnef._rtfbody or b"") > MAX_PACKED:  # noqa: SLF001 - asking for the words would unpack them first
        return "", ""
    try:
        return words_of_rtf(tnef.rtfbody or b"")
    except Exception:  # noqa: BLE001 - as above; the files are worth having without the words
        return "", ""


def _tnef_text(body: object) -> str:
    if isinstance(body, list):
        body = body[0] if body else ""
    text = text_of(body)[0] if isinstance(body, bytes) else clean(str(body or ""))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\x00")


def invitation_in_words(content: bytes, charset: str) -> str:
    """What a calendar invitation invites to, for mails that say nothing else; "" when it cannot be read."""
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(decode(content, charset or "utf-8")[0])
        event = next(iter(calendar.walk("VEVENT")), None)
        if event is None:
            return ""
        lines = [
            str(event.get("SUMMARY", "")),
            _span(event),
            str(event.get("LOCATION", "")),
            str(event.get("DESCRIPTION", "")),
        ]
    except Exception:  # noqa: BLE001 - foreign calendars break every rule; the file stays attached
        return ""
    return clean("\n".join(line.strip() for line in lines if line.strip()))


def _span(event: "Component") -> str:
    def told(name: str) -> str:
        value = event.get(name)
        when = getattr(value, "dt", None)
        return f"{when:%Y-%m-%d %H:%M %Z}".strip() if hasattr(when, "hour") else str(when or "")

    return " – ".join(filter(None, (told("DTSTART"), told("DTEND"))))
