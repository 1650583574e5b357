"""The text part of a mail, in lines of at most 76 characters: what is longer, old programs and terminals break badly."""

import re
from unicodedata import category, east_asian_width

WIDTH = 76
# What the lines that follow begin with: the marks of a quote as they are, those of a list as room.
_QUOTE = re.compile(r"(?:>[ ]?)*")
_ITEM = re.compile(r"[ ]*(?:(?:[-*•]|\d{1,3}[.)])[ ]+)?")

JOINER = "\u200d"
# What begins no line in Chinese and Japanese.
CLOSING = frozenset("、。，．・：；？！）］｝」』】〉》〕’”ーゝ々…")
# Scripts that put no spaces between words and are not wide: Thai and Lao, Burmese, Khmer.
UNSPACED = (("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"))


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
    present, filled = "", 0
    for word in _words_of(line[len(quote + item) :], room):
        width = _columns(word)
        if present and filled + 1 + width > room:
            lines.append(present.rstrip())
            present, filled = word, width
        elif present:
            present, filled = f"{present} {word}", filled + 1 + width
        else:
            present, filled = word, width
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
    """Broken between letters; never within one that is drawn of several signs, and no line begins with a closing sign."""
    pieces: list[str] = []
    present: list[str] = []
    width = 0
    for letter in _letters_of(word):
        wide = _columns(letter)
        if width + wide > room and _may_begin_line(letter) and present:
            carried = present.pop() if letter in CLOSING and len(present) > 1 else ""
            pieces.append("".join(present))
            present, width = ([carried], _columns(carried)) if carried else ([], 0)
        present.append(letter)
        width += wide
    return [*pieces, "".join(present)]


def _letters_of(word: str) -> list[str]:
    """Each with the signs that belong to it: accents, vowels above or below it, colours and members of an emoji."""
    letters: list[str] = []
    for sign in word:
        if letters and (_is_attached(sign) or letters[-1].endswith(JOINER)):
            letters[-1] += sign
        else:
            letters.append(sign)
    return letters


def _is_attached(sign: str) -> bool:
    return category(sign) in {"Mn", "Me", "Mc", "Cf"} or "\U0001f3fb" <= sign <= "\U0001f3ff"


def _may_begin_line(letter: str) -> bool:
    return east_asian_width(letter[0]) in "WF" or any(first <= letter[0] <= last for first, last in UNSPACED)


def _columns(words: str) -> int:
    if words.isascii():
        return len(words)
    return sum(2 if east_asian_width(sign) in "WF" else category(sign) not in {"Mn", "Me", "Cf"} for sign in words)
