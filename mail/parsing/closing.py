"""Where the writer's own words end: signature, closing words, and what lists and free mailers put below.

Like the quotes, each expression sees one short line at a time.
"""

import re
from itertools import islice, pairwise

from mail.parsing.cards import CARD_LINE, has_card_below
from mail.parsing.closing_words import (
    BEFORE_NAME,
    BOX_RULE,
    CLOSING,
    COURTLY,
    DASHED_NAME,
    GET_OUTLOOK,
    GREETINGS,
    HUGS,
    JOINED,
    LINKS,
    NAME,
    NAME_FIRST,
    OF_LIST,
    ON_BEHALF,
    REACHED,
    SENT_FROM,
    THANKFUL,
    THANKS,
)
from mail.parsing.footers import ASKED, MAX_FOOTER_LINES, RULE_ABOVE, asks, is_card, split_footer
from mail.parsing.own_name import (
    COLUMNS,
    LONGEST_PHRASE,
    MAX_WINDOW,
    Writer,
    is_initialled,
    is_name,
    is_signed,
    phrase,
    with_date_above,
    writer_of,
)

MAX_CLOSING_LINES = 10
PATCH = ("diff ", "@@ ", "+++ ", "Index: ")
MAX_OWN_LINES = 15  # from the writer's own name to the end
MAX_LETTERHEAD_LINES = 30  # filled ones; German companies must name their court, number and managers
MOST_ABOVE_RULE = 4  # filled lines of closing words above "-- "
MAX_BOX_LINES = 14
LEAST_DRAWN = 3  # lines
DRAWN_SIGNS = "!|*#%:;+~=/\\"
CORNERED = re.compile(r"^[\\/|+.,'`]{1,2}[-=_*~#]{5,}[\\/|+.,'`]{0,2}$")
LONGEST_RULE = 6
MOST_ANNOUNCED = 30  # lines
LEAST_ANNOUNCING = 6  # words
MOST_BELOW = {"-": 0, "---": 4, "__": 6, "=====": 6}
# What somebody adds below their name is said as well: a postscript, a footnote.
POSTSCRIPT = re.compile(r"^\s{0,8}(?:p\. ?s\.|ps ?[:.,]|p\. ?d\.|pd ?:|\[(?:\*|\d{1,2})\]\s)", re.IGNORECASE)
LONG_DASHES = "—–─"
SIGNATURE_RULE = re.compile(r"^(?:--?|—|__|---|=====|[—–─]{2,60})[ \u00a0]?$")


LINK = re.compile(r"(?:https?://|www\.)\S{1,500}")
ABBREVIATED = {
    "mfg",
    "lg",
    "vg",
    "mvg",
    "mvh",
}  # no words of any language: a name may stand in small letters behind them
LONGEST_COURTESY = 150
LONGEST_THANKS = 40
MOST_LAST_LINES = 2
MOST_WISHED = 3  # words
MOST_TOGETHER = 5  # blanks in closing words and thanks that nothing divides


def split_signature(lines: list[str], *, sender: str = "") -> tuple[list[str], list[str]]:
    """What is said, and the signature. `sender` is the name that the head of the mail gives its writer."""
    writer = writer_of(sender)
    first = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    for index in range(first + 1, len(lines)):
        if (len(lines[index]) <= LONGEST_RULE or lines[index][0] in LONG_DASHES) and _is_signature_rule(
            lines, index, writer
        ):
            is_list = any(OF_LIST.search(line[:MAX_WINDOW]) for line in lines[index : index + MOST_BELOW["__"]])
            above, closing = _split_closing(
                lines[:index], writer, most=MAX_CLOSING_LINES if is_list else MOST_ABOVE_RULE
            )
            start = _thanks_above(lines, len(above))
            return lines[:start], lines[start:]
    lines, footer = split_footer(lines)
    lines, closing = _split_closing(lines, writer)
    return lines, closing + footer


def _split_closing(
    lines: list[str], writer: Writer, *, most: int = MAX_CLOSING_LINES, has_card: bool = False
) -> tuple[list[str], list[str]]:
    """The closing words and what stands below them, the telephone's line, a card, or the writer's name; with `has_card`
    what stands above one of these.
    """
    filled = [index for index, line in enumerate(lines) if line.strip()]
    tail = filled[-most:]
    for place, index in enumerate(tail):
        if index == filled[0]:
            continue
        after = [lines[i] for i in tail[place + 1 :]]
        line = lines[index][:MAX_WINDOW]
        if _goes_on(after):
            continue
        if _closes(line, after) or _is_dashed_name(line, lines[filled[len(filled) - len(tail) + place - 1]], after):
            start = _thanks_above(lines, _rule_above(lines, index))
            if start == index and is_signed(lines[index - 1], writer) and _is_all_said(lines[: index - 1]):
                start -= 1  # "/Ann" above the closing words that the program adds
            return lines[:start], lines[start:]
        if len(after) <= 2 and _is_sent_from(line):
            return _with_words_above(lines, index, writer)
    card = 0
    if not has_card:
        card = (
            _letterhead_start(lines, filled, writer)
            or _card_start(lines, filled)
            or _box_start(lines, filled)
            or _drawn_card_start(lines, writer)
        )
    card = card or _last_paragraph_start(lines, filled, writer) or _own_name(lines, filled, writer)
    if not card:
        return lines, []
    return (lines[:card], lines[card:]) if has_card else _with_words_above(lines, card, writer)


