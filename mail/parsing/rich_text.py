"""The words of RTF, which is all that some of Outlook's winmail.dat hold: as text, or as the HTML that was packed into it.

A reader of one pass for words alone: it knows groups, what is no text, letters of all charsets, and MS-OXRTFEX's HTML in RTF.
"""

import re
from dataclasses import dataclass, field, replace

from mail.parsing.decoding import clean, decode

MAX_PACKED = 400_000  # bytes; the unpacker is Python, and a mail has five seconds
MAX_RTF = 2_000_000
MAX_DEPTH = 500  # of groups
TOKEN = re.compile(
    rb"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?\ ?|'(?P<byte>[0-9A-Fa-f]{2})|(?P<sign>[^A-Za-z]))"
    rb"|(?P<group>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
NO_TEXT = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"headerl", b"headerr", b"footerl",
    b"footerr", b"listtable", b"listoverridetable", b"rsidtbl", b"generator", b"themedata", b"fldinst", b"mhtmltag", b"bkmkstart",
    b"bkmkend", b"xmlnstbl", b"latentstyles", b"datastore", b"pntext",
}  # fmt: skip
SIGNS = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t", b"cell": "\t", b"emdash": "—",
    b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": " ",
    b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
ESCAPED = {b"\\": "\\", b"{": "{", b"}": "}", b"~": "\u00a0", b"_": "-", b"\r": "\n", b"\n": "\n"}
CODE_PAGES = {
    0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257,
    204: 1251, 222: 874, 238: 1250,
}  # fmt: skip


@dataclass(slots=True)
class _Group:
    silent: bool = False  # what stands here is no text
    packed: bool = False  # between \htmlrtf and \htmlrtf0: for readers that know no HTML
    markup: bool = False  # {\*\htmltag …}: what stands here is the HTML's own
    fonts: bool = False  # the table of fonts
    font: int = -1
    fallback: int = 1  # letters that follow \u for old readers


@dataclass(slots=True)
class _Reader:
    page: int = 1252
    is_html: bool = False
    font_pages: dict[int, int] = field(default_factory=dict)
    out: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    skip: int = 0

    def flush(self, group: _Group) -> None:
        """The bytes so far, in the letters of their font."""
        if self.raw:
            self.out.append(decode(bytes(self.raw), f"cp{self.font_pages.get(group.font, self.page)}")[0])
            self.raw.clear()


def words_of_rtf(rtf: bytes) -> tuple[str, str]:
    """Text and HTML, one of them ""; both for what is no RTF."""
    if not rtf.lstrip().startswith(b"{\\rtf"):
        return "", ""
    reader, groups, starred = _Reader(is_html=b"\\fromhtml1" in rtf[:1000]), [_Group()], False
    for token in TOKEN.finditer(rtf[:MAX_RTF]):
        group = groups[-1]
        if bracket := token["group"]:
            reader.flush(group)
            reader.skip = 0
            if bracket == b"{" and len(groups) < MAX_DEPTH:
                groups.append(replace(group))
            elif bracket == b"}" and len(groups) > 1:
                groups.pop()
            starred = False
        elif word := token["word"]:
            _control(reader, group, word.lower(), token["number"], starred=starred)
            starred = False
        elif token["sign"] == b"*":
            starred = True
        else:
            _letters(reader, group, token)
    reader.flush(groups[-1])
    said = clean("".join(reader.out))
    return ("", said) if reader.is_html else (said.strip("\n"), "")


def _letters(reader: _Reader, group: _Group, token: re.Match[bytes]) -> None:
    if reader.skip and (token["byte"] or token["text"]):
        told = token["text"] or b""
        rest = told[reader.skip :]
        reader.skip = max(0, reader.skip - (len(told) or 1))
        content = rest
    else:
        content = bytes([int(token["byte"], 16)]) if token["byte"] else (token["text"] or b"")
    if not _is_heard(group):
        return
    if token["sign"]:
        reader.flush(group)
        reader.out.append(ESCAPED.get(token["sign"], ""))
    reader.raw += content


def _is_heard(group: _Group) -> bool:
    return not group.silent and not group.packed


def _control(reader: _Reader, group: _Group, word: bytes, number: bytes | None, *, starred: bool) -> None:
    value = int(number) if number else None
    if starred and word == b"htmltag" and reader.is_html:
        group.markup, group.packed = True, False
    elif starred or word in NO_TEXT:
        group.silent, group.fonts = True, group.fonts or word == b"fonttbl"
    elif word == b"htmlrtf" and reader.is_html:
        reader.flush(group)
        group.packed = value != 0
    elif word == b"ansicpg" and value:
        reader.page = value
    elif word == b"uc" and value is not None:
        group.fallback = max(0, min(value, 20))
    elif word == b"f" and value is not None:
        reader.flush(group)
        group.font = value
    elif word == b"fcharset" and group.fonts and value in CODE_PAGES and len(reader.font_pages) < MAX_DEPTH:
        if value:
            reader.font_pages[group.font] = CODE_PAGES[value]
    elif word == b"u" and value is not None:
        if _is_heard(group):
            reader.flush(group)
            reader.out.append(chr(value % 0x10000))
        reader.skip = group.fallback
    elif word in SIGNS and _is_heard(group):
        reader.flush(group)
        reader.out.append(SIGNS[word])
