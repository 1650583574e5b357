"""The text part of a mail, in lines of at most 76 characters: what is longer, old programs and terminals break badly."""

import re
from unicodedata import east_asian_width

WIDTH = 76
# What the lines that follow begin with: the marks of a quote as they are, those of a list as room.
_QUOTE = re.compile(r"(?:>[ ]?)*")
_ITEM = re.compile(r"[ ]*(?:(?:[-*•]|\d{1,3}[.)])[ ]+)?")


def wrapped(text: str) -> str:
    """Broken between words; an address is never broken, a line that is short enough never touched."""
    if len(text) <= WIDTH:
        return text
    return "\n".join(_lines_of(line) if _is_long(line) else line for line in text.split("\n"))


def _is_long(line: str) -> bool:
    return len(line) > WIDTH or (len(line) * 2 > WIDTH and not line.isascii() and _columns(line) > WIDTH)


def _lines_of(line: str) -> str:
    quote = _QUOTE.match(line)[0]  # type: ignore[index]  # it matches the empty string too
    item = _ITEM.match(line, len(quote))[0]  # type: ignore[index]  # as above
    start, further = quote + item, quote + " " * len(item)
    if len(further) > WIDTH // 2:
        start = further = quote[: WIDTH // 2]
    room = WIDTH - len(further)
    lines: list[str] = []
    present = ""
    for word in _words_of(line[len(quote + item) :], room):
        if present and _columns(present) + 1 + _columns(word) > room:
            lines.append(present.rstrip())
            present = word
        else:
            present = f"{present} {word}" if present else word
    lines.append(present.rstrip())
    return "\n".join([start + lines[0], *(further + rest for rest in lines[1:])])


def _words_of(line: str, room: int) -> list[str]:
    """Scripts that put no spaces between words may be broken anywhere."""
    words = []
    for word in line.split(" "):
        if word.isascii() or "://" in word or _columns(word) <= room:
            words.append(word)
        else:
            words += _pieces_of(word, room)
    return words


def _pieces_of(word: str, room: int) -> list[str]:
    pieces, present, width = [], "", 0
    for letter in word:
        is_wide = east_asian_width(letter) in "WF"
        if is_wide and width + 2 > room:
            pieces.append(present)
            present, width = "", 0
        present += letter
        width += 1 + is_wide
    return [*pieces, present]


def _columns(words: str) -> int:
    if words.isascii():
        return len(words)
    return len(words) + sum(east_asian_width(letter) in "WF" for letter in words)
