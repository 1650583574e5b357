"""Keeping facts: of tickets whose log went on, of some, of all. Always by the one function, `metrics.facts.facts_for`."""

import io
import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Max, Min, Model

from helpdesk import clock
from metrics.facts import Facts, Versions, facts_for
from metrics.models import ClockFacts, FormerResponse, ResponseFacts, SolveFacts, Stale, StayFacts, TicketFacts
from metrics.versions import StoredVersions
from tickets.models import Event

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 500
MOST_FOR_READERS = 100
_ONE_KEEPER = 7_302_206  # key of an advisory lock: two at a time could write an older state over a newer one
PARTS: tuple[type[Model], ...] = (ResponseFacts, SolveFacts, StayFacts, ClockFacts)
_OF_TICKET = ("is_counted", "channel", "priority", "organization_id", "assignee_id")
_OF_TEAM = (*_OF_TICKET, "team_id", "level")
_OF_SOLVING = (
    "status",
    "replies",
    "reopens",
    "escalations",
    "hand_backs",
    "answers_above",
    "is_avoidable",
    "is_first_contact",
)
_OF_FORMER = (
    "ticket_id",
    "turn",
    "kind",
    "started_at",
    "answered_at",
    "seconds",
    "business_seconds",
    "calendar_id",
    "restatement_id",
)
# What parts carry of their ticket.
_CARRIED: dict[type[Model], tuple[str, ...]] = {
    ResponseFacts: _OF_TEAM,
    SolveFacts: (*_OF_TEAM, *_OF_SOLVING),
    StayFacts: (*_OF_TICKET, "opened_at"),
    ClockFacts: _OF_TEAM,
}


def keep_stale() -> int:
    """Bring the facts of marked tickets up to date, until none is marked; how many marks were taken."""
    taken = 0
    while marks := _keep_some_stale(MOST_AT_ONCE):
        taken += marks
    return taken


def keep_few_stale() -> None:
    """The same for a reader, who waits for a few only, and for nobody else who is at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_KEEPER])
        if cursor.fetchone()[0]:
            _keep_some_stale(MOST_FOR_READERS)


def as_of(now: datetime) -> datetime:
    """Until when the facts hold everything: now, unless tickets are marked; then when some were kept last."""
    if not Stale.objects.exists():
        return now
    return TicketFacts.objects.aggregate(newest=Max("computed_at"))["newest"] or now


def rebuild(first: int | None = None, last: int | None = None) -> int:
    """The facts of the tickets with these numbers, both included, or of all, anew; how many tickets."""
    span = Event.objects.aggregate(first=Min("ticket"), last=Max("ticket"))
    if span["first"] is None:
        TicketFacts.objects.all().delete()
        return 0
    first, last = first or span["first"], last or span["last"]
    kept = 0
    for start in range(first, last + 1, MOST_AT_ONCE):
        numbers = range(start, min(last + 1, start + MOST_AT_ONCE))
        with transaction.atomic():
            _lock_keeper()
            kept += _keep(numbers)
    return kept


class Told(NamedTuple):
    """An event as facts need it: thousands of them are read at once."""

    ticket_id: int
    seq: int
    kind: str
    at: datetime
    actor_id: int | None
    data: dict[str, Any]

    @property
    def changes(self) -> dict[str, list[Any]]:
        return self.data.get("changes", {})


def told_by_log(numbers: Collection[int], versions: Versions) -> Iterator[tuple[int, Facts]]:
    """Ticket → what its events say. One whose log cannot be read is told of in ours, and holds nobody else up."""
    found = Event.objects.filter(ticket__in=numbers).order_by("ticket", "seq").values_list(*Told._fields)
    for number, of_ticket in groupby(map(Told._make, found), key=attrgetter("ticket_id")):
        try:
            facts = facts_for(of_ticket, versions)
        except (KeyError, TypeError, ValueError, AssertionError):
            logger.exception("ticket %s has no facts: its log cannot be read", number)
        else:
            yield number, facts


def rows_of(number: int, facts: Facts) -> dict[type[Model], list[dict[str, Any]]]:
    """By model, as its columns stand in the database; of the ticket's own without the time when they were computed."""
    parts: tuple[Sequence[Any], ...] = (facts.responses, facts.solves, facts.stays, facts.promises)
    return {
        TicketFacts: [{"ticket_id": number, **facts.columns}],
        **{model: _rows_of_part(number, model, found, facts) for model, found in zip(PARTS, parts, strict=True)},
    }


def _rows_of_part(number: int, model: type[Model], found: Sequence[Any], facts: Facts) -> list[dict[str, Any]]:
    carried = {name: facts.columns[name] for name in _CARRIED[model]}
    return [{"ticket_id": number, **carried, **{name: getattr(row, name) for name in row.__slots__}} for row in found]


def mark(numbers: Iterable[int]) -> None:
    """Have the facts of these tickets computed anew soon."""
    Stale.objects.bulk_create(Stale(ticket_number=number) for number in numbers)


def _keep_some_stale(most: int) -> int:
    with transaction.atomic():
        _lock_keeper()
        marks = list(Stale.objects.order_by("pk")[:most])
        if not marks:
            return 0
        _keep({mark.ticket_number for mark in marks})
        Stale.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        return len(marks)


def _keep(numbers: Collection[int]) -> int:
    now = clock.now()
    rows: dict[type[Model], list[dict[str, Any]]] = {TicketFacts: [], **{model: [] for model in PARTS}}
    versions = StoredVersions()
    for number, facts in told_by_log(numbers, versions):
        for model, found in rows_of(number, facts).items():
            rows[model] += found
    for row in rows[TicketFacts]:
        row["computed_at"] = now
    if versions.has_restatements:
        _keep_former(numbers, rows[ResponseFacts], now)
    with connection.cursor() as cursor:
        for model, found in rows.items():
            old = model._default_manager.filter(ticket__in=numbers)
            old._raw_delete(old.db)
            _copy(cursor, model, found)
    return len(rows[TicketFacts])


def _keep_former(numbers: Collection[int], rows: Iterable[dict[str, Any]], now: datetime) -> None:
    """Answers that count by another version from now on: as they were counted so far."""
    following = {(row["ticket_id"], row["turn"], row["answered_at"]): row["restatement_id"] for row in rows}
    computed = dict(TicketFacts.objects.filter(pk__in=numbers).values_list("pk", "computed_at"))
    former = []
    for row in ResponseFacts.objects.filter(ticket__in=numbers).order_by("ticket", "turn").values(*_OF_FORMER):
        by = following.get((row["ticket_id"], row["turn"], row["answered_at"]), row["restatement_id"])
        if by != row["restatement_id"]:
            made = computed[row["ticket_id"]]
            former.append(FormerResponse(**row, replaced_by_id=by, computed_at=made, superseded_at=now))
    FormerResponse.objects.bulk_create(former)


def _copy(cursor: CursorWrapper, model: type[Model], rows: list[dict[str, Any]]) -> None:
    """In COPY's text format: no value holds a tab, a newline or a backslash."""
    if not rows:
        return
    names = list(rows[0])
    lines = "".join("\t".join([_encoded(row[name]) for name in names]) + "\n" for row in rows)
    cursor.copy_expert(f"COPY {model._meta.db_table} ({', '.join(names)}) FROM STDIN", io.StringIO(lines))


def _encoded(value: Any) -> str:
    return "\\N" if value is None else str(value)


def _lock_keeper() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_KEEPER])
