"""Whom a returned mail was for, and whether it is given up, where a server says so in words only."""

import re

from mail.parsing.headers import ADDRESS
from mail.parsing.values import BouncedRecipient

MAX_LINES = 300
MAX_LINE = 400
MAX_DELAY_WORDS = 2_000
STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
# Alone on its line, or behind what only ever stands before a recipient.
RECIPIENT_LINE = re.compile(
    r"^\s*(?:[-*>]+\s*|to:?\s+|(?:rcpt|addressed) to:?\s*|(?:to )?recipient(?: address)?:?\s*|\d{3}[ -].{0,40})?<?",
    re.IGNORECASE,
)
HEADER_LINE = re.compile(
    r"^[\s>*]*(?:from|sender|reply-to|return-path|message-id|received|in-reply-to|references|x-[\w-]+)\s*:",
    re.IGNORECASE,
)
# From here on it is the mail that came back.
COPY = re.compile(
    r"^[\s>*|=-]*(?:below this line|this is a copy|(?:start of )?(?:returned|original|undelivered) (?:message|mail|text)|"
    r"(?:the )?(?:header|text) of the original|message (?:headers?|text) follows?\b|"
    r"possibly truncated original|return-path:|received: from)",
    re.IGNORECASE,
)
# Who is named as somebody to turn to.
HELP = re.compile(
    r"contact|for help|assistance|please (?:reply|write|send|forward)|e-?mail (?:us|me) at", re.IGNORECASE
)
DAEMONS = re.compile(r"^(?:post-?master|mailer-?daemon|abuse|support|help|admin|no-?reply)@", re.IGNORECASE)
TAGS = re.compile(r"<(?!/?[^\s<>]{1,64}@)[^<>]{0,1000}>")
BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^<>]{0,100}>", re.IGNORECASE)
# It is not given up yet: nothing that marks an address as dead.
DELAYED = re.compile(
    r"\bdelayed\b|\bdelay reason|warning only|warning message only|still being retried|not yet been delivered|"
    r"no action is required|attempts will continue|(?:will|shall) (?:keep|continue) (?:on )?try|do not need to resend|"
    r"could not send message for past|verzögert|retardé|con retraso|in ritardo|atrasad|vertraagd|försen|forsink|opóźni|"
    r"задерж|затрим|遅延|延迟|延遲|지연",
    re.IGNORECASE,
)
GIVEN_UP = re.compile(
    r"permanent (?:fatal )?(?:error|fail)|given up|giving up|no further|timed out and failed|failed permanently|unzustellbar",
    re.IGNORECASE,
)


def recipients_in_words(words: str, subject: str, others: set[str]) -> list[BouncedRecipient]:
    """The recipient whom the words name on a line of its own, else in the subject, else wherever one is named who is none of
    `others`; and what the next lines say of the reason. None where nobody is named.
    """
    if "<br" in words[:2000].lower() or "<html" in words[:2000].lower():
        words = TAGS.sub("", BREAKS.sub("\n", words))
    lines = [line[:MAX_LINE] for line in words.split("\n")[:MAX_LINES]]
    action = "delayed" if _is_delayed(subject, words) else "failed"
    copy = next((index for index, line in enumerate(lines) if COPY.match(line)), len(lines))
    if (index := _line_of_its_own(lines, range(copy))) is not None:
        return [_recipient(lines[index], action, lines[index : min(index + 6, copy)])]
    told = [
        (index, line)
        for index, line in enumerate(lines[:copy])
        if not HEADER_LINE.match(line) and not HELP.search(line)
    ]
    for index, line in [(0, subject[:MAX_LINE]), *told]:
        for email in ADDRESS.findall(line):
            if _bare(email) not in others and not DAEMONS.match(email):
                return [_recipient(email, action, lines[index : min(index + 6, copy)])]
    if (index := _line_of_its_own(lines, range(copy, len(lines)))) is not None:
        return [_recipient(lines[index], action, lines[:copy][-6:])]
    return []


def _line_of_its_own(lines: list[str], where: range) -> int | None:
    for index in where:
        found = ADDRESS.search(lines[index])
        if found and (start := RECIPIENT_LINE.match(lines[index])) and start.end() >= found.start() - 2:
            return index
    return None


def _recipient(named: str, action: str, lines: list[str]) -> BouncedRecipient:
    """The first address of `named`; `lines`: where the reason is told."""
    found = ADDRESS.search(named)
    email = found.group() if found else named
    reason = " ".join(line.strip() for line in lines)
    status = STATUS.search(reason)
    return BouncedRecipient(_bare(email), action, status.group() if status else "", reason[:500])


def _bare(email: str) -> str:
    return email.lower().strip(".'")


def _is_delayed(subject: str, words: str) -> bool:
    said = f"{subject}\n{words[:MAX_DELAY_WORDS]}"
    return bool(DELAYED.search(said)) and not GIVEN_UP.search(said)
