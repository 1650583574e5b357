"""The file of test mails: read into plain values, each mistake named with the mail it stands in. No database here.

time_zone: Europe/Berlin
mails:
  - name: A refund asked for in German
    from: Hanna Weber <hanna@kunde.example>
    to: support@example.com
    subject: Rückerstattung
    body: Bitte erstatten Sie mir den Betrag von Rechnung 4711.
    at: 2026-11-30 09:00
    expect:
      team: Billing
      level: 2
      tags: [refund]
      first_response_due: within 1 h business
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from difflib import get_close_matches
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from desk.settings.plain_yaml import load_plain
from mail.models import InboundState
from sla.terms import LONGEST as LONGEST_PROMISE
from sla.terms import Target
from tickets.models import Level, Priority, Status

LONGEST = 5_000_000
MOST_MAILS = 500
DUE = {f"{target}_due": target for target in Target}
_WORDS = {
    "outcome": tuple(InboundState.values),
    "priority": tuple(priority.name.lower() for priority in Priority),
    "status": tuple(Status.values),
}
EXPECTED = ("outcome", "team", "level", "assignee", "priority", "status", "tags", "language", "policy", *DUE)
_OF_A_MAIL = ("name", "raw", "from", "to", "subject", "body", "headers", "at", "expect")
_WITHIN = re.compile(
    r"within\s+(?:(\d{1,6})\s*h(?:ours?)?)?\s*(?:(\d{1,6})\s*m(?:in(?:utes?)?)?)?(\s+business)?", re.IGNORECASE
)
_LONGEST_WITHIN = timedelta(seconds=LONGEST_PROMISE)
_YEARS = range(1970, 2200)
# As people write them beside what `datetime.fromisoformat` reads: one digit for the hour, a space before the offset.
_ONE_DIGIT = re.compile(r"(?<=\d[ T])(?=\d:)")
_SPACE = re.compile(r"\s+(?=[+-]\d\d:?\d\d\Z|Z\Z)")


class WrongFile(ValueError):
    """With a sentence that says where."""


@dataclass(frozen=True, slots=True)
class Within:
    """A deadline that is not later than so long after the mail, in open hours of the ticket's calendar or by the clock."""

    length: timedelta
    business: bool


@dataclass(frozen=True, slots=True)
class SampleMail:
    """`at`: when it comes; None: now, by the clock of `zone`. `expected`: field → value, an instant or `Within` for deadlines."""

    name: str
    raw: bytes
    to: tuple[str, ...]
    at: datetime | None
    expected: Mapping[str, Any] = field(default_factory=dict)
    zone: tzinfo = UTC


