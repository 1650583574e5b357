"""Splits a text into what is new, what it quotes and the signature. Nothing is thrown away; one pass over the lines.

`mail-parser-reply` brings the words of a dozen languages. Its expressions only ever see short windows and a
limited number of them, because on hostile text they take far more than linear time.
"""

import re
from dataclasses import dataclass

from mailparser_reply.constants import MAIL_LANGUAGES

from mail.parsing.closing import split_signature
from mail.parsing.footers import list_footer_start
from mail.parsing.marks import (
    ENDS,
    MAX_WINDOW,
    OTHER_MARKS,
    RULE,
    around_quote,
    bare_start,
    groupwise_end,
    groupwise_length,
    is_marked,
    next_filled,
    unannounced_quote,
)
from mail.parsing.notes import NOTES_TABLE, block_start, labels_from, starts_drawn_head, starts_notes_block
from mail.parsing.quote_words import (
    ADDRESS_AT_END,
    ADDRESS_DATED,
    ATTRIBUTION_OPENS,
    DANISH_FROM,
    DATED_BY,
    DATED_SOMEBODY,
    DIGEST_SUBJECT,
    FORWARD_SUBJECT,
    FORWARDED,
    FROM_LABELS,
    LABEL,
    LABELS_IN_A_LINE,
    NAMED_DATED,
    NAMES_SOMEBODY,
    NORDIC_SUBJECT,
    ORIGINAL,
    ORIGINAL_BARE,
    OWN_SENTENCE,
    QUOTED_BEHIND,
    RULED_FROM,
    RULED_WROTE,
    SHARED_LINE,
    STARRED_NAME,
    SUPERCITE,
    TIME,
    WROTE,
    WROTE_BARE,
)
from mail.parsing.unended import is_undated, is_unended, opens_unended

MAX_LINES = 20_000
MAX_CANDIDATES = 40
MAX_WINDOWS = 2_000  # lines with a date or an address before a colon: no writer has as many
LONGEST_LABEL = 20
RULED = ("-", "_", "=", "#")


LIBRARY_WROTE = [
    re.compile(words["wrote_header"], re.IGNORECASE | re.MULTILINE)
    for words in MAIL_LANGUAGES.values()
    if "wrote_header" in words
]
DATED = re.compile(r"\d|@")
ABOVE = re.compile(
    r"^(?:#{2,}|-{2,}|={2,})[-#=\s]*(?:please )?(?:write|type|reply) (?:your (?:reply|response) )?above (?:this|the) line",
    re.IGNORECASE,
)
RULED_MARKS = (ABOVE, ORIGINAL, RULED_WROTE, RULED_FROM)
RAW_HEADER = re.compile(
    r"^(?:received|return-path|delivered-to|envelope-to|mime-version|content-[a-z-]{4,30}|message-id|references|in-reply-to|"
    r"user-agent|dkim-signature|authentication-results|list-[a-z]{2,12}|x-[\w-]{2,40}):\s",
    re.IGNORECASE,
)
MOST_RAW = 60  # lines
# An attribution that is no rest of one: it names somebody, and closes no bracket that it does not open.
STANDS_ALONE = re.compile(r"^\s*[^\W\d_](?!rote\b)[^<>]{2,150}(?:<|\d)")
REST_OF_ATTRIBUTION = re.compile(r"^\s*(?:<|wrote\b)")
# Written from right to left, names and addresses are wrapped in signs that nobody sees.
DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DAVID = "Original Message processed by david"
INDENT = " " * 4
LEAST_HEADERS = 40  # characters of From, Sent, To and Subject in one line
MAX_HEADERS = 1000
BOX_LINES = 16  # above the rule that closes a card, which stands above the quote


@dataclass(frozen=True, slots=True)
class ReplyParts:
    new: str
    quoted: str = ""
    signature: str = ""


def split_reply(text: str, *, subject: str = "", sender: str = "") -> ReplyParts:
    """`sender` is "Name <address>" of the writer as the head of the mail gives it, by which a signature may be known."""
    lines = [one for line in text.split("\n") for one in _attribution_apart(line)]
    rest = lines[MAX_LINES:]
    end = MAX_LINES if rest else list_footer_start(lines)
    new, quoted, passed_on = _split_quote(lines[:end], subject=subject, is_forward=_passes_on(subject, text))
    if not rest:
        # A list's words below a quote are nobody's answer to it; they may be the quoted mail's only where nothing marks it.
        footer = lines[end:]
        (quoted if _ends_unmarked(lines[:end], quoted) else new).extend(footer)
    (quoted or passed_on or new).extend(rest)
    if not any(line.strip() for line in new):
        return ReplyParts(new=text.strip("\n"))
    body, signature = split_signature(new, sender=sender)
    said = f"{_text(body)}\n\n{_text(passed_on)}" if signature and passed_on else _text([*body, *passed_on])
    return ReplyParts(new=said, quoted=_text(quoted), signature=_text(signature))


