"""Splits a text into what is new, what it quotes and the signature. Nothing is thrown away; one pass over the lines.

`mail-parser-reply` brings the words of a dozen languages. Its expressions only ever see short windows and a
limited number of them, because on hostile text they take far more than linear time.
"""

import re
from dataclasses import dataclass

from mailparser_reply.constants import MAIL_LANGUAGES

from mail.parsing.quote_words import (
    CLOSING,
    DATED_ADDRESS,
    FORWARD_SUBJECT,
    FORWARDED,
    FROM_LABELS,
    LABEL,
    LIST_RULE,
    LIST_WORDS,
    NAME,
    ORIGINAL,
    RULED_WROTE,
    SENT_FROM,
    THANKS,
    WROTE,
    WROTE_BARE,
)

MAX_LINES = 20_000
MAX_WINDOW = 300
MAX_CANDIDATES = 40
MAX_CLOSING_LINES = 10

LIBRARY_WROTE = [
    re.compile(words["wrote_header"], re.IGNORECASE | re.MULTILINE)
    for words in MAIL_LANGUAGES.values()
    if "wrote_header" in words
]
DATED = re.compile(r"\d|@")
RULE = re.compile(r"^\s*[_-]{20,}\s*$")
ABOVE = re.compile(
    r"^(?:#{2,}|-{2,}|={2,})\s*(?:please )?(?:write|type|reply) (?:your reply )?above this line", re.IGNORECASE
)
SIGNATURE_RULE = re.compile(r"^(?:--|—|__)[ \u00a0]?$")


@dataclass(frozen=True, slots=True)
class ReplyParts:
    new: str
    quoted: str = ""
    signature: str = ""


def split_reply(text: str, *, subject: str = "") -> ReplyParts:
    lines = text.split("\n")
    rest = lines[MAX_LINES:]
    new, quoted = _split_quote(lines[:MAX_LINES], is_forward=bool(FORWARD_SUBJECT.match(subject)))
    (quoted if quoted else new).extend(rest)
    if not any(line.strip() for line in new):
        return ReplyParts(new=text.strip("\n"))
    body, signature = _split_signature(new)
    return ReplyParts(new=_text(body), quoted=_text(quoted), signature=_text(signature))


def is_forward(text: str, subject: str) -> bool:
    """Somebody else's mail passed on: what it quotes is what the sender wants to say."""
    return bool(FORWARD_SUBJECT.match(subject)) or any(
        FORWARDED.match(_bare(line)) for line in text.split("\n")[:MAX_LINES]
    )


