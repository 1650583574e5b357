"""Which lines are quoted, by the marks before them, and what is new around them."""

import re

from mail.parsing.quote_words import GROUPWISE, GROUPWISE_WROTE, LABEL, ORIGINAL

MAX_WINDOW = 300
RULE = re.compile(r"^\s*(?:_{5,}|-{3,}|[_-]{20,}|[—─]{4,}|[=*]{20,}|\* \* \*)\s*$")
# Below an attribution some programs mark by other signs: the writer's initials, a bar.
MARK = re.compile(r"^\s{0,4}(?:[A-Za-z]{1,4}>|[|:}](?:\s|$))")
# The Bat marks by initials what was said last, and by ">>" what was said before it.
INITIALS = re.compile(r"^[A-Z][A-Za-z]{0,3}>(?:\s|$)")
OTHER_MARKS = ("| ", ": ", "} ")
# Proton Mail ruled with hyphens that are none of ASCII's.
OTHER_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2500\u2501"
PLAIN_DASHES = str.maketrans(dict.fromkeys(OTHER_DASHES, "-"))
ENDS = (":", "：", "写道", "寫道")
LONG_LINE = 60  # where programs wrap
LONGEST_REST = 40
TORN_OFF = 2  # characters that no writer puts between two quoted lines: what a terminal's width cut off
# "[snip]", "<what it was about>": what somebody puts for what they leave out of a quote.
ELISION = re.compile(r"^\s{0,8}(?:[\[<({][^<>@\[\]]{1,60}[\])>}]|\.{2,5}|…|snip.{0,20})\s*$", re.IGNORECASE)
OPEN_LINK = re.compile(r"[(<\[]https?://[^\s()<>\[\]]*$")
LONE_LINK = re.compile(r"^\s*[(<\[]?https?://\S+[)>\]]?\s?>?\s*$")


def bare_start(line: str) -> str:
    """The start of a line without indentation, quote marks and emphasis; a rule of other dashes as one of plain ones."""
    bare = line[:MAX_WINDOW].lstrip(" \t\u00a0>*")
    return bare.translate(PLAIN_DASHES) if bare[:1] in OTHER_DASHES and bare else bare


def is_marked(line: str) -> bool:
    return line.lstrip().startswith((">", "|>"))


def around_quote(lines: list[str], start: int, after: int) -> tuple[list[str], list[str]]:
    """Above the quote it is all quoted; below or between, the writer's own lines stay new."""
    below = lines[after:]
    flags = _marks(below)
    marked = [i for i, mark in enumerate(flags) if mark]
    while start and (RULE.match(lines[start - 1][:MAX_WINDOW]) or ORIGINAL.match(bare_start(lines[start - 1]))):
        start -= 1
    between = [line for line in below[: marked[0]] if line.strip()] if marked else []
    if not marked or (between and not all(ELISION.match(line[:MAX_WINDOW]) for line in between)):
        is_answered_below = marked and any(line.strip() for line in below[marked[-1] + 1 :])
        if is_answered_below and not any(line.strip() for line in lines[:start]):
            return lines, []  # whose words are whose, nothing tells
        return lines[:start], lines[start:]
    own = [i for i, line in enumerate(below) if line.strip() and not flags[i] and i > marked[0]]
    if not own or _is_wrapped_quote(flags, own):
        return lines[:start], lines[start:]
    if own[0] > marked[-1]:
        gap = [""] if start and lines[start - 1].strip() else []
        return [*lines[:start], *gap, *below[own[0] :]], lines[start : after + own[0]]
    return lines, []


