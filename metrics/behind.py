"""The list behind a figure: its very rows, page by page. Its length is what the figure counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from metrics.catalogue import Metric, Unit
from metrics.cuts import cut
from metrics.held import held_elsewhere
from metrics.models import ClockFacts, Survey, TicketFacts
from metrics.questions import Inquiry
from metrics.reasons import Reason
from sla.terms import Target
from tickets.models import Ticket

PAGE = 50
MOST_EXPORTED = 1_000_000  # a sheet holds few more
_BITE = 2_000  # rows of an export that are held at once
_LARGEST = 2**62  # beyond it nothing is stored, and comparing would be an error of the database
# What readers are shown of a ticket, whose rows are wide.
_SHOWN = (
    "subject",
    "is_avoidable",
    "requester__name",
    "requester__email",
    "team__name",
    "assignee__name",
    "assignee__email",
)
_LATE = "late"  # the name of a column that is counted as it is asked for


@dataclass(frozen=True, slots=True)
class Line:
    """`ticket` is None where the reader does not see it (any more). `value` in seconds (of a broken promise: how late it was),
    `has` of a share; None: neither.
    """

    number: int
    ticket: Ticket | None
    at: datetime
    value: int | None
    has: bool | None
    target: str
    cursor: str
    policy: str = ""
    reason: str = ""  # why a promise was broken
    held_by: str = ""  # the team and level that had it, where it had gone elsewhere
    promises: int = 1  # broken ones of this ticket that the line stands for
    is_restated: bool | None = None  # its business time counts by a corrected calendar; None: it has none
    score: int | None = None  # what a customer gave; None: there is no rating (yet)


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows of a metric; `only` those that have what its share is of, or those that have not; of one `target`, policy or
    reason; `cuts`: those of a part of a picture (metrics/cuts.py: name → value). `each_ticket`: of the broken promises of a
    ticket only the most late.
    """

    metric: Metric
    asked: Inquiry
    only: bool | None = None
    target: str = ""
    policy: int | None = None
    reason: str = ""
    each_ticket: bool = False
    cuts: Mapping[str, Any] = field(default_factory=dict)

    def rows(self) -> "QuerySet[Any]":
        assert self.metric.rows is not None  # noqa: S101 - who asks has looked
        found = self.metric.rows(self.asked)
        if self.metric.having is not None and self.only is not None:
            found = found.filter(self.metric.having) if self.only else found.exclude(self.metric.having)
        if self.policy is not None:
            found = found.filter(policy__policy=self.policy)
        if self.reason:
            found = found.filter(reason=self.reason)
        if self.target:
            found = found.filter(target=self.target)
        return cut(found, self.metric.when, self.cuts, self.asked)

    @property
    def has_sizes(self) -> bool:
        """Whether there is a longest: a time that was taken, or how late promises were, all of which were broken."""
        return bool(self.metric.value) or self.is_of_broken

    @property
    def is_of_broken(self) -> bool:
        return self.only is False and self.rows().model is ClockFacts

    @property
    def is_one_a_ticket(self) -> bool:
        return self.each_ticket and self.is_of_broken

    def count(self) -> int:
        """Of all rows, also where the list has one line a ticket."""
        return self.rows().count()

    def count_tickets(self) -> int:
        return self.rows().order_by().aggregate(n=Count("ticket", distinct=True))["n"]

    def page(self, person: User, *, longest: bool, after: str = "") -> tuple[list[Line], str]:
        """Newest first, or the longest or most late; and the cursor of the next page, empty where there is none."""
        found = list(self._after(self._ordered(longest, _moment_of(after)), longest, after)[: PAGE + 1])
        lines = list(self._lines(found[:PAGE], person, longest))
        return lines, lines[-1].cursor if len(found) > PAGE else ""

    def all_lines(self, person: User, *, longest: bool = False) -> Iterator[Line]:
        """For an export, as many as the list has."""
        found = self._ordered(longest)[:MOST_EXPORTED].iterator(_BITE)
        while bite := list(islice(found, _BITE)):
            yield from self._lines(bite, person, longest)

    def _first_column(self, longest: bool) -> str:
        if longest and self.is_of_broken:
            return _LATE
        return self.metric.value if longest and self.metric.value else self.metric.when

    def _ordered(self, longest: bool, moment: datetime | None = None) -> "QuerySet[Any]":
        """What is still overdue is as late as it was at this moment: all pages have that of the first."""
        last = [f"-{name}" for name in self._ties()]
        first, found = self._first_column(longest), self.rows()
        if self.is_of_broken:
            found = _with_lateness(found, moment or self.asked.now)
        if self.is_one_a_ticket:
            others = _with_lateness(self.rows().filter(ticket=OuterRef("ticket")), moment or self.asked.now)
            later = Q(late__gt=OuterRef("late"))
            tie = Q(late=OuterRef("late")) & (
                Q(target__gt=OuterRef("target")) | Q(target=OuterRef("target"), turn__gt=OuterRef("turn"))
            )
            found = found.filter(~Exists(others.order_by().filter(later | tie)))
        if found.model is ClockFacts:
            found = found.select_related("policy__policy")
        return found.order_by(f"-{first}", *last)

    def _ties(self) -> tuple[str, ...]:
        """With the first column, a total order."""
        model: Any = self.rows().model
        if model is TicketFacts or model is Survey:
            return (model._meta.pk.attname,)
        return ("ticket_id", "turn", "target") if model is ClockFacts else ("ticket_id", "turn")

    def _after(self, found: "QuerySet[Any]", longest: bool, cursor: str) -> "QuerySet[Any]":
        """What comes after the row of the cursor: "first|tie|tie" (and the moment, of what is late); nonsense means from the
        beginning.
        """
        names = (self._first_column(longest), *self._ties())
        values: list[Any] = cursor.split("|")
        if names[0] == _LATE and _moment_of(cursor) is not None:
            values.pop()
        if len(values) != len(names):
            return found
        try:
            first = self._read(values[0], names[0])
            ties = [
                value if name == "target" else int(value) for name, value in zip(names[1:], values[1:], strict=True)
            ]
        except ValueError:
            return found
        if (
            isinstance(first, datetime)
            and first.tzinfo is None
            or any(value not in Target.values for value in ties[2:])
        ):
            return found
        beyond, same = Q(), Q()
        for name, value in zip(names, (first, *ties), strict=True):
            beyond |= same & Q(**{f"{name}__lt": value})
            same &= Q(**{name: value})
        return found.filter(beyond)

    def _read(self, written: str, name: str) -> int | datetime | timedelta:
        """Raises ValueError."""
        if name == _LATE:
            return timedelta(microseconds=_small(written))
        return _small(written) if name == self.metric.value else datetime.fromisoformat(written)

    def _lines(self, found: list[Any], person: User, longest: bool) -> Iterator[Line]:
        numbers = [row.ticket_id for row in found]
        visible = Ticket.objects.visible_to(person).filter(pk__in=numbers)
        tickets = visible.select_related("requester", "team", "assignee").only(*_SHOWN).in_bulk()
        having = self._having(found)
        held = held_elsewhere(found) if self.is_of_broken else {}
        promises = self._promises(numbers)
        first = self._first_column(longest)
        names = (first, *self._ties(), *(["of_moment"] if first == _LATE else []))
        for row in found:
            yield Line(
                number=row.ticket_id,
                ticket=tickets.get(row.ticket_id),
                at=getattr(row, self.metric.when),
                value=self._value(row),
                has=row.pk in having if self.metric.unit == Unit.SHARE else None,
                target=str(Target(row.target).label) if isinstance(row, ClockFacts) else "",
                cursor="|".join(_plain(getattr(row, name)) for name in names),
                policy=row.policy.policy.name if isinstance(row, ClockFacts) and row.policy else "",
                reason=str(Reason(row.reason).label) if isinstance(row, ClockFacts) and row.reason else "",
                held_by=held.get(row.pk, ""),
                promises=promises.get(row.ticket_id, 1),
                is_restated=row.restatement_id is not None if self.metric.value == "business_seconds" else None,
                score=row.score if isinstance(row, Survey) else None,
            )

    def _promises(self, numbers: list[int]) -> dict[int, int]:
        """How many broken ones each of these tickets has, where it has one line."""
        if not self.is_one_a_ticket:
            return {}
        found = self.rows().filter(ticket__in=numbers).order_by().values_list("ticket")
        return dict(found.annotate(n=Count("*")))

    def _value(self, row: Any) -> int | None:
        if isinstance(row, ClockFacts):
            return _late(row, self.asked.now)
        return getattr(row, self.metric.value) if self.metric.value else None

    def _having(self, found: list[Any]) -> set[Any]:
        if self.metric.having is None or not found:
            return set()
        shown = self.rows().filter(self.metric.having, ticket__in=[row.ticket_id for row in found])
        return set(shown.values_list("pk", flat=True))


def _with_lateness(found: "QuerySet[Any]", moment: datetime) -> "QuerySet[Any]":
    """What is still overdue is as late as it is at that moment."""
    late = ExpressionWrapper(Coalesce("ended_at", Value(moment)) - F("due_at"), output_field=DurationField())
    return found.annotate(late=late, of_moment=Value(moment))


def _late(row: ClockFacts, now: datetime) -> int | None:
    """How many seconds after its time a promise ended, or would if it did now; None: it was kept."""
    if row.due_at is None or row.ended_at is not None and row.ended_at <= row.due_at:
        return None
    return int(((row.ended_at or now) - row.due_at).total_seconds())


def _plain(value: Any) -> str:
    if isinstance(value, timedelta):
        return str(value // timedelta(microseconds=1))
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _moment_of(cursor: str) -> datetime | None:
    """The last part of a cursor of what is late; None: there is none."""
    try:
        moment = datetime.fromisoformat(cursor.rpartition("|")[2])
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _small(written: str) -> int:
    """Of what the database holds. Raises ValueError."""
    number = int(written)
    if not -_LARGEST < number < _LARGEST:
        raise ValueError("too large")
    return number