def _attribution_apart(line: str) -> tuple[str, ...]:
    """Two lines of the one in which Yahoo's program says who wrote and what."""
    found = QUOTED_BEHIND.match(line) if "@" in line[:MAX_WINDOW] and ":  " in line[: 2 * MAX_WINDOW] else None
    return (found[1], line[found.end() :]) if found and DATED.search(found[1]) and _is_known(found[1]) else (line,)


def _ends_unmarked(lines: list[str], quoted: list[str]) -> bool:
    last = next((line for line in reversed(lines) if line.strip()), "")
    return not is_marked(last) and last == next((line for line in reversed(quoted) if line.strip()), None)


def is_forward(text: str, subject: str) -> bool:
    """Somebody else's mail passed on: what it quotes is what the sender wants to say."""
    return _passes_on(subject, text) or any(FORWARDED.match(bare_start(line)) for line in text.split("\n")[:MAX_LINES])


def is_attribution(words: str) -> bool:
    """Whether these words name who wrote what stands below them, and when."""
    window = " ".join(words[: 2 * MAX_WINDOW].split())
    return len(window) <= MAX_WINDOW and (_is_known(window) or bool(NAMES_SOMEBODY.match(window)))


def _passes_on(subject: str, text: str) -> bool:
    if NORDIC_SUBJECT.match(subject):
        return bool(DANISH_FROM.search(text))
    return bool(FORWARD_SUBJECT.match(subject) or DIGEST_SUBJECT.match(subject))


