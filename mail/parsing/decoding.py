"""Bytes to text: charsets that lie or do not exist, damaged transfer encodings, encoded words."""

import binascii
import codecs
import contextlib
import re
import unicodedata

from mail.parsing.guessing import foreign, guess, iso_2022_jp

HEADER_CHARS = 60_000

# What browsers do: a Latin-1 or ASCII label means windows-1252, and East Asian labels mean their supersets.
ALIASES = {
    "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "iso8859-1": "cp1252", "ansi_x3.4-1968": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "ks_c_5601": "cp949", "shift_jis": "cp932", "x-sjis": "cp932",
    "sjis": "cp932", "utf8mb4": "utf-8", "utf-8mb4": "utf-8", "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-8": "utf-8",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-jp-ms": "iso2022_jp_ext", "csiso2022jp": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext", "cp50222": "iso2022_jp_ext", "tis-620": "cp874",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "macintosh": "mac-roman", "x-mac-ce": "mac-latin2",
    "x-mac-japanese": "cp932", "latin-9": "iso-8859-15",
}  # fmt: skip
# What stands around the names that Python knows: Apple's, IBM's, and the direction in which Hebrew and Arabic were written.
AROUND_NAMES = (("^x-mac-?", "mac-"), ("^cp-", "cp"), ("^(?:x-)?(?:windows|win)-?", "cp"), ("-[ie]$", ""), ("^x-", ""))
# Python codecs that are no charset of a mail; punycode and idna also take quadratic time.
NOT_CHARSETS = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}

ENCODED_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?(.{0,3000}?)\?=", re.DOTALL)
CUT_WORD = re.compile(r"=\?([\w.:+-]{1,40})\?([bBqQ])\?([^?\s]{1,3000})\??\s*$")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# From the first blank of a run only: else each blank of a long run would be tried, which takes quadratic time.
LINE_BREAKS = re.compile("(?<![ \t])[ \t]*[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+[ \t]*")
NOT_BASE64 = bytes(b for b in range(256) if not (chr(b).isascii() and (chr(b).isalnum() or chr(b) in "+/=-_")))


def text_of(content: bytes, charset: str = "") -> tuple[str, bool]:
    """The text and whether the declared charset was right; for a body, so line breaks become \\n."""
    text, trusted = decode(content, charset)
    return clean(text.replace("\r\n", "\n").replace("\r", "\n")), trusted


def decode(content: bytes, charset: str = "") -> tuple[str, bool]:
    declared = codec_for(charset)
    if content.isascii() and declared in {"", "cp1252", "utf-8"}:
        switched = foreign(content)
        return switched or content.decode("ascii"), not switched
    # A Latin-1 label on UTF-8 bytes is the commonest lie, and Latin-1 text is almost never valid UTF-8; the next one is
    # the same label on what old Russian and Chinese programs wrote.
    candidates = ["utf-8", declared] if declared == "cp1252" else list(filter(None, (declared, "utf-8")))
    for codec in candidates:
        if codec == "cp1252" and (text := foreign(content, surely=True)):
            return text, False
        try:
            return content.decode(codec).removeprefix("\ufeff"), codec == declared
        except (UnicodeError, LookupError, ValueError):
            if codec.startswith("iso2022_jp") and (text := iso_2022_jp(content)):
                return text, True
            continue
    return _mended(content, declared) or _mended(content, "utf-8") or guess(content), False