def _text(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _split_quote(lines: list[str], *, is_forward: bool) -> tuple[list[str], list[str]]:
    candidates = 0
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        bare = _bare(line)
        if FORWARDED.match(bare):
            return lines, []
        if ABOVE.match(bare) or ORIGINAL.match(bare) or RULED_WROTE.match(bare):
            return (lines, []) if is_forward else _cut(lines, index)
        if _starts_header_block(lines, index):
            return (lines, []) if is_forward else _cut(lines, index)
        if candidates < MAX_CANDIDATES and _may_be_attribution(lines, index):
            candidates += 1
            length = _attribution_lines(lines, index)
            if length:
                return _around_quote(lines, index, index + length)
        if _is_bare_attribution(lines, index):
            return _around_quote(lines, index, index + 1)
    return _trailing_quote(lines)


def _bare(line: str) -> str:
    """The start of a line without indentation, quote marks and emphasis."""
    return line[:MAX_WINDOW].lstrip(" \t\u00a0>*")


def _cut(lines: list[str], index: int) -> tuple[list[str], list[str]]:
    while index and (RULE.match(lines[index - 1][:MAX_WINDOW]) or not lines[index - 1].strip()):
        index -= 1
    return lines[:index], lines[index:]


def _starts_header_block(lines: list[str], index: int) -> bool:
    """From, Sent, To, Subject as Outlook and others write them, in any language of the table and any order: three labels
    in seven lines, one of them that of the sender.
    """
    if LABEL.match(_bare(lines[index])) is None:
        return False
    found = [m["label"].lower() for line in lines[index : index + 7] if (m := LABEL.match(_bare(line)))]
    return len(set(found)) >= 3 and not FROM_LABELS.isdisjoint(found[:3])


def _may_be_attribution(lines: list[str], index: int) -> bool:
    if lines[index].lstrip().startswith(">"):
        return False
    return any(line.rstrip().endswith((":", "：", "写道", "寫道")) for line in lines[index : index + 4])


def _attribution_lines(lines: list[str], index: int) -> int:
    """How many lines "On … wrote:" takes here, 0 if this is none. Clients break it over up to four lines."""
    window = ""
    for count, line in enumerate(lines[index : index + 4], start=1):
        if not line.strip():
            return 0
        window = f"{window} {line.strip()}".strip()
        if len(window) > MAX_WINDOW:
            return 0
        if window.endswith((":", "：", "写道", "寫道")):
            known = WROTE.search(window) or DATED_ADDRESS.search(window) or any(p.match(window) for p in LIBRARY_WROTE)
            return count if known and DATED.search(window) else 0
    return 0


def _is_bare_attribution(lines: list[str], index: int) -> bool:
    """ "On … Bob wrote" whose colon was lost, directly above marked lines."""
    line = lines[index]
    if line.lstrip().startswith(">") or len(line) > MAX_WINDOW or not WROTE_BARE.search(line) or not DATED.search(line):
        return False
    below = [one for one in lines[index + 1 : index + 3] if one.strip()]
    return bool(below) and below[0].lstrip().startswith(">")


def _around_quote(lines: list[str], start: int, after: int) -> tuple[list[str], list[str]]:
    """Above the quote it is all quoted; below or between, the writer's own lines stay new."""
    below = lines[after:]
    marked = [i for i, line in enumerate(below) if line.lstrip().startswith(">")]
    if not marked or any(line.strip() for line in below[: marked[0]]):
        return lines[:start], lines[start:]
    own = [i for i, line in enumerate(below) if line.strip() and not line.lstrip().startswith(">") and i > marked[0]]
    if not own or _is_wrapped_quote(below, own):
        return lines[:start], lines[start:]
    if own[0] > marked[-1]:
        return [*lines[:start], *below[own[0] :]], lines[start : after + own[0]]
    return lines, []


def _is_wrapped_quote(below: list[str], own: list[int]) -> bool:
    """Old clients wrap quoted lines and lose the mark: lone short lines directly between marked ones."""
    return (
        all(
            0 < i < len(below) - 1 and below[i - 1].lstrip().startswith(">") and below[i + 1].lstrip().startswith(">")
            for i in own
        )
        and len(own) > 1
    )


def _trailing_quote(lines: list[str]) -> tuple[list[str], list[str]]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and (lines[start - 1].lstrip().startswith(">") or not lines[start - 1].strip()):
        start -= 1
    return (lines[:start], lines[start:]) if start < end else (lines, [])


def _split_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    for index in range(1, len(lines)):
        if SIGNATURE_RULE.match(lines[index]) and any(line.strip() for line in lines[:index]):
            return lines[:index], lines[index:]
    lines, footer = _split_footer(lines)
    filled = [index for index, line in enumerate(lines) if line.strip()]
    tail = filled[-MAX_CLOSING_LINES:]
    for place, index in enumerate(tail):
        if index == filled[0]:
            continue
        after = [lines[i] for i in tail[place + 1 :]]
        line = lines[index][:MAX_WINDOW]
        if _closes(line, after) or (SENT_FROM.match(line) and len(after) <= 2):
            return lines[:index], lines[index:] + footer
    return lines, footer


def _closes(line: str, after: list[str]) -> bool:
    if any(len(one) > 80 or "?" in one for one in after):
        return False
    return bool(CLOSING.match(line) or (THANKS.match(line) and after and NAME.match(after[0][:MAX_WINDOW])))


def _split_footer(lines: list[str]) -> tuple[list[str], list[str]]:
    """What mailing lists put below a post, from its rule on."""
    for index in range(max(1, len(lines) - 12), len(lines)):
        if LIST_RULE.match(lines[index][:MAX_WINDOW]) and any(
            LIST_WORDS.search(line[:MAX_WINDOW]) for line in lines[index:]
        ):
            return lines[:index], lines[index:]
    return lines, []
