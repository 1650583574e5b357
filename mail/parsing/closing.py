"""Where the writer's own words end: signature, closing words, and what lists and free mailers put below.

Like the quotes, each expression sees one short line at a time.
"""

import re

from mail.parsing.quote_words import CLOSING, DASHED_NAME, FOOTER_WORDS, LIST_RULE, NAME, REACHED, SENT_FROM, THANKS

MAX_WINDOW = 300
MAX_CLOSING_LINES = 10
MAX_FOOTER_LINES = 30
LONGEST_RULE = 6
MOST_BELOW = {"---": 4, "__": 6, "=====": 6}
SIGNATURE_RULE = re.compile(r"^(?:--|—|__|---|=====)[ \u00a0]?$")


def split_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    for index in range(1, len(lines)):
        if len(lines[index]) <= LONGEST_RULE and _is_signature_rule(lines, index):
            return lines[:index], lines[index:]
    lines, footer = _split_footer(lines)
    filled = [index for index, line in enumerate(lines) if line.strip()]
    tail = filled[-MAX_CLOSING_LINES:]
    for place, index in enumerate(tail):
        if index == filled[0]:
            continue
        after = [lines[i] for i in tail[place + 1 :]]
        line = lines[index][:MAX_WINDOW]
        if (
            _closes(line, after)
            or (SENT_FROM.match(line) and len(after) <= 2)
            or _is_dashed_name(line, lines[filled[len(filled) - len(tail) + place - 1]], after)
        ):
            return lines[:index], lines[index:] + footer
    card = _card_start(lines, filled)
    return (lines[:card], lines[card:] + footer) if card else (lines, footer)


def _card_start(lines: list[str], filled: list[int]) -> int:
    """Where the last paragraph is a visiting card: a name, and below it how to reach whoever bears it; 0 where it is none."""
    if not filled:
        return 0
    start = filled[-1]
    while start and lines[start - 1].strip() and filled[-1] - start < MAX_CLOSING_LINES:
        start -= 1
    card = [line.strip() for line in lines[start : filled[-1] + 1]]
    if start <= filled[0] or lines[start - 1].strip() or not 2 <= len(card) <= MAX_CLOSING_LINES:
        return 0
    is_card = NAME.match(card[0][:MAX_WINDOW]) and " " in card[0] and any(REACHED.search(line) for line in card[1:])
    return start if is_card and all(len(line) <= 80 and line[-1] not in "?!:" for line in card) else 0


def _is_signature_rule(lines: list[str], index: int) -> bool:
    """Two dashes and a blank always; what also divides chapters, or a patch from its words, only above a few lines."""
    if not SIGNATURE_RULE.match(lines[index]) or not any(line.strip() for line in lines[:index]):
        return False
    return lines[index] == "-- " or sum(bool(line.strip()) for line in lines[index + 1 :]) <= MOST_BELOW.get(
        lines[index], 15
    )


def _closes(line: str, after: list[str]) -> bool:
    if any(len(one) > 80 or "?" in one for one in after):
        return False
    return bool(CLOSING.match(line) or (THANKS.match(line) and after and NAME.match(after[0][:MAX_WINDOW])))


def _is_dashed_name(line: str, before: str, after: list[str]) -> bool:
    """ "- Ann" as the last word, which is no list's last item."""
    if before.lstrip().startswith(("-", "*", "•")) or not DASHED_NAME.match(line):
        return False
    return not after or (len(after) == 1 and bool(SENT_FROM.match(after[0][:MAX_WINDOW])))


def _split_footer(lines: list[str]) -> tuple[list[str], list[str]]:
    """What mailing lists and free mailers put below a post, from its rule on."""
    for index in range(max(1, len(lines) - MAX_FOOTER_LINES), len(lines)):
        if lines[index].strip() == "-" and "unsubscribe" in "".join(lines[index + 1 : index + 2]).lower():
            return lines[:index], lines[index:]
        if LIST_RULE.match(lines[index][:MAX_WINDOW]) and any(
            FOOTER_WORDS.search(line[:MAX_WINDOW]) for line in lines[index:]
        ):
            return (lines[:index], lines[index:]) if any(line.strip() for line in lines[:index]) else (lines, [])
    return lines, []