def _with_words_above(lines: list[str], start: int, writer: Writer) -> tuple[list[str], list[str]]:
    """The signature that begins with line `start`, with the closing words or the name that stand above it."""
    said, closing = _split_closing(lines[:start], writer, most=MOST_ABOVE_RULE, has_card=True)
    return (said, closing + lines[start:]) if _is_all_said(said) else (lines[:start], lines[start:])


def _letterhead_start(lines: list[str], filled: list[int], writer: Writer) -> int:
    """Where closing words stand above a name and a company's many or long lines, among them how to reach it; 0 if nowhere."""
    tail = filled[-MAX_LETTERHEAD_LINES:]
    for place, index in enumerate(tail):
        after = [lines[i] for i in tail[place + 1 :]]
        if index == filled[0] or not after or not _is_greeting(phrase(lines[index][:MAX_WINDOW])):
            continue
        if len(after) < MAX_CLOSING_LINES and all(len(line) <= CARD_LINE for line in after):
            continue  # which needs no card
        is_asked = any(ASKED.search(_without_links(line)) for line in after)
        if not is_asked and has_card_below(lines[index + 1 : filled[-1] + 1], writer):
            return 0 if _goes_on(after) else _rule_above(lines, index)
    return 0


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
    name = card[0][:MAX_WINDOW].partition(",")[0]
    is_card = NAME.match(name) and " " in name and any(REACHED.search(line) for line in card[1:])
    return start if is_card and all(len(line) <= 80 and line[-1] not in "?!:" for line in card) else 0


def _box_start(lines: list[str], filled: list[int]) -> int:
    """Where a box of two ruled lines around somebody's address ends the mail, or one rule above a card; 0 where none does."""
    if len(filled) < 4:
        return 0
    if not BOX_RULE.match(lines[filled[-1]][:MAX_WINDOW]):
        return _ruled_card_start(lines, filled)
    for place, index in enumerate(filled[-MAX_BOX_LINES:-2]):
        if index > filled[0] and BOX_RULE.match(lines[index][:MAX_WINDOW]):
            inside = [lines[i] for i in filled[-MAX_BOX_LINES:][place + 1 : -1]]
            return index if is_card(inside) and all(len(line) <= 80 and "?" not in line for line in inside) else 0
    return 0


def _drawn_card_start(lines: list[str], writer: Writer) -> int:
    """Where the last paragraph is a card that its writer drew: each line begins with the same sign and one holds the
    writer's name, or a rule with corners stands above how to reach somebody; 0 where it is neither.
    """
    end = next((i for i in range(len(lines), 0, -1) if lines[i - 1].strip()), 0)
    start = end
    while start and lines[start - 1].strip() and end - start <= MAX_BOX_LINES:
        start -= 1
    drawn = [line.strip()[:MAX_WINDOW] for line in lines[start:end]]
    if not (LEAST_DRAWN <= len(drawn) <= MAX_BOX_LINES) or not _is_all_said(lines[:start]) or max(map(len, drawn)) > 80:  # noqa: PLR2004 - a terminal's width
        return 0
    sign = drawn[0][0]
    same = all(line[0] == sign for line in drawn) and sign in DRAWN_SIGNS
    is_boxed = bool(CORNERED.match(drawn[0])) and is_card(drawn[1:])
    return start if is_boxed or (same and any(is_signed(line.lstrip(sign), writer) for line in drawn)) else 0


def _ruled_card_start(lines: list[str], filled: list[int]) -> int:
    """Where a rule below a blank line stands above a name and how to reach it, and nothing else; 0 where none does."""
    for place, index in enumerate(filled[-MAX_CLOSING_LINES:-2]):
        if index == filled[0] or lines[index - 1].strip() or not BOX_RULE.match(lines[index][:MAX_WINDOW]):
            continue
        if lines[filled[filled.index(index) - 1]].rstrip().endswith((":", "：")):
            return 0  # what is announced is said
        card = [lines[i] for i in filled[-MAX_CLOSING_LINES:][place + 1 :]]
        is_short = all(len(line) <= 80 and line.rstrip()[-1] not in "?!？！" for line in card)
        return index if is_short and is_name(card[0]) and is_card(card[1:]) else 0
    return 0