def _text(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _split_quote(lines: list[str], *, subject: str, is_forward: bool) -> tuple[list[str], list[str], list[str]]:
    """What is new, what is quoted, and the mail that is passed on, which is neither: its end is not the writer's signature."""
    candidates = windows = 0
    has_marks = any(is_marked(line) or line.startswith(OTHER_MARKS) for line in lines)
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        bare = bare_start(line)
        if FORWARDED.match(bare):
            return _passed_on(lines, index)
        if bare != line and SUPERCITE.match(line[:MAX_WINDOW]):
            return *around_quote(lines, index, index + 1), []
        if bare != line and (after := groupwise_end(lines, index)):
            return *_around(lines, index, after), []
        if _begins_earlier_mail(lines, index, bare):
            if is_forward:
                return _passed_on(lines, block_start(lines, index))
            if is_marked(line) and not groupwise_length(lines, index):
                while index and is_marked(lines[index - 1]):
                    index -= 1  # noqa: PLW2901 - Orange writes a line above its headers
                return *around_quote(lines, index, index), []  # marked as the rest is, it may stand above the answer
            if has_marks and ORIGINAL.match(bare) and is_marked(next_filled(lines, index + 1)):
                # Zimbra marks the headers as it does the rest, to be answered below
                return *_around(lines, index, index + 1), []
            start = block_start(lines, index)
            after = _headers_above_marks(lines, index) if has_marks else 0
            if after and (_is_signed_below(lines, after) or not any(above.strip() for above in lines[:start])):
                return *around_quote(lines, start, after), []
            return *_cut(lines, start), []
        if not is_marked(line) and windows < MAX_WINDOWS and (window := _window(lines, index)):
            windows += 1
            text, length = window
            known: object = _is_known(text)
            if not known and candidates < MAX_CANDIDATES:
                candidates += 1
                known = next(filter(None, (pattern.match(text) for pattern in LIBRARY_WROTE)), None)
            if known:
                if (
                    has_marks
                ):  # the address of the post may stand in a line of its own below it, as Outlook Express cites news
                    length = max(length, _attribution_above_marks(lines, index))
                start = _attribution_start(lines, index, length)
                if is_forward and not is_marked(next_filled(lines, index + length)):
                    return _passed_on(lines, start)  # Outlook for the Mac names so whose mail it passes on
                if not OWN_SENTENCE.match(lines[start]) or is_marked(next_filled(lines, index + length)):
                    return *_around(*_on_its_own_line(lines, start, index + length)), []
        if is_marked(line) and windows < MAX_WINDOWS and not (index and is_marked(lines[index - 1])):
            windows += 1
            if _is_marked_attribution(lines, index):
                return *_around(lines, index, index), []
        if has_marks and (length := _attribution_above_marks(lines, index)):
            return *_around(lines, index, index + length), []
        if is_undated(lines, index, subject=subject) or is_unended(lines, index):
            return *_cut(lines, index), []
    return *unannounced_quote(lines), []


def _passed_on(lines: list[str], index: int) -> tuple[list[str], list[str], list[str]]:
    own, passed_on = _cut(lines, index)
    return own, [], passed_on


def _around(lines: list[str], start: int, after: int) -> tuple[list[str], list[str]]:
    """The answers around and between what is quoted, above an earlier mail that Notes or Outlook put below all of it."""
    if all(line.startswith(INDENT) for line in lines[after:] if line.strip()):
        return lines[:start], lines[start:]  # Outlook for the Mac indents all that it quotes
    for index in range(after + 1, len(lines)):
        if (
            lines[index].strip()
            and not is_marked(lines[index])
            and _begins_earlier_mail(lines, index, bare_start(lines[index]))
        ):
            answer, earlier = _cut(lines, block_start(lines, index))
            if len(answer) <= after or not any(map(is_marked, answer[after:])):
                break
            new, quoted = around_quote(answer, start, after)
            return new, quoted + earlier
    return around_quote(lines, start, after)


def _begins_earlier_mail(lines: list[str], index: int, bare: str) -> bool:
    """Whether everything from here on was said before, however it is written."""
    if bare[:1] in RULED and any(p.match(bare) for p in RULED_MARKS):
        return True
    line = lines[index][:MAX_WINDOW]
    if line.startswith(DAVID) or NOTES_TABLE.match(line) or starts_drawn_head(lines, index):
        return True
    if ":" not in line[:40] and "：" not in line[:40] and len(bare) > LONGEST_LABEL and ">>>" not in line[:10]:
        return False  # no label, as most lines: they are looked at no closer
    return (
        bool(groupwise_length(lines, index)) or _starts_header_block(lines, index) or starts_notes_block(lines, index)
    )


def _cut(lines: list[str], index: int) -> tuple[list[str], list[str]]:
    for above in range(
        index - 1, max(-1, index - MOST_RAW), -1
    ):  # as a server returns it, with all that programs read only
        if RAW_HEADER.match(lines[above][:MAX_WINDOW]):
            index = above
        elif not lines[above].strip() or not lines[above][:1].isspace():
            break
    while index and (
        (
            RULE.match(lines[index - 1][:MAX_WINDOW])
            and lines[index - 1] not in lines[max(0, index - BOX_LINES) : index - 1]
        )
        or not lines[index - 1].strip()
        or ORIGINAL_BARE.match(lines[index - 1][:MAX_WINDOW])
        or FORWARDED.match(bare_start(lines[index - 1]))
        or opens_unended(lines[index - 1])
    ):
        index -= 1
    return lines[:index], lines[index:]


def _starts_header_block(lines: list[str], index: int) -> bool:
    """From, Sent, To, Subject as Outlook and others write them, in any language of the table and any order: three labels
    in seven lines, one of them that of the sender.
    """
    first = LABEL.match(bare_start(lines[index]))
    if first is None:
        return False
    if len(lines[index]) > LEAST_HEADERS and lines[index].count(":") > 3:
        within = [label.strip(" :：*").lower() for label in LABELS_IN_A_LINE.findall(lines[index][:MAX_HEADERS])]
        if len(within) >= 3 and not FROM_LABELS.isdisjoint({first["label"].lower(), *within}):
            return True
    found = labels_from(lines, index)
    if FROM_LABELS.isdisjoint(found[:4]):
        return False
    return len(set(found)) >= 3 or (len(set(found)) == 2 and _are_above_marks(lines, index + 1))


def _are_above_marks(lines: list[str], index: int) -> bool:
    """Whether the second of two labels stands here, directly above what is marked (a web mailer of 2003)."""
    return bool(
        index + 1 < len(lines) and LABEL.match(bare_start(lines[index])) and is_marked(next_filled(lines, index + 1))
    )


def _headers_above_marks(lines: list[str], index: int) -> int:
    """Where the marked lines begin directly below a few headers (Mew, Wanderlust); 0 where other words stand there."""
    after = index + bool(ORIGINAL.match(bare_start(lines[index])))
    while (
        after < len(lines)
        and after < index + 12
        and not is_marked(lines[after])
        and (not lines[after].strip() or LABEL.match(bare_start(lines[after])) or "@" in lines[after][:MAX_WINDOW])
    ):
        after += 1  # a list of recipients may need several lines
    return after if after < len(lines) and is_marked(lines[after]) else 0


def _is_signed_below(lines: list[str], after: int) -> bool:
    """Whether below the marked lines that begin here stands a signature and nothing else, as KMail puts it."""
    below = next((i for i in range(after, len(lines)) if lines[i].strip() and not is_marked(lines[i])), len(lines))
    return below < len(lines) and lines[below].rstrip() == "--" and not any(map(is_marked, lines[below:]))


def _is_known(window: str) -> bool:
    if any(pattern.search(window) for pattern in (WROTE, ADDRESS_DATED, DATED_BY)):
        return True
    address = ADDRESS_AT_END.search(window)
    return bool(address and TIME.search(window[: address.start()]))


def _window(lines: list[str], index: int) -> tuple[str, int] | None:
    """The lines from here to one that ends with a colon, up to four as one, if they hold a date or an address."""
    window = ""
    for count, line in enumerate(lines[index : index + 4], start=1):
        # Polymail closes the bracket of an address on a line of its own.
        if not line.strip() or (window and is_marked(line) and window.count("<") <= window.count(">")):
            return None
        window = f"{window} {DIRECTION.sub('', line).strip()}".strip()
        if len(window) > MAX_WINDOW:
            return None
        if window.endswith(ENDS):
            return (window, count) if DATED.search(window) else None
    return None


def _on_its_own_line(lines: list[str], start: int, after: int) -> tuple[list[str], int, int]:
    """The lines, and where the attribution begins and ends in them: it may share a line with the last own word, and
    Polymail leaves blank lines in it.
    """
    for index in range(start, after):
        # "El El vie, 3 mar 2023 …" is no last own word: Gmail says it twice.
        if (shared := SHARED_LINE.match(lines[index])) and not ATTRIBUTION_OPENS.fullmatch(shared[1]):
            own, rest = lines[index][: shared.end(1)], lines[index][shared.end(1) :]
            return [*lines[:index], own, rest, *lines[index + 1 :]], index + 1, after + 1
    above = start - 1
    while above > 0 and not lines[above].strip() and start - above < 3:
        above -= 1
    is_rest = REST_OF_ATTRIBUTION.match(lines[start]) and 0 <= above < start - 1 and len(lines[above]) <= MAX_WINDOW
    if is_rest and ATTRIBUTION_OPENS.match(lines[above]) and DATED.search(lines[above]):
        start = above
    return lines, start, after


def _attribution_start(lines: list[str], index: int, length: int) -> int:
    """Where in the window "On … wrote:" begins: its writer may have left no blank line below the last own one."""
    for start in range(index + length - 1, index, -1):
        if ATTRIBUTION_OPENS.match(lines[start]) and (length == 1 or DATED.search(lines[start])):
            return start
    last = lines[index + length - 1]
    is_whole = DATED.search(last) and STANDS_ALONE.match(last) and not ATTRIBUTION_OPENS.match(lines[index])
    return index + length - 1 if is_whole and _is_known(last) else index


def _attribution_above_marks(lines: list[str], index: int) -> int:
    """How many lines name somebody directly above marked lines; then neither date nor colon is needed."""
    if len(lines[index]) > MAX_WINDOW or is_marked(lines[index]):
        return 0
    if not any(is_marked(line) or line.startswith(OTHER_MARKS) for line in lines[index + 1 : index + 5]):
        return 0
    for length in (1, 2):
        below = next_filled(lines, index + length)
        last = lines[index + length - 1] if index + length <= len(lines) else ""
        if not last.strip() or len(last) > MAX_WINDOW:
            return 0
        if is_marked(below) or below.startswith(OTHER_MARKS):
            window = " ".join(line.strip() for line in lines[index : index + length])
            is_bare = WROTE_BARE.search(window) and DATED.search(window)
            is_starred = below.startswith(OTHER_MARKS) and STARRED_NAME.match(window)
            is_named = any(pattern.match(window) for pattern in (NAMES_SOMEBODY, DATED_SOMEBODY, NAMED_DATED))
            opens = ATTRIBUTION_OPENS.match(window) or " your message " in window
            is_told = opens and "," in window and window.endswith(ENDS) and TIME.search(window)
            return length if is_named or is_bare or is_starred or is_told else 0
    return 0


def _is_marked_attribution(lines: list[str], index: int) -> bool:
    """ "> On 2 Nov 2026, at 10:00, Bob wrote:" as the first of marked lines, as Apple's phones write it."""
    if lines[index].count(">", 0, 6) > 1:
        return False
    text = ""
    for line in lines[index : index + 3]:
        if not is_marked(line) or not bare_start(line).strip():
            return False
        text = f"{text} {DIRECTION.sub('', bare_start(line)).strip()}".strip()
        if text.endswith(ENDS):
            return bool(DATED.search(text)) and _is_known(text)
    return False