def read(text: str) -> list[SampleMail]:
    """Raises WrongFile."""
    try:
        data = load_plain(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"Line {mark.line + 1}: " if mark else ""
        raise WrongFile(f"{where}this is no YAML: {getattr(error, 'problem', None) or error}.") from None
    if data is None:
        raise WrongFile("It is empty; the file needs “mails:”, a list of at least one.")
    if not isinstance(data, dict) or not isinstance(data.get("mails"), list) or not data["mails"]:
        raise WrongFile("The file needs “mails:”, a list of at least one.")
    _refuse_unknown(data, ("time_zone", "mails"), "The file")
    if len(data["mails"]) > MOST_MAILS:
        raise WrongFile(f"At most {MOST_MAILS} mails; cut the file in two.")
    zone = _zone(data.get("time_zone"))
    return _told_apart([_mail(given, number, zone) for number, given in enumerate(data["mails"], start=1)])


def _told_apart(mails: list[SampleMail]) -> list[SampleMail]:
    """Those of one name with their number, as what is said of them begins with the name."""
    names = Counter(mail.name for mail in mails)
    return [
        replace(mail, name=f"{mail.name} (mail {number})") if names[mail.name] > 1 else mail
        for number, mail in enumerate(mails, start=1)
    ]


def _mail(given: Any, number: int, zone: ZoneInfo | None) -> SampleMail:
    place = f"Mail {number}"
    if not isinstance(given, dict):
        raise WrongFile(f"{place}: write it as “from: …”, “subject: …”, “body: …”.")
    name = str(given.get("name") or given.get("subject") or place)
    place = f"{place} (“{name}”)"
    _refuse_unknown(given, _OF_A_MAIL, place)
    for one in ("raw", "from", "subject", "body"):
        if isinstance(given.get(one), list | dict):
            raise WrongFile(f"{place}, {one}: write one text.")
    at = _instant(given["at"], zone, f"{place}, at") if given.get("at") else None
    expected = given.get("expect") or {}
    if not isinstance(expected, dict):
        raise WrongFile(f"{place}: “expect” is a list of “field: value”.")
    _refuse_unknown(expected, EXPECTED, f"{place}, expect")
    return SampleMail(
        name=name,
        raw=_raw(given, at, number, place),
        to=_to(given, place),
        at=at,
        expected={field: _expected(field, value, zone, f"{place}, {field}") for field, value in expected.items()},
        zone=zone or UTC,
    )


def _to(given: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """Nothing: the default mailbox."""
    listed = given.get("to") or []
    addresses = listed if isinstance(listed, list) else [listed]
    if any(isinstance(one, list | dict) for one in addresses):
        raise WrongFile(f"{place}, to: write an address, or a list of addresses.")
    return tuple(str(one) for one in addresses)


def _raw(given: Mapping[str, Any], at: datetime | None, number: int, place: str) -> bytes:
    if given.get("raw"):
        if given.get("body") or given.get("from"):
            raise WrongFile(f"{place}: give it either “raw” or “from”, “subject” and “body”.")
        return str(given["raw"]).encode()
    if not given.get("from"):
        raise WrongFile(f"{place}: say who writes, such as “from: Ann Lee <ann@example.net>”.")
    headers = given.get("headers") or {}
    if not isinstance(headers, dict):
        raise WrongFile(f"{place}: “headers” are “Name: value”, one in each line.")
    fields = {
        "From": given["from"],
        "To": ", ".join(_to(given, place)) or None,
        "Subject": given.get("subject"),
        **headers,
    }
    message = EmailMessage()
    message["Message-ID"] = f"<test-mail-{number}@check-setup.invalid>"
    try:
        for header, value in fields.items():
            if value is not None:
                del message[header]
                message[header] = str(value)
        if at is not None and "Date" not in message:
            message["Date"] = format_datetime(at)
        message.set_content(str(given.get("body") or ""))
        return message.as_bytes()
    except (ValueError, TypeError, AttributeError, IndexError) as wrong:
        raise WrongFile(f"{place}: no mail can be made of it: {wrong}.") from None


def _expected(field: str, value: Any, zone: ZoneInfo | None, place: str) -> Any:
    if value is None or str(value).lower() == "none":
        return None
    if field != "tags" and isinstance(value, list | dict):
        raise WrongFile(f"{place}: write one value.")
    if field in DUE:
        return _within(value, place) or _instant(value, zone, place)
    if field == "level":
        if str(value) not in map(str, Level.values):
            raise WrongFile(f"{place}: “{value}” is no level; it is one of {', '.join(map(str, Level.values))}.")
        return int(value)
    if field == "tags":
        tags = value if isinstance(value, list) else [value]
        if any(isinstance(tag, list | dict) for tag in tags):
            raise WrongFile(f"{place}: write a list such as [refund, urgent].")
        return sorted(str(tag).strip().lower() for tag in tags)
    word = str(value).strip().lower()
    if field not in _WORDS:
        return word if field in ("assignee", "language") else str(value)
    if word not in _WORDS[field]:
        raise WrongFile(f"{place}: “{value}” is unknown; it is one of {', '.join(_WORDS[field])}.")
    return word


def _within(value: Any, place: str) -> Within | None:
    if not isinstance(value, str) or not value.strip().lower().startswith("within"):
        return None
    match = _WITHIN.fullmatch(value.strip())
    length = timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0)) if match else timedelta()
    if match is None or not length or length > _LONGEST_WITHIN:
        raise WrongFile(
            f"{place}: “{value}” is no such time; write “within 1 h business” or “within 30 min”, a year at most."
        )
    return Within(length, business=bool(match[3]))


def _instant(value: Any, zone: ZoneInfo | None, place: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_SPACE.sub("", _ONE_DIGIT.sub("0", str(value).strip())))
        if moment.year not in _YEARS:
            raise ValueError
    except ValueError:
        raise WrongFile(f"{place}: “{value}” is no time; write a time such as 2026-11-30T09:00+01:00.") from None
    if moment.tzinfo is None:
        if zone is None:
            raise WrongFile(f"{place}: say the time zone, as 2026-11-30T09:00+01:00, or “time_zone:” above the mails.")
        moment = moment.replace(tzinfo=zone)
    return moment


def _zone(name: Any) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongFile(f"There is no time zone “{name}”; write it as Europe/Berlin.") from None


def _refuse_unknown(given: Mapping[Any, Any], known: tuple[str, ...], place: str) -> None:
    for name in given:
        if name not in known:
            alike = get_close_matches(str(name), known, n=1)
            hint = f"did you mean “{alike[0]}”?" if alike else f"it knows {', '.join(known)}."
            raise WrongFile(f"{place}: “{name}” is unknown; {hint}")
