"""Test mails through the very pipeline, in a rehearsal: what became of each, beside what was expected, and why."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from django.db.models import QuerySet

from accounts.models import Team, User
from desk.proving.reading import DUE, SampleMail, Within
from helpdesk import clock
from mail.models import InboundEmail, InboundState
from mail.parser_process import ParserProcess
from mail.rehearsing import take_in_now
from routing.assign import give_now
from routing.nobody import why_nobody
from routing.queries import why
from routing.reading import read_conditions
from routing.traces import explain
from routing.words import Labels
from sla.book import BOOK
from sla.models import Clock, ClockState, Policy
from tickets.models import Priority, Ticket
from tickets.rehearsal import rehearsing

_NAMED: dict[str, tuple[Callable[[], "QuerySet[Any]"], str]] = {
    "team": (Team.objects.all, "name"),
    "policy": (Policy.objects.all, "name"),
    "assignee": (User.objects.staff, "email"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    field: str
    expected: str
    got: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule made of the mail: it acted, or what was against it."""

    rule: str
    acted: bool
    because: str


@dataclass(slots=True)
class Proof:
    """Of one mail. `got`: field → what became of it, as plain values."""

    name: str
    got: dict[str, Any] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    nobody: str = ""  # why it was given to nobody
    rules: list[Ruling] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.differences


def prove(mails: Sequence[SampleMail]) -> list[Proof]:
    """Each after those before it. Nothing is sent and nothing is kept: of all this the database knows nothing afterwards."""
    asked_at = clock.now()
    with closing(ParserProcess()) as parser, rehearsing():
        return [_prove(mail, parser, asked_at) for mail in mails]


def _prove(mail: SampleMail, parser: ParserProcess, asked_at: datetime) -> Proof:
    came_at = mail.at or asked_at.astimezone(mail.zone)
    with clock.at(came_at):
        row = take_in_now(mail.raw, parser, mail.to)
        ticket = row.ticket
        if ticket is not None and row.state in (InboundState.CREATED, InboundState.APPENDED):
            give_now(ticket)
            ticket.refresh_from_db()
        got, deadlines = _became(row, ticket)
        nobody = why_nobody(ticket) if ticket is not None else ""
    proof = Proof(mail.name, got, list(_differences(mail, got, deadlines, came_at)), nobody)
    if ticket is not None:
        proof.rules = list(_rulings(ticket, asked_at))
    return proof


def _became(row: InboundEmail, ticket: Ticket | None) -> tuple[dict[str, Any], dict[str, Clock]]:
    got: dict[str, Any] = {"outcome": row.state}
    if row.reason:
        got["reason"] = str(row.get_reason_display())
    if row.last_error:
        got["reason"] = row.last_error
    if ticket is None:
        return got, {}
    newest = {one.target: one for one in Clock.objects.filter(ticket=ticket).order_by("turn")}
    deadlines = {name: newest[target] for name, target in DUE.items() if target in newest}
    running = [one for one in deadlines.values() if one.state != ClockState.CANCELLED]
    got |= {
        "team": ticket.team.name if ticket.team else None,
        "level": ticket.level,
        "assignee": ticket.assignee.email if ticket.assignee else None,
        "priority": Priority(ticket.priority).name.lower(),
        "status": ticket.status,
        "tags": sorted(ticket.tags.values_list("name", flat=True)),
        "language": ticket.language or None,
        "policy": running[0].policy.policy.name if running else None,
        **{name: one.due_at.isoformat() for name, one in deadlines.items() if one.due_at},
    }
    return got, deadlines


def _differences(
    mail: SampleMail, got: dict[str, Any], deadlines: dict[str, Clock], at: datetime
) -> Iterator[Difference]:
    if "outcome" not in mail.expected and got["outcome"] not in (InboundState.CREATED, InboundState.APPENDED):
        yield Difference("outcome", "a ticket", _said(got))
    for name, expected in mail.expected.items():
        if name in DUE:
            due = deadlines[name].due_at if name in deadlines else None
            wanted = expected if not isinstance(expected, Within) else _latest(expected, deadlines.get(name), at)
            is_met = due is None if wanted is None else due is not None and _is_met(expected, wanted, due)
            if not is_met:
                zone = (wanted or at).tzinfo
                yield Difference(name, _moment(expected, wanted), _shown(due.astimezone(zone)) if due else "none")
        elif name == "tags":
            if missing := [tag for tag in expected or () if tag not in got.get("tags", ())]:
                yield Difference(name, ", ".join(missing), ", ".join(got.get("tags", ())) or "none")
        elif got.get(name) != expected:
            found = _said(got) if name == "outcome" else _word(got.get(name))
            yield Difference(name, _word(expected), found, _hint(name, expected))


def _hint(name: str, expected: Any) -> str:
    """Where nothing can ever be so, because there is none of that name."""
    if name not in _NAMED or expected is None:
        return ""
    things, field = _NAMED[name]
    known = dict(things().values_list(field, "name"))
    if expected in known:
        return ""
    written = {word.lower(): address for address, label in known.items() for word in (address, label)}
    alike = get_close_matches(str(expected).lower(), written, n=1)
    return "there is none of this name" + (f"; did you mean “{written[alike[0]]}”?" if alike else "")


def _is_met(expected: Within | datetime, wanted: datetime, due: datetime) -> bool:
    return due <= wanted if isinstance(expected, Within) else due == wanted


def _latest(within: Within, deadline: Clock | None, at: datetime) -> datetime:
    """In open hours of the calendar that the deadline counts by."""
    calendar = deadline.calendar_id if deadline is not None else None
    if within.business and calendar is not None:
        reached = BOOK.schedule(calendar).add_business_seconds(at, int(within.length.total_seconds()))
        return reached.astimezone(at.tzinfo)
    return at + within.length


def _moment(expected: Within | datetime | None, wanted: datetime | None) -> str:
    if wanted is None:
        return "none"
    return f"by {_shown(wanted)}" if isinstance(expected, Within) else _shown(wanted)


def _shown(moment: datetime) -> str:
    """To the second: nobody expects more."""
    return moment.isoformat(timespec="seconds")


def _said(got: dict[str, Any]) -> str:
    return f"{got['outcome']} ({got['reason']})" if got.get("reason") else str(got["outcome"])


def _word(value: Any) -> str:
    return "none" if value is None else str(value)


def _rulings(ticket: Ticket, asked_at: datetime) -> Iterator[Ruling]:
    explained = explain(ticket, rules_of=asked_at)
    labels = Labels.of(read_conditions(one.rule.conditions) for each in explained for one in each.asked)
    for each in reversed(explained):
        for one in each.asked:
            yield Ruling(one.rule.name, one.has_acted, why(one, labels))
