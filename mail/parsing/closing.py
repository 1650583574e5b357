"""Where the writer's own words end: signature, closing words, and what lists and free mailers put below.

Like the quotes, each expression sees one short line at a time.
"""

import re
from itertools import islice

from mail.parsing.closing_words import (
    BEFORE_NAME,
    BOX_RULE,
    BOXED,
    CLOSING,
    COURTLY,
    DASHED_NAME,
    DISCLAIMER,
    FOOTER_LINE,
    FOOTER_OR_LINK,
    FOOTER_WORDS,
    GET_OUTLOOK,
    GREETINGS,
    JOINED,
    LINKS,
    LIST_RULE,
    NAME,
    NAME_FIRST,
    OF_LIST,
    ON_BEHALF,
    OWN_NAME_OF_LIST,
    REACHED,
    SENT_FROM,
    THANKFUL,
    THANKS,
    folded,
)

MAX_WINDOW = 300
MAX_CLOSING_LINES = 10
MAX_LETTERHEAD_LINES = 30  # filled ones; German companies must name their court, number and managers
MOST_ABOVE_RULE = 4  # filled lines of closing words above "-- "
MAX_BOX_LINES = 14
MAX_FOOTER_LINES = 30
MAX_TOLD_LINES = 12  # filled ones; above more it introduces a digest
MOST_BELOW_LINK = 10  # lines, where nothing but a link speaks for a footer
MOST_BELOW_LAST_RULE = 4  # lines of a footer that say nothing by which it is known
LONGEST_RULE = 6
MOST_BELOW = {"---": 4, "__": 6, "=====": 6}
# What somebody adds below their name is said as well: a postscript, a footnote.
POSTSCRIPT = re.compile(r"^\s{0,8}(?:p\. ?s\.|ps ?[:.,]|p\. ?d\.|pd ?:|\[(?:\*|\d{1,2})\]\s)", re.IGNORECASE)
LONG_DASHES = "—–─"
SIGNATURE_RULE = re.compile(r"^(?:--|—|__|---|=====|[—–─]{2,60})[ \u00a0]?$")


# A mail's head below a rule: what follows is an earlier mail, whatever it ends with.
HEAD_OF_MAIL = re.compile(r"^\W{0,3}[^\W\d_]{2,15}(?: [^\W\d_]{1,10})?\*?\s?[:：]\*?\s.{0,100}(?:@|\b(?:19|20)\d\d\b)")
RULE_ABOVE = re.compile(r"^[-_=*~]{3,80}$")
LINK = re.compile(r"(?:https?://|www\.)\S{1,500}")
COLUMNS = re.compile(r"\s{3,}|\t|\s(?:\||//)\s")
AROUND_WORDS = re.compile(r"^[\W_]+|[\W_]+$")  # punctuation, emphasis, smileys
ABBREVIATED = {
    "mfg",
    "lg",
    "vg",
    "mvg",
    "mvh",
}  # no words of any language: a name may stand in small letters behind them
LONGEST_PHRASE = 70
LONGEST_COURTESY = 150
LONGEST_THANKS = 40
LONGEST_NAME_IN_CHINESE = 12  # characters, in scripts without capitals


def split_signature(lines: list[str], *, sender: str = "") -> tuple[list[str], list[str]]:
    """What is said, and the signature. `sender` is the name that the head of the mail gives its writer."""
    first = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    for index in range(first + 1, len(lines)):
        if (len(lines[index]) <= LONGEST_RULE or lines[index][0] in LONG_DASHES) and _is_signature_rule(lines, index):
            above, closing = _split_closing(lines[:index], sender, most=MOST_ABOVE_RULE)
            return above, closing + lines[index:]
    lines, footer = _split_footer(lines)
    lines, closing = _split_closing(lines, sender)
    return lines, closing + footer


def _split_closing(lines: list[str], sender: str, *, most: int = MAX_CLOSING_LINES) -> tuple[list[str], list[str]]:
    """The closing words and what stands below them, the telephone's line, a card, or the writer's name."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    tail = filled[-most:]
    for place, index in enumerate(tail):
        if index == filled[0]:
            continue
        after = [lines[i] for i in tail[place + 1 :]]
        line = lines[index][:MAX_WINDOW]
        if any(POSTSCRIPT.match(one) or one.lstrip().startswith(">") for one in after):
            continue
        if (
            _closes(line, after)
            or (len(after) <= 2 and _is_sent_from(line))
            or _is_dashed_name(line, lines[filled[len(filled) - len(tail) + place - 1]], after)
        ):
            return lines[:index], lines[index:]
    card = (
        _letterhead_start(lines, filled)
        or _card_start(lines, filled)
        or _box_start(lines, filled)
        or _own_name(lines, filled, sender)
    )
    return lines[: card or len(lines)], lines[card or len(lines) :]


def _letterhead_start(lines: list[str], filled: list[int]) -> int:
    """Where closing words stand above a name and a company's many short lines, among them how to reach it; 0 if nowhere."""
    tail = filled[-MAX_LETTERHEAD_LINES:]
    for place, index in enumerate(tail):
        after = [lines[i] for i in tail[place + 1 :]]
        if index == filled[0] or len(after) < MAX_CLOSING_LINES or not _is_greeting(_phrase(lines[index][:MAX_WINDOW])):
            continue
        reached = sum(bool(REACHED.search(line.strip()[:MAX_WINDOW])) for line in after)
        if _is_name(after[0]) and reached > 1 and all(len(line) <= 80 and "?" not in line for line in after):
            return 0 if any(POSTSCRIPT.match(line) for line in after) else index
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
            return index if _is_card(inside) and all(len(line) <= 80 and "?" not in line for line in inside) else 0
    return 0