def _is_signature_rule(lines: list[str], index: int, writer: Writer) -> bool:
    """Two dashes and a blank always; what also divides chapters, or a patch from its words, only above a few lines, or
    above the writer's own name and some more; none of which is marked, as the parts of a comparison are.
    """
    if not SIGNATURE_RULE.match(lines[index]):
        return False
    if lines[index] == "-- ":
        return True
    most = MOST_BELOW.get(lines[index], 6 if lines[index][1:2] in LONG_DASHES else 15)
    below = [
        lines[i] for i in islice((i for i in range(index + 1, len(lines)) if lines[i].strip()), MAX_FOOTER_LINES + 1)
    ]
    if below and is_signed(below[0], writer):
        most = MAX_FOOTER_LINES
    elif lines[index] in [*lines[max(0, index - MOST_ANNOUNCED) : index], *below] and asks(below):
        return False  # one of two around a file, and a question behind
    elif lines[index].strip() != "--" and any(
        lines[i] == lines[index] and lines[i - 1].rstrip().endswith((":", "："))
        for i in range(index, max(0, index - MOST_ANNOUNCED), -1)
    ):
        return False  # it begins or ends what a line announces, a file or a list
    return len(below) <= most and not any(line.lstrip().startswith(">") for line in below)


def _closes(line: str, after: list[str]) -> bool:
    longest = LONGEST_COURTESY if COURTLY.match(line) else LONGEST_PHRASE
    if len(line) > longest or any(len(one) > 80 or ASKED.search(one) for one in map(_without_links, after)):
        return False
    if NAME_FIRST.match(line) or HUGS.match(line) or (ON_BEHALF.match(line) and is_name(ON_BEHALF.sub("", line))):
        return True
    words = phrase(line)
    if not words:
        return False
    if _is_greeting(words):
        return True
    if after and (words in THANKS or _are_thanks(words)):
        # "Thank you.", above a line that greets, is still said.
        return is_name(after[0]) and not _is_greeting(phrase(after[0]))
    return _greets_before_name(line)


def _without_links(line: str) -> str:
    """A signature's addresses and pictures may be of any length, and ask nothing."""
    return LINK.sub("", line) if "://" in line or "www." in line else line


def _is_greeting(words: str) -> bool:
    if words in GREETINGS or CLOSING.fullmatch(words):
        return True
    count = words.count(" ")
    if 0 < count < MOST_TOGETHER and any(
        words.rsplit(" ", n)[0] in GREETINGS and " ".join(words.split(" ")[-n:]) in THANKS for n in range(1, count + 1)
    ):
        return True
    said = [part for part in JOINED.split(words) if part]
    return (
        1 < len(said) <= 3
        and all(
            part in GREETINGS or part in THANKS or part.startswith(THANKFUL) or CLOSING.fullmatch(part) for part in said
        )
        and any(part in GREETINGS or CLOSING.fullmatch(part) for part in said)
    )


def _are_thanks(words: str) -> bool:
    said = [part for part in JOINED.split(words) if part]
    return 1 < len(said) <= 3 and all(part in THANKS for part in said)


def _greets_before_name(line: str) -> bool:
    """ "LG Ann", "С уважением, Анна", "Best regards - Ann": both in one line."""
    wish, dash, name = line.replace("–", "-").rpartition(" - ")
    if dash and is_name(name) and _is_greeting(phrase(wish)):
        return True
    words = line.split()
    for count in range(1, min(4, len(words))):
        first = " ".join(words[:count])
        has_comma = first.endswith((",", "，"))
        said = phrase(first)
        if said in BEFORE_NAME or (has_comma and (said in GREETINGS or said in THANKS or CLOSING.fullmatch(said))):
            return is_name(" ".join(words[count:])) or (said in ABBREVIATED and len(words) == 2 and words[1].isalpha())
    return False


def _is_sent_from(line: str) -> bool:
    if len(line) > LONGEST_PHRASE * 2 and "http" not in line:
        return False
    line = LINK.sub("", LINKS.sub("", line)) if "http" in line else line
    line = line.replace("[", "").strip(" \t\u00a0()<>]")
    return bool(SENT_FROM.match(line) or ("utlook" in line and GET_OUTLOOK.match(line)))


