"""Where begins what mailing lists, free mailers and law departments put below every post."""

import re

from mail.parsing.closing_words import (
    BOXED,
    DISCLAIMER,
    FOOTER_LINE,
    FOOTER_OR_LINK,
    FOOTER_WORDS,
    LIST_RULE,
    OF_LIST,
    OWN_NAME_OF_LIST,
)
from mail.parsing.own_name import MAX_WINDOW

MAX_FOOTER_LINES = 30
MAX_TOLD_LINES = 12  # filled ones; above more it introduces a digest
MOST_BELOW_LINK = 10  # lines, where nothing but a link speaks for a footer
MOST_BELOW_LAST_RULE = 4  # lines of a footer that say nothing by which it is known
# A mail's head below a rule: what follows is an earlier mail, whatever it ends with.
HEAD_OF_MAIL = re.compile(r"^\W{0,3}[^\W\d_]{2,15}(?: [^\W\d_]{1,10})?\*?\s?[:：]\*?\s.{0,100}(?:@|\b(?:19|20)\d\d\b)")
ASKED = re.compile(r"[?？](?:\W|$)")  # which stands within a word where a character was lost
RULE_ABOVE = re.compile(r"^[-_=*~]{3,80}$")


def list_footer_start(lines: list[str]) -> int:
    """Where begins what a mailing list puts below every post, quoted words or not; the number of lines where nothing does."""
    start = _ruled_footer_start(lines)
    below = lines[start:]
    is_list = any(OF_LIST.search(line[:MAX_WINDOW]) for line in below)
    if not is_list or any(line.lstrip().startswith(">") or HEAD_OF_MAIL.match(line) for line in below):
        start = len(lines)
    return _told_footer_start(lines[:start])


def _ruled_footer_start(lines: list[str]) -> int:
    """The first of the rules from which on each stretch is of a footer; a list's may stand below a provider's."""
    start, has_words, below = len(lines), False, 0
    for index in range(len(lines) - 1, max(0, len(lines) - MAX_FOOTER_LINES - 1), -1):
        if not LIST_RULE.match(lines[index][:MAX_WINDOW]):
            continue
        stretch = [line for line in lines[index + 1 : start] if line.strip()]
        below += len(stretch)
        known = FOOTER_WORDS if below > MOST_BELOW_LINK else FOOTER_OR_LINK
        words = any(known.search(line[:MAX_WINDOW]) for line in (lines[index], *stretch))
        if not words and len(stretch) > (MOST_BELOW_LAST_RULE if not has_words or is_card(stretch) else 1):
            break
        has_words = has_words or words
        start = index
    is_below = has_words and any(line.strip() for line in lines[:start])
    return start if is_below else len(lines)


def is_card(stretch: list[str]) -> bool:
    """Whether a line says how to reach somebody."""
    return any(BOXED.search(line[:MAX_WINDOW]) for line in stretch)


def asks(stretch: list[str]) -> bool:
    """Whether a line asks something, and none is a list's own."""
    return any(map(ASKED.search, stretch)) and not any(OF_LIST.search(line[:MAX_WINDOW]) for line in stretch)


def _told_footer_start(lines: list[str]) -> int:
    """The same where no rule stands above the words "To unsubscribe, send …"."""
    for index in range(max(1, len(lines) - MAX_FOOTER_LINES), len(lines)):
        if FOOTER_LINE.match(lines[index][:MAX_WINDOW]) and "?" not in lines[index]:
            has_title = lines[index - 1].rstrip().endswith(":") or lines[index - 1].strip() in {"-", "--", "---"}
            start = index - 1 if has_title else index
            told = [line for line in lines[start:] if line.strip()]
            is_list = len(told) <= MAX_TOLD_LINES and any(OWN_NAME_OF_LIST.search(line[:MAX_WINDOW]) for line in told)
            return start if is_list and any(line.strip() for line in lines[:start]) else len(lines)
    return len(lines)


def split_footer(lines: list[str]) -> tuple[list[str], list[str]]:
    """What mailing lists, free mailers and law departments put below a post, from its rule or its first words on."""
    ruled = min(_ruled_footer_start(lines), _told_footer_start(lines))
    for index in range(max(1, len(lines) - MAX_FOOTER_LINES), len(lines)):
        if (
            lines[index].strip()
            and (not lines[index - 1].strip() or RULE_ABOVE.match(lines[index - 1].strip()))
            and DISCLAIMER.match(words := " ".join(lines[index : index + 3])[:MAX_WINDOW])
            and "?" not in words
            and any(line.strip() for line in lines[: index - 1])
        ):
            start = index - 1 if lines[index - 1].strip() else index
            return lines[:start], lines[start:]
        if index == ruled:
            break
    return lines[:ruled], lines[ruled:]
