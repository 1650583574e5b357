"""What the rules before a ticket say of a mail. They are read once a batch, and only where there are any.

All that hold set their fields, in their order, each over what an earlier one set; the first that ignores or stops ends it.
Patterns are RE2, so that no mail and no pattern takes long.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from functools import lru_cache
from typing import Any

import re2
from django.utils.translation import gettext as _

from helpdesk.labels import quoted
from mail.models import InboundEmail, InboundReason, InboundState
from mail.parsing import ParsedMail
from mail.parsing.decoding import header_text
from mail.parsing.headers import raw_values
from mail.rule_models import Does, How, MailRule
from tickets.models import Priority

HEAD_BYTES = 256_000
MOST_VALUES = 50  # of one header
LONGEST_VALUE = 10_000
# What a condition may also ask about: said of the mail as it was read, whatever its headers look like.
WORDS = ("sender", "subject", "recipients", "body")


@dataclass(frozen=True, slots=True)
class Ruling:
    """`fired`: the rules that held, by name; `state`: where it ends, empty where it goes on."""

    fired: tuple[str, ...] = ()
    state: str = ""
    reason: str = ""
    why: str = ""
    sets: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_stop(self) -> bool:
        return bool(self.state)

    @property
    def verdict(self) -> dict[str, Any]:
        """For the ledger's row and its message."""
        why = {"why": self.why} if self.why else {}
        return {"rules": list(self.fired), **why} if self.fired else {}


NO_RULING = Ruling()


class Headers:
    """Of one mail, each read when it is asked for."""

    def __init__(self, mail: ParsedMail, raw: bytes) -> None:
        self._mail, self._raw = mail, raw
        self._found: dict[str, list[str]] = {}
        self._message: Any = None

    def values(self, name: str) -> list[str]:
        name = name.lower()
        if name not in self._found:
            self._found[name] = [value[:LONGEST_VALUE] for value in self._read(name)[:MOST_VALUES]]
        return self._found[name]

    def _read(self, name: str) -> list[str]:
        mail = self._mail
        known = {
            "sender": [mail.from_email],
            "subject": [mail.subject],
            "recipients": [address.email for address in (*mail.to, *mail.cc)],
            "body": [mail.text],
        }
        if name in known:
            return [value for value in known[name] if value]
        if self._message is None:
            head, _blank, _body = self._raw[:HEAD_BYTES].lstrip(b"\r\n").replace(b"\r\n", b"\n").partition(b"\n\n")
            self._message = BytesHeaderParser().parsebytes(head + b"\n\n")
        return [header_text(value) for value in raw_values(self._message, name)]


def ruling_for(row: InboundEmail, mail: ParsedMail, rules: Sequence[MailRule]) -> Ruling:
    """Asked for several times of one mail, and found once."""
    known = getattr(row, "ruling", None)
    if known is None:
        known = judged(rules, mail, bytes(row.raw)) if rules else NO_RULING
        row.ruling = known  # type: ignore[attr-defined]  # of this object in memory alone
    return known


def judged(rules: Iterable[MailRule], mail: ParsedMail, raw: bytes) -> Ruling:
    headers = Headers(mail, raw)
    fired: list[str] = []
    sets: dict[str, Any] = {}
    for rule in rules:
        if not holds(rule.conditions, headers):
            continue
        fired.append(rule.name)
        if rule.does == Does.SET:
            tags = [*sets.get("tags", []), *rule.sets.get("tags", [])]
            sets = sets | rule.sets | ({"tags": list(dict.fromkeys(tags))} if tags else {})
        else:
            is_dropped = rule.does == Does.DROP
            state = InboundState.IGNORED if is_dropped else InboundState.QUARANTINED
            reason = InboundReason.RULE_DROPPED if is_dropped else InboundReason.RULE_QUARANTINED
            return Ruling(tuple(fired), state, reason, rule.reason or rule.name)
    return Ruling(tuple(fired), sets=sets)


def holds(conditions: Sequence[Mapping[str, str]], headers: Headers) -> bool:
    """All of them; no condition at all never holds."""
    return bool(conditions) and all(_holds(condition, headers) for condition in conditions)


def compiled(pattern: str) -> Any:
    """Raises ValueError with what is wrong."""
    try:
        return _compiled(pattern)
    except re2.error as problem:
        said = problem.args[0]
        raise ValueError(said.decode() if isinstance(said, bytes) else str(said)) from problem


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.case_sensitive, options.log_errors, options.max_mem = False, False, 1 << 20
    return re2.compile(pattern, options)


def _holds(condition: Mapping[str, str], headers: Headers) -> bool:
    values, how, wanted = headers.values(condition["header"]), condition["how"], condition.get("value", "")
    if how == How.IS_THERE:
        return bool(values)
    if how == How.MATCHES:
        try:
            pattern = compiled(wanted)
        except ValueError:
            return False  # none that could be saved
        return any(pattern.search(value) for value in values)
    folded = wanted.casefold()
    if how == How.IS:
        return any(value.casefold().strip() == folded for value in values)
    return any(folded in value.casefold() for value in values)


def told(condition: Mapping[str, str]) -> str:
    """In words."""
    names = {
        "sender": _("Sender"),
        "subject": _("Subject"),
        "recipients": _("Recipients"),
        "body": _("Words of the mail"),
    }
    header = names.get(condition["header"], condition["header"])
    how = How(condition["how"]).label
    return f"{header} {how}" if condition["how"] == How.IS_THERE else f"{header} {how} {quoted(condition['value'])}"


def told_sets(sets: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is set, each with its name and in words."""
    names = {
        "tags": _("Tags"),
        "priority": _("Priority"),
        "team": _("Team"),
        "mailbox": _("Mailbox"),
        "form": _("Form"),
    }
    words = {"tags": ", ".join(sets.get("tags", [])), "priority": str(Priority(sets.get("priority", 2)).label)}
    return [(names[name], words.get(name, str(value))) for name, value in sets.items()]