def _marks(lines: list[str]) -> list[bool]:
    """Which lines are quoted: by >, by the first line's own sign, or by AOL's << and >>."""
    first = next((line for line in lines if line.strip()), "")
    if first.lstrip().startswith("<<"):
        end = next((i for i, line in enumerate(lines) if line.rstrip().endswith(">>")), -1)
        return [bool(line.strip()) and i <= end for i, line in enumerate(lines)]
    if first.startswith(">") and (end := _compuserve_end(lines)):
        return [bool(line.strip()) and i <= end for i, line in enumerate(lines)]
    if MARK.match(first):
        return [bool(MARK.match(line)) or is_marked(line) for line in lines]
    by_initials = first.startswith(">>")
    flags = [is_marked(line) or (by_initials and bool(INITIALS.match(line))) for line in lines]
    for i in range(1, len(lines)):
        if not flags[i] and flags[i - 1] and _goes_on(lines[i - 1], lines[i], i + 1 < len(lines) and flags[i + 1]):
            flags[i] = True
    return flags


def _compuserve_end(lines: list[str]) -> int:
    """The line whose end closes what the first line's only > opens, as CompuServe marks all it quotes; 0 where it is not so."""
    if sum(map(is_marked, lines)) != 1:
        return 0
    return next((i for i, line in enumerate(lines) if line.rstrip().endswith("<")), 0)


def _goes_on(marked: str, line: str, is_before_mark: bool) -> bool:
    """Whether a line without a mark is the rest of the marked one above: a link that was broken, or the end of a long line."""
    if len(line) > MAX_WINDOW or not line.strip():
        return False
    if OPEN_LINK.search(marked[-2 * MAX_WINDOW :]):
        return line.rstrip().endswith((")", ">", "]"))
    if not is_before_mark:
        return False
    is_rest = len(line) <= LONGEST_REST and line[:1].islower() and not marked.rstrip().endswith((*ENDS, ".", "?", "!"))
    if LABEL.match(bare_start(marked)) and not LABEL.match(line[:MAX_WINDOW]):
        return True  # who else got the mail
    return bool(LONE_LINK.match(line)) or (len(marked) >= LONG_LINE and (is_rest or len(line.strip()) <= TORN_OFF))


def _is_wrapped_quote(flags: list[bool], own: list[int]) -> bool:
    """Old clients wrap quoted lines and lose the mark: lone short lines directly between marked ones."""
    return len(own) > 1 and all(0 < i < len(flags) - 1 and flags[i - 1] and flags[i + 1] for i in own)


def unannounced_quote(lines: list[str]) -> tuple[list[str], list[str]]:
    """Marked lines that nothing announces, at the end or before everything else."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    by_initials = any(line.startswith(">>") for line in lines)
    while start and (
        is_marked(lines[start - 1])
        or not lines[start - 1].strip()
        or (by_initials and INITIALS.match(lines[start - 1]))
    ):
        start -= 1
    if start < end:
        return lines[:start], lines[start:]
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    return around_quote(lines, first, first) if lines and is_marked(lines[first]) else (lines, [])


def groupwise_end(lines: list[str], index: int) -> int:
    """Where the marked lines begin below what GroupWise writes of their writer; 0 where it is no such line."""
    line = lines[index][:MAX_WINDOW]
    if length := groupwise_length(lines, index):
        return index + length if is_marked(next_filled(lines, index + length)) else 0
    if not GROUPWISE_WROTE.match(line):
        return 0
    return next((i + 1 for i in range(index, min(index + 4, len(lines))) if lines[i].rstrip().endswith(":")), 0)


def groupwise_length(lines: list[str], index: int) -> int:
    """ ">>> Bob Lee <bob@example.org> 11/02/26 10:00 >>>" in one line or, wrapped, in two; 0 where it is none."""
    wrapped = " ".join(line[:MAX_WINDOW].strip() for line in lines[index : index + 2])
    if not wrapped.startswith(">>> "):
        return 0
    return 1 if GROUPWISE.match(lines[index][:MAX_WINDOW]) else 2 * bool(GROUPWISE.match(wrapped))


def next_filled(lines: list[str], index: int) -> str:
    return next((line for line in lines[index : index + 3] if line.strip()), "")