def _ruled_card_start(lines: list[str], filled: list[int]) -> int:
    """Where a rule below a blank line stands above a name and how to reach it, and nothing else; 0 where none does."""
    for place, index in enumerate(filled[-MAX_CLOSING_LINES:-2]):
        if index == filled[0] or lines[index - 1].strip() or not BOX_RULE.match(lines[index][:MAX_WINDOW]):
            continue
        if lines[filled[filled.index(index) - 1]].rstrip().endswith((":", "：")):
            return 0  # what is announced is said
        card = [lines[i] for i in filled[-MAX_CLOSING_LINES:][place + 1 :]]
        is_short = all(len(line) <= 80 and line.rstrip()[-1] not in "?!？！" for line in card)
        return index if is_short and _is_name(card[0]) and _is_card(card[1:]) else 0
    return 0


def _is_signature_rule(lines: list[str], index: int) -> bool:
    """Two dashes and a blank always; what also divides chapters, or a patch from its words, only above a few lines."""
    if not SIGNATURE_RULE.match(lines[index]):
        return False
    most = MOST_BELOW.get(lines[index], 6 if lines[index][1:2] in LONG_DASHES else 15)
    below = (i for i in range(index + 1, len(lines)) if lines[i].strip())
    return lines[index] == "-- " or len(list(islice(below, most + 1))) <= most


def _closes(line: str, after: list[str]) -> bool:
    longest = LONGEST_COURTESY if COURTLY.match(line) else LONGEST_PHRASE
    if len(line) > longest or any(len(one) > 80 or "?" in one for one in map(_without_links, after)):
        return False
    if NAME_FIRST.match(line) or (ON_BEHALF.match(line) and _is_name(ON_BEHALF.sub("", line))):
        return True
    phrase = _phrase(line)
    if not phrase:
        return False
    if _is_greeting(phrase):
        return True
    if after and _is_name(after[0]) and (phrase in THANKS or _are_thanks(phrase)):
        return True
    return _greets_before_name(line)


def _without_links(line: str) -> str:
    """A signature's addresses and pictures may be of any length, and ask nothing."""
    return LINK.sub("", line) if "://" in line or "www." in line else line


def _phrase(line: str) -> str:
    """The words of a line as they stand in the lists; "" for one that has none."""
    return " ".join(folded(AROUND_WORDS.sub("", line)).replace(".", " ").split())


def _is_greeting(phrase: str) -> bool:
    if phrase in GREETINGS or CLOSING.fullmatch(phrase):
        return True
    said = [part for part in JOINED.split(phrase) if part]
    return (
        1 < len(said) <= 3
        and all(
            part in GREETINGS or part in THANKS or part.startswith(THANKFUL) or CLOSING.fullmatch(part) for part in said
        )
        and any(part in GREETINGS or CLOSING.fullmatch(part) for part in said)
    )


def _are_thanks(phrase: str) -> bool:
    said = [part for part in JOINED.split(phrase) if part]
    return 1 < len(said) <= 3 and all(part in THANKS for part in said)


def _greets_before_name(line: str) -> bool:
    """ "LG Ann", "С уважением, Анна": both in one line."""
    words = line.split()
    for count in range(1, min(4, len(words))):
        phrase = " ".join(words[:count])
        has_comma = phrase.endswith((",", "，"))
        said = _phrase(phrase)
        if said in BEFORE_NAME or (has_comma and (said in GREETINGS or said in THANKS or CLOSING.fullmatch(said))):
            return _is_name(" ".join(words[count:])) or (said in ABBREVIATED and len(words) == 2 and words[1].isalpha())
    return False


def _is_name(line: str) -> bool:
    line = line[:MAX_WINDOW]
    has_capitals = any(letter.isupper() for letter in line)
    return (has_capitals or len(line.strip()) <= LONGEST_NAME_IN_CHINESE) and bool(NAME.match(line))


def _is_sent_from(line: str) -> bool:
    if len(line) > LONGEST_PHRASE * 2 and "http" not in line:
        return False
    line = LINKS.sub("", line) if "http" in line else line
    line = line.replace("[", "").strip(" \t\u00a0()<>]")
    return bool(SENT_FROM.match(line) or ("utlook" in line and GET_OUTLOOK.match(line)))