def _mended(content: bytes, declared: str) -> str:
    """The declared charset with a few damaged bytes, which is likelier than another charset; "" where it is not."""
    if not declared or declared.startswith(("utf-16", "utf-32")):
        return ""
    text = content.decode(declared, "replace")
    damaged = text.count("\ufffd")
    foreign_letters = sum(letter > "\x7f" for letter in text)
    if declared == "utf-8" and damaged >= foreign_letters - damaged:
        # Nothing in it is surely UTF-8, but for one letter that is and one that was damaged, in much ASCII.
        return text if damaged * 2 == foreign_letters == 2 and len(text) > 20 else ""
    return text if damaged <= max(2, len(text) // 50) else ""


def codec_for(charset: str) -> str:
    """The codec's name, "" for a charset that does not exist."""
    name = charset.strip().strip("\"'").lower()[:60].partition(" ")[0]
    name = ALIASES.get(name, name)
    if not name or not name.isascii() or "\0" in name:
        return ""
    for attempt in (name, *(re.sub(around, instead, name) for around, instead in AROUND_NAMES)):
        try:
            found = codecs.lookup(attempt).name
        except (LookupError, ValueError):
            continue
        return "" if found.replace("_", "-") in NOT_CHARSETS else found
    return ""


def is_utf8(content: bytes) -> bool:
    """Also where it ends within a letter."""
    with contextlib.suppress(UnicodeError):
        codecs.getincrementaldecoder("utf-8")().decode(content)
        return True
    return False


def clean(text: str) -> str:
    """Nothing that PostgreSQL or UTF-8 refuses, and composed characters."""
    text = CONTROLS.sub("", text)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()  # as nearly all headers are
    return LINE_BREAKS.sub(" ", clean(text.replace("\x00", ""))).replace("\t", " ").strip()


def header_text(raw: str, charset: str = "") -> str:
    """A header as `email` keeps it (ASCII plus surrogate escapes) as one line of text."""
    if not raw:
        return ""  # as most of the seventy that are asked for
    return one_line(decode_words(eight_bit(raw[:HEADER_CHARS], charset)))


def eight_bit(raw: str, charset: str = "") -> str:
    """Undo the surrogate escapes: UTF-8 first, then the mail's charset, then windows-1252."""
    if "\x1b$" in raw:
        # Japanese programs wrote their charset into headers as it is.
        with contextlib.suppress(UnicodeError, ValueError):
            return raw.encode("ascii", "surrogateescape").decode("iso2022_jp_ext")
        if text := iso_2022_jp(raw.encode("utf-8", "surrogateescape" if _escapes_only(raw) else "replace")):
            return text
    if raw.isascii():
        return raw
    content = raw.encode("utf-8", "surrogateescape") if _escapes_only(raw) else raw.encode("utf-8", "replace")
    for codec in ("utf-8", codec_for(charset) or "utf-8"):
        try:
            return content.decode(codec)
        except (UnicodeError, LookupError, ValueError):
            continue
    return guess(content)


def _escapes_only(raw: str) -> bool:
    return all(not 0xD800 <= ord(c) <= 0xDFFF or 0xDC80 <= ord(c) <= 0xDCFF for c in raw)


def decode_words(value: str) -> str:
    """RFC 2047, with neighbours of one charset joined as bytes first: some senders cut characters in half."""
    if "=?" not in value:
        return value
    value = CUT_WORD.sub(_completed, value)
    out: list[str] = []
    run, run_charset, position = b"", "", 0
    for match in ENCODED_WORD.finditer(value):
        between = value[position : match.start()]
        charset, encoding, payload = match.group(1).lower(), match.group(2).lower(), match.group(3)
        decoded = base64_bytes(_latin(payload)) if encoding == "b" else _q_bytes(payload)
        if run_charset and not between.strip() and charset == run_charset:
            run += decoded
        else:
            if run_charset:
                out.append(decode(run, run_charset)[0])
            if between.strip() or not run_charset:
                out.append(between)
            run, run_charset = decoded, charset
        position = match.end()
    if run_charset:
        out.append(decode(run, run_charset)[0])
    return "".join(out) + value[position:]


def _completed(cut: re.Match[str]) -> str:
    """A last word whose end was cut off, if what is left of it can be read."""
    encoded = base64_bytes(_latin(cut[3])) if cut[2] in "bB" else _q_bytes(cut[3])
    with contextlib.suppress(UnicodeError, LookupError, ValueError):
        codecs.getincrementaldecoder(codec_for(cut[1]) or "utf-8")().decode(encoded)  # a letter cut in half is no fault
        return f"=?{cut[1]}?{cut[2]}?{cut[3]}?="
    return cut[0]


def _q_bytes(payload: str) -> bytes:
    return binascii.a2b_qp(_latin(payload.replace(" ", "_").replace("\n", "").replace("\r", "")), header=True)


def _latin(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def base64_bytes(content: bytes) -> bytes:
    """Whatever can be had from damaged base64: rubbish between, missing or early padding, URL-safe letters."""
    letters = content.translate(None, NOT_BASE64).replace(b"-", b"+").replace(b"_", b"/")
    pieces = []
    for run in letters.split(b"="):
        whole = run[: len(run) - 1] if len(run) % 4 == 1 else run
        if whole:
            pieces.append(binascii.a2b_base64(whole + b"=" * (-len(whole) % 4)))
    return b"".join(pieces)


# Words with blanks between, which no base64 has.
NO_BASE64 = re.compile(rb"\s*(?:\S{1,30} {1,3}){3}")
MOST_SHORT = 60  # bytes


def is_no_base64(raw: bytes) -> bool:
    """Words, or a short line that base64 makes no bytes into: of its four letters, one is left over."""
    line = raw.strip()
    return bool(NO_BASE64.match(raw)) or (len(line) < MOST_SHORT and len(line) % 4 == 1 and line.isalnum())


FOOTER = re.compile(rb"^(?:[-_=*]{2,}[ \t]*\r?$|[-_=*]{2,}[ \t]|.*[ \t]\w+[ \t].*)", re.DOTALL)


RULE = re.compile(rb"^(?:-- ?|[-_*]{8,})\r?$")


def without_base64_footer(content: bytes) -> tuple[bytes, bytes]:
    """What is encoded, and the plain words that a mailing list or a virus scanner put below it."""
    lines = content.split(b"\n")
    for index, line in enumerate(lines):
        if index and (RULE.match(line) or (FOOTER.match(line) and not lines[index - 1].strip())):
            return b"\n".join(lines[:index]), b"\n" + b"\n".join(lines[index:])
    return content, b""


# Blanks that a relay added behind the sign which joins two lines.
JOINED_WITH_BLANKS = re.compile(rb"=[ \t]{1,20}(?=\r?\n)")


def quoted_printable_bytes(content: bytes) -> bytes:
    return binascii.a2b_qp(JOINED_WITH_BLANKS.sub(b"=", content))
