"""What somebody typed into a search field, understood. Never an error: what is no operator is words.

status:open assignee:me brand:acme level:2 tag:billing from:ann@ priority:high channel:phone team:sales kind:problem
sentiment:upset field.order:A-17 created>2026-01-01 updated<2026-02-01 solved>30d
is:snoozed is:deleted is:spam has:attachment file:invoice "exact words"
-without word

Several values of what a ticket has one of, status:new,open or priority:high priority:urgent, mean any of them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from search.words import is_cjk, words_of
from tickets.content import storable
from tickets.models import Channel, Kind, Level, Priority, Sentiment, Status
from tickets.models.ticket import UNFINISHED

LONGEST_QUERY = 500
MOST_TERMS = 12
SHORTEST_PREFIX = 3
LARGEST_NUMBER = 2**63 - 1
# These also take < > <= >=.
DATED = frozenset({"created", "updated", "solved"})
SNOOZED = "snoozed"
# What no list shows unless it is asked for.
DELETED, SPAM = "deleted", "spam"
_STATES = (SNOOZED, DELETED, SPAM)
ATTACHMENT = "attachment"
FORM_FIELD = "field"  # with the key of one: field.order:A-17
# Of these a ticket has one, so that two values can only mean either; tags are asked for one beside the other.
OF_ONE = frozenset({"status", "assignee", "team", "brand", "priority", "level", "channel", "kind", "sentiment", "from"})

_DAYS_BACK = re.compile(r"([0-9]{1,4})d", re.IGNORECASE | re.ASCII)
_PART = re.compile(
    r"""(?P<minus>-)?
    (?: (?P<operator>[a-z]+(?:\.[a-z0-9_]+)?)(?P<sign>:|>=|<=|>|<)(?: "(?P<quoted>[^"]*)" | (?P<value>[^\s"]+) )
      | "(?P<phrase>[^"]*)"?
      | (?P<word>[^\s"]+) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"#?([0-9]{1,19})")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand side by side. A single word (no phrase) also matches its other forms."""

    words: tuple[str, ...]
    is_phrase: bool = False
    is_prefix: bool = False  # of the last word: it is still being typed
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the ticket. `values`: codes (status, channel, is), numbers (level, priority), words, or a date.

    Instead of a date also a number of days back from today, as a timedelta: what a saved view means by "recently".
    """

    field: str
    values: tuple[Any, ...]
    sign: str = ":"
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Misread:
    """An operator with a value that means nothing there, or one that is not ours, as it was typed. It was taken for words."""

    field: str
    typed: str


@dataclass(frozen=True, slots=True)
class Query:
    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    misread: tuple[Misread, ...] = ()
    unknown: tuple[Misread, ...] = ()  # what stands like an operator, word:value, and is none; taken for words
    number: int | None = None  # the whole text was a ticket's number

    @property
    def is_empty(self) -> bool:
        return not self.terms and not self.filters


def parse(text: str, *, operators: frozenset[str] | None = None) -> Query:
    """Understand what was typed. `operators`: those that count (None: all); others are words like any."""
    text = storable(text)[:LONGEST_QUERY]
    terms: list[Term] = []
    filters: list[Filter] = []
    misread: list[Misread] = []
    unknown: list[Misread] = []
    for part in _PART.finditer(text):
        field = _field_of(part, operators)
        found = _filters_of(part, field) if field else []
        if found:
            filters += found
            continue
        if field:
            misread.append(Misread(field, part[0].strip()))
        elif operators is None and _is_like_operator(part):
            unknown.append(Misread(part["operator"].lower(), part[0].strip()))
        if len(terms) < MOST_TERMS:
            terms += _terms_of(part, is_last=part.end() == len(text))
    whole = _NUMBER.fullmatch(text.strip())
    number = int(whole[1]) if whole and int(whole[1]) <= LARGEST_NUMBER else None
    return Query(
        tuple(dict.fromkeys(terms)),
        tuple(dict.fromkeys(filters)),
        tuple(dict.fromkeys(misread)),
        tuple(dict.fromkeys(unknown)),
        number,
    )


def _terms_of(part: re.Match[str], *, is_last: bool) -> list[Term]:
    is_phrase = part["phrase"] is not None
    typed = part["phrase"] if is_phrase else part[0].removeprefix("-")
    words = tuple(words_of(typed))
    if not words:
        return []
    last = words[-1]
    may_go_on = is_last and not is_phrase and (len(last) >= SHORTEST_PREFIX and typed[-1].isalnum())
    is_alone = len(words) == 1 and is_cjk(last) and len(last) == 1
    return [Term(words, is_phrase, is_prefix=may_go_on or is_alone, is_excluded=part["minus"] is not None)]


def _field_of(part: re.Match[str], operators: frozenset[str] | None) -> str:
    """Of an operator of ours; empty where there is none."""
    field, dot, _key = (part["operator"] or "").lower().partition(".")
    is_ours = field in _READERS and (operators is None or field in operators)
    return field if is_ours and bool(dot) == (field == FORM_FIELD) else ""


def _is_like_operator(part: re.Match[str]) -> bool:
    """Not what is pasted: an address of the web, a path or a host."""
    operator, value = part["operator"], part["value"] or part["quoted"] or ""
    return bool(operator) and "." not in operator and len(operator) > 1 and value[:1] not in ("/", "\\", ":")


def _filters_of(part: re.Match[str], field: str) -> list[Filter]:
    """One for each value; none when one of them means nothing."""
    _field, dot, key = part["operator"].lower().partition(".")
    sign, typed = part["sign"], part["value"]
    if sign != ":" and field not in DATED:
        return []
    parts = [part["quoted"]] if typed is None else typed.split(",") if field in OF_ONE else [typed]
    values = [_READERS[field](one) for one in parts if one or len(parts) == 1]
    if not all(values):
        return []
    return [Filter(field, (key, *one) if dot else one, sign, part["minus"] is not None) for one in values]


def _status(typed: str) -> tuple[str, ...]:
    typed = typed.lower().replace("-", "_")
    groups = {"unsolved": tuple(UNFINISHED), "unfinished": tuple(UNFINISHED), "waiting": (Status.PENDING,)}
    if typed in groups:
        return groups[typed]
    return (typed,) if typed in Status.values else ()


def _of_numbers(names: dict[str, int]) -> Callable[[str], tuple[int, ...]]:
    """Their names, or the numbers themselves."""
    known = names | {str(number): number for number in names.values()}

    def read(typed: str) -> tuple[int, ...]:
        return (known[typed.lower()],) if typed.lower() in known else ()

    return read


def _channel(typed: str) -> tuple[str, ...]:
    typed = typed.lower().replace("-", "_")
    return (typed,) if typed in Channel.values else ()


def _kind(typed: str) -> tuple[str, ...]:
    return (typed.lower(),) if typed.lower() in Kind.values else ()


def _sentiment(typed: str) -> tuple[str, ...]:
    return (typed.lower(),) if typed.lower() in Sentiment.values else ()


def _answer(typed: str) -> tuple[str, ...]:
    """In the case in which it was typed: so it stands in the index."""
    return (typed.strip(),) if typed.strip() else ()


def _as_typed(typed: str) -> tuple[str, ...]:
    return (typed.strip().lower(),) if typed.strip() else ()


def _is(typed: str) -> tuple[str, ...]:
    return (typed.lower(),) if typed.lower() in _STATES else ()


def _has(typed: str) -> tuple[str, ...]:
    return (ATTACHMENT,) if typed.lower() in ("attachment", "attachments", "file", "files") else ()


def _file(typed: str) -> tuple[str, ...]:
    """The words of a file's name, or of its beginning."""
    return tuple(words_of(typed))


def _date(typed: str) -> tuple[date | timedelta, ...]:
    if days := _DAYS_BACK.fullmatch(typed):
        return (timedelta(days=int(days[1])),)
    try:
        return (date.fromisoformat(typed),)
    except ValueError:
        return ()


_READERS: dict[str, Callable[[str], tuple[Any, ...]]] = {
    "status": _status,
    "assignee": _as_typed,
    "level": _of_numbers({f"l{level.value}": level.value for level in Level}),
    "tag": _as_typed,
    "from": _as_typed,
    "priority": _of_numbers({priority.name.lower(): priority.value for priority in Priority}),
    "channel": _channel,
    "team": _as_typed,
    "brand": _as_typed,
    "kind": _kind,
    "sentiment": _sentiment,
    FORM_FIELD: _answer,
    "is": _is,
    "has": _has,
    "file": _file,
    "created": _date,
    "updated": _date,
    "solved": _date,
}
