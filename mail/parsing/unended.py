"""Attributions that lack what makes others certain, a date or the colon at their end, above words that nothing marks."""

import re

from mail.parsing.marks import MAX_WINDOW
from mail.parsing.quote_words import ATTRIBUTION_OPENS, OWN_SENTENCE, REPLY_SUBJECT, TIME

# A name, with the address behind it or not.
_WORD = r"[^\W\d_a-z][\w.'’-]{0,30}"
_NAME = rf"{_WORD}(?: (?:{_WORD}|de|da|do|van|von|der|di|el|la|[-–])){{0,5}}(?: ?[<(\[][^<>()\[\]\s]{{3,150}}[>)\]])?"
_WROTE = (
    r"(?:wrote|writes|schrieb|a écrit|escribió|escribio|escreveu|ha scritto|schreef|skrev|skreiv|kirjoitti|"
    r"napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\)|a)?|napísal|написал(?:\(а\)|а)?|пишет|написав|написала|пише|yazdı|a scris|írta|"
    r"έγραψε|đã viết)"
)
_USER = r"(?:Użytkownik|Uživatel|Пользователь|Користувач|Utente|Usuario)"
_QUOTES = r"(?:Quoting|Zitat von|Citando|Citerar|Cytowanie|Citace|Citát)"
_SOMEBODY_TOLD_OF = (
    r"(?!(?:I|He|She|They|We|It|Ich|Er|Sie|Wir|Je|Il|Elle|Nous|Ils|Yo|Él|Ella|Ellos|Eu|Ele|Ela|Eles|Io|Lui|Lei|Loro|Ik|Hij|Zij|Wij|"
    r"Jag|Han|Hon|Vi|De|Jeg|Hun|Minä|Hän|Ja|On|Ona|Oni|Já|Oni|Я|Он|Она|Они|Мы|Він|Вона|Вони|Ми|Ben|O|Onlar) )"
)
UNDATED = re.compile(
    rf"^\s{{0,4}}{_SOMEBODY_TOLD_OF}(?:{_QUOTES} {_NAME}|(?:{_USER} )?{_NAME} {_WROTE})"
    r"\s?[:：]\s*$"
)
UNENDED = re.compile(
    rf"(?:\b(?:schrieb|schreef|skrev) {_NAME}|{_NAME},? (?:wrote|a écrit|escribió|escreveu|ha scritto|"
    r"napisał(?:\(a\))?|kirjoitti))\s*$"
)


def is_undated(lines: list[str], index: int, *, subject: str) -> bool:
    """ "Jan Kowalski napisał:", "Citando Ana Lima <ana@example.org>:" between blank lines, in the answer to a mail."""
    line = lines[index]
    if len(line) > MAX_WINDOW or not line.rstrip().endswith((":", "：")) or not REPLY_SUBJECT.match(subject):
        return False
    is_apart = index > 0 and not lines[index - 1].strip() and any(above.strip() for above in lines[:index])
    return is_apart and bool(UNDATED.match(line)) and not OWN_SENTENCE.match(line)


def is_unended(lines: list[str], index: int) -> bool:
    """ "Am 02.11.2026 um 10:00 schrieb Bob Lee" between blank lines: its colon was lost."""
    is_apart = index > 0 and not lines[index - 1].strip() and index + 1 < len(lines) and not lines[index + 1].strip()
    return is_apart and opens_unended(lines[index])


def opens_unended(line: str) -> bool:
    """The same, wherever it stands."""
    line = line[:MAX_WINDOW]
    is_dated = ATTRIBUTION_OPENS.match(line) and TIME.search(line) and not OWN_SENTENCE.match(line)
    return bool(is_dated and UNENDED.search(line))