def _own_name(lines: list[str], filled: list[int], writer: Writer) -> int:
    """Where the writer's own name stands below a blank line or a rule, above nothing but short lines; 0 where it does not."""
    for index in filled[-MAX_OWN_LINES:] if writer.names else []:
        above = lines[index - 1].strip()
        # As the last line it may stand directly below what is said; with thanks above it, they are part of it.
        said = bool(above) and not RULE_ABOVE.match(above) and not _closes_above(above)
        if index == filled[0] or (said and index < filled[-1]):
            continue
        if is_signed(lines[index], writer) or (index == filled[-1] and is_initialled(lines[index], writer)):
            after = [lines[i] for i in filled if i > index]
            if _goes_on(after):
                return 0
            start = index - 1 if above and not said else index
            if "@" in lines[index]:
                start = _address_start(lines, index)
            ruled = next((i for i, line in enumerate(after) if RULE_ABOVE.match(line.strip())), len(after))
            is_short = all(
                len(line) <= 80
                and (number > ruled or line.rstrip()[-1:] not in {"?", "!"} or COLUMNS.search(line.strip()))
                for number, line in enumerate(map(_without_links, after))
            )
            return with_date_above(lines, start) if _is_all_said(lines[:start]) and is_short else 0
    return 0


def _last_paragraph_start(lines: list[str], filled: list[int], writer: Writer) -> int:
    """Where the last paragraph is a word of thanks, or any with a comma behind it, above a name; 0 where it is none."""
    if len(filled) < MOST_LAST_LINES + 1 or filled[-1] - filled[-2] != 1 or lines[filled[-2] - 1].strip():
        return 0
    said, name = lines[filled[-2]].strip(), lines[filled[-1]].strip()
    if len(said) > LONGEST_THANKS or len(name) > LONGEST_THANKS or not _is_all_said(lines[: filled[-2]]):
        return 0
    are_thanks = phrase(said).startswith(THANKFUL) and name.strip("-–—/~. ").isalpha()
    is_wish = said[-1] in ",，" and len(said.split()) <= MOST_WISHED and said[:-1].replace(" ", "").isalpha()
    return filled[-2] if are_thanks or (is_wish and is_signed(name, writer)) else 0


def _rule_above(lines: list[str], index: int) -> int:
    """With the rule that sets the signature apart, unless it ends what another rule like it begins."""
    above = lines[index - 1]
    is_rule = RULE_ABOVE.match(above.strip()) and above not in lines[max(0, index - MAX_BOX_LINES) : index - 1]
    return index - 1 if is_rule and _is_all_said(lines[: index - 1]) else index


def _thanks_above(lines: list[str], index: int) -> int:
    """With "Thanks," directly above, which by its comma says nothing of its own."""
    above = next((i for i in range(index - 1, max(0, index - 3), -1) if lines[i].strip()), 0)
    is_thanks = above and lines[above].rstrip()[-1:] in ",，" and phrase(lines[above][:MAX_WINDOW]) in THANKS
    return above if is_thanks and _is_all_said(lines[:above]) else index


def _goes_on(after: list[str]) -> bool:
    return any(
        POSTSCRIPT.match(one) or one.startswith(PATCH) or one.lstrip().startswith(">") for one in after
    ) or _announces(after)


def _announces(after: list[str]) -> bool:
    """Whether a sentence announces what is set out below it."""
    return any(
        below[:1] in " \t" and one.rstrip().endswith(":") and len(one[:MAX_WINDOW].split()) >= LEAST_ANNOUNCING
        for one, below in pairwise(after)
    )


def _is_all_said(lines: list[str]) -> bool:
    """Whether there are words at all above what looks like a signature."""
    return any(letter.isalnum() for line in lines for letter in line)


def _address_start(lines: list[str], index: int) -> int:
    """Where the signature begins that the writer's own address ends: below a blank line or a rule, or below a name that
    stands so; 0 where the address is a part of what is said, or announced.
    """
    above = lines[index - 1].strip()
    start = index - 1 if RULE_ABOVE.match(above) or (is_name(above) and not lines[index - 2].strip()) else index
    is_said = start == index and bool(above)
    before = next((line.rstrip() for line in reversed(lines[:start]) if line.strip()), ":")
    return 0 if is_said or before.endswith((":", "：", ",")) else start


def _closes_above(line: str) -> bool:
    """ "Thanks for any help!", "blue skies," directly above the writer's own name."""
    is_said = line[-1] == "," or (line[-1] in "!." and phrase(line).startswith(THANKFUL))
    return len(line) <= LONGEST_THANKS and is_said


def _is_dashed_name(line: str, before: str, after: list[str]) -> bool:
    """ "- Ann" as the last word, which is no list's last item."""
    if before.lstrip().startswith(("-", "*", "•")) or not DASHED_NAME.match(line):
        return False
    return not after or (len(after) == 1 and _is_sent_from(after[0][:MAX_WINDOW]))
