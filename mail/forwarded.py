"""A colleague forwards a customer's mail to us: the request is the customer's, and what the colleague wrote above is a note.

Read from the text, since each program draws the head of what it forwards in a way of its own, but writes the same lines; else
from the one mail that is attached.
"""

import re
from dataclasses import dataclass

from mail.parsing import Address, ParsedMail
from mail.parsing.marks import RULE, bare_start
from mail.parsing.quote_words import FORWARD_SUBJECT, FORWARDED, FROM_LABELS, LABEL, ORIGINAL

_LONGEST_ABOVE = 400  # lines of what a colleague writes above
_LINE = re.compile(r"^[\s>*]{0,8}(?P<label>[^\W\d_][^:：*<>@]{0,24}?)\s?\*?\s?[:：]\*?\s*(?P<value>\S.{0,500})?$")
# As eM Client writes it: From "Ann" <ann@example.net>
_LOOSE = re.compile(r"^[\s>]{0,8}(?P<label>[^\W\d_]{2,12}) (?P<value>\"?[^:]{0,200}<[^\s<>]{1,64}@[^\s<>]{1,250}>)$")
_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:]{1,64}@[\w.-]{1,250}\w")
_QUOTE = re.compile(r"^> ?")
# Outlook's mark of what is passed on, in Danish and Norwegian; in Finnish it marks an answer.
_PASSED_ON = re.compile(r"^\s*vs\s*:", re.IGNORECASE)
_DANISH_HEAD = re.compile(r"^[\s>*]{0,8}fra\s?\*?\s?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """`sender` wrote `text` first; `above` is the colleague's own."""

    sender: Address
    subject: str
    text: str
    above: str


def forwarded_by(mail: ParsedMail) -> Forwarded | None:
    """None for a mail that passes nothing on, or does not say from whom."""
    lines = mail.text.split("\n")
    subject = mail.subject
    if _PASSED_ON.match(subject) and any(_DANISH_HEAD.match(line) for line in lines[:_LONGEST_ABOVE]):
        subject = _PASSED_ON.sub("Fwd:", subject)
    begin = _begin_of(lines, subject)
    if begin is None:
        return _attached(mail)
    above = lines[:begin]
    head = begin
    while head < len(lines) and (not lines[head].strip(" >") or _is_rule(lines[head])):
        head += 1
    end, sender = head, None
    while end < len(lines) and lines[end].strip(" >"):
        sender = sender or _sender_in(lines[end])
        end += 1
    if sender is None:
        return None
    return Forwarded(sender, _bare(subject), _unquoted(lines[end:]), "\n".join(above).strip())


def _attached(mail: ParsedMail) -> Forwarded | None:
    """What is passed on as an attachment, as Outlook's and Apple's programs offer. A subject of the colleague's own, with words
    below it, is a letter with an enclosure.
    """
    if (carried := mail.carried) is None:
        return None
    own = _bare(mail.subject).lower()
    if FORWARD_SUBJECT.match(mail.subject) or own in {"", _bare(carried.subject).lower()} or not mail.text.strip():
        return Forwarded(carried.sender, _bare(carried.subject), carried.text.strip(), mail.text.strip())
    return None


def _begin_of(lines: list[str], subject: str) -> int | None:
    """The line that says so, else, below a subject that does, the first that names a sender with another line of a head below."""
    for number, line in enumerate(lines[:_LONGEST_ABOVE]):
        if FORWARDED.match(bare_start(line).strip()):
            return number
    if not FORWARD_SUBJECT.match(subject):
        return None
    for number, line in enumerate(lines[:_LONGEST_ABOVE]):
        if _sender_in(line) and any(
            _LINE.match(other) or _LOOSE.match(other) for other in lines[number + 1 : number + 3]
        ):
            return _start_of_head(lines, number)
    return None


def _start_of_head(lines: list[str], number: int) -> int:
    """Above the sender's line stand other lines of the head, and a rule; they are no words of the colleague's."""
    while number and LABEL.match(bare_start(lines[number - 1])):
        number -= 1
    above = number - 1
    while above > 0 and not lines[above].strip(" >"):
        above -= 1
    return above if above >= 0 and _is_rule(lines[above]) else number


def _is_rule(line: str) -> bool:
    bare = bare_start(line).strip()
    return bool(FORWARDED.match(bare) or ORIGINAL.match(bare) or RULE.match(bare))


def _sender_in(line: str) -> Address | None:
    found = _LINE.match(line) or _LOOSE.match(line)
    if not found or not found["value"] or found["label"].strip().lower() not in FROM_LABELS:
        return None
    address = _ADDRESS.search(found["value"])
    if address is None:
        return None
    name = found["value"][: address.start()].replace("mailto:", "").strip(" \t\"'<[(*")
    return Address(address[0].lower(), name)


def _bare(subject: str) -> str:
    while found := FORWARD_SUBJECT.match(subject):
        subject = subject[found.end() :]
    return subject.strip()


def _unquoted(lines: list[str]) -> str:
    """Apple's program marks what it forwards as it marks what it quotes."""
    if all(line.startswith(">") for line in lines if line.strip()):
        lines = [_QUOTE.sub("", line) for line in lines]
    return "\n".join(lines).strip()