def _own_name(lines: list[str], filled: list[int], sender: str) -> int:
    """Where the writer's own name stands below a blank line or a rule, above nothing but short lines; 0 where it does not."""
    names, initials = _names_of(sender)
    for index in filled[-MAX_CLOSING_LINES:] if names else []:
        above = lines[index - 1].strip()
        # As the last line it may stand directly below what is said; with thanks above it, they are part of it.
        said = bool(above) and not RULE_ABOVE.match(above) and not _closes_above(above)
        if index == filled[0] or (said and index < filled[-1]):
            continue
        if _is_signed(lines[index], names) or (index == filled[-1] and _is_initialled(lines[index], initials)):
            after = [lines[i] for i in filled if i > index]
            if any(POSTSCRIPT.match(one) or one.lstrip().startswith(">") for one in after):
                return 0
            start = index - 1 if above and not said else index
            if "@" in lines[index]:
                start = _address_start(lines, index)
            is_all_said = any(letter.isalnum() for line in lines[:start] for letter in line)
            is_short = all(
                len(line) <= 80 and line.rstrip()[-1:] not in {"?", "!"} for line in map(_without_links, after)
            )
            return start if is_all_said and is_short else 0
    return 0


def _address_start(lines: list[str], index: int) -> int:
    """Where the signature begins that the writer's own address ends: below a blank line or a rule, or below a name that
    stands so; 0 where the address is a part of what is said, or announced.
    """
    above = lines[index - 1].strip()
    start = index - 1 if RULE_ABOVE.match(above) or (_is_name(above) and not lines[index - 2].strip()) else index
    is_said = start == index and bool(above)
    before = next((line.rstrip() for line in reversed(lines[:start]) if line.strip()), ":")
    return 0 if is_said or before.endswith((":", "：", ",")) else start


def _closes_above(line: str) -> bool:
    """ "Thanks for any help!", "blue skies," directly above the writer's own name."""
    is_said = line[-1] == "," or (line[-1] in "!." and _phrase(line).startswith(THANKFUL))
    return len(line) <= LONGEST_THANKS and is_said


def _is_signed(line: str, names: set[str]) -> bool:
    """The name alone, or in full beside a second column of what else a card holds."""
    phrase = _phrase(line) if len(line) <= LONGEST_PHRASE else ""
    if phrase in names or " ".join(word for word in phrase.split() if len(word) > 1) in names:
        return True
    words = phrase.replace(",", " ").split()
    for count in range(1, min(4, len(words))):  # "Cheers chrys", "Thanks,Ann"
        said = " ".join(words[:-count])
        if " ".join(words[-count:]) in names and (said in GREETINGS or said in THANKS or CLOSING.fullmatch(said)):
            return True
    first, *others = COLUMNS.split(line.strip()[:MAX_WINDOW], maxsplit=1)
    return bool(others) and " " in (phrase := _phrase(first)) and phrase in names


def _is_initialled(line: str, initials: set[str]) -> bool:
    """ "m.", "-d", "jrh": a bare capital is left alone, as somebody may choose "A"."""
    word = line.strip()
    return len(word) <= LONGEST_RULE and not (len(word) == 1 and word.isupper()) and _phrase(word) in initials


def _names_of(sender: str) -> tuple[set[str], set[str]]:
    """How somebody may sign: in full, by the first name, by the first name and an initial, by what stands before the @ of
    the address; and the initials.
    """
    name, _bracket, address = sender.partition("<")
    account = folded(address).partition("@")[0]
    words = [word for word in folded(name).replace(",", " ").replace('"', "").split() if word != "&"]
    if "@" in name or not all(word.strip(".-'’").isalpha() or "-" in word for word in words):
        words = []
    names = {" ".join(words), *words[:1]}
    if len(words) > 1:
        names |= {f"{words[0]} {words[-1][0]}", " ".join(reversed(words))}
    if account.isalpha():
        names.add(account)
    names.add(_phrase(address.strip(" >")))  # as Foxmail signs
    initials = {word[0] for word in (*words[:1], account) if word} | {"".join(word[0] for word in words)}
    return {name for name in names if len(name) > 1}, initials - {""}


def _is_dashed_name(line: str, before: str, after: list[str]) -> bool:
    """ "- Ann" as the last word, which is no list's last item."""
    if before.lstrip().startswith(("-", "*", "•")) or not DASHED_NAME.match(line):
        return False
    return not after or (len(after) == 1 and _is_sent_from(after[0][:MAX_WINDOW]))


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
        if not words and len(stretch) > (MOST_BELOW_LAST_RULE if not has_words or _is_card(stretch) else 1):
            break
        has_words = has_words or words
        start = index
    is_below = has_words and any(line.strip() for line in lines[:start])
    return start if is_below else len(lines)


def _is_card(stretch: list[str]) -> bool:
    return any(BOXED.search(line[:MAX_WINDOW]) for line in stretch)


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


def _split_footer(lines: list[str]) -> tuple[list[str], list[str]]:
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
