"""The list behind a figure: its very rows, page by page. Its length is what the figure counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from metrics.catalogue import Metric, Unit
from metrics.models import ClockFacts, Survey, TicketFacts
from metrics.questions import Inquiry
from metrics.reasons import Reason
from sla.terms import Target
from tickets.models import Ticket

PAGE = 50
MOST_EXPORTED = 50_000


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


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows of a metric; `only` those that have what its share is of, or those that have not; of one `target`, policy or
    reason.
    """

    metric: Metric
    asked: Inquiry
    only: bool | None = None
    target: str = ""
    policy: int | None = None
    reason: str = ""

    def rows(self) -> "QuerySet[Any]":
        assert self.metric.rows is not None  # noqa: S101 - who asks has looked
        found = self.metric.rows(self.asked)
        if self.metric.having is not None and self.only is not None:
            found = found.filter(self.metric.having) if self.only else found.exclude(self.metric.having)
        if self.policy is not None:
            found = found.filter(policy__policy=self.policy)
        if self.reason:
            found = found.filter(reason=self.reason)
        return found.filter(target=self.target) if self.target else found

    def count(self) -> int:
        return self.rows().count()

    def count_tickets(self) -> int:
        return self.rows().order_by().aggregate(n=Count("ticket", distinct=True))["n"]

    def page(self, person: User, *, longest: bool, after: str = "") -> tuple[list[Line], str]:
        """Newest first, or the longest; and the cursor of the next page, empty where there is none."""
        found = list(self._after(self._ordered(longest), longest, after)[: PAGE + 1])
        lines = list(self._lines(found[:PAGE], person, longest))
        return lines, lines[-1].cursor if len(found) > PAGE else ""

    def all_lines(self, person: User) -> Iterator[Line]:
        """For an export."""
        found = list(self._ordered(longest=False)[:MOST_EXPORTED])
        yield from self._lines(found, person, longest=False)

    def _first_column(self, longest: bool) -> str:
        return self.metric.value if longest and self.metric.value else self.metric.when

    def _ordered(self, longest: bool) -> "QuerySet[Any]":
        last = [f"-{name}" for name in self._ties()]
        with_it = ("ticket", "policy__policy") if self.rows().model is ClockFacts else ("ticket",)
        return self.rows().select_related(*with_it).order_by(f"-{self._first_column(longest)}", *last)

    def _ties(self) -> tuple[str, ...]:
        """With the first column, a total order."""
        model: Any = self.rows().model
        if model is TicketFacts or model is Survey:
            return (model._meta.pk.attname,)
        return ("ticket_id", "turn", "target") if model is ClockFacts else ("ticket_id", "turn")

    def _after(self, found: "QuerySet[Any]", longest: bool, cursor: str) -> "QuerySet[Any]":
        """What comes after the row of the cursor: "first|tie|tie"; nonsense means from the beginning."""
        names = (self._first_column(longest), *self._ties())
        values: list[Any] = cursor.split("|")
        if len(values) != len(names):
            return found
        try:
            first = int(values[0]) if names[0] == self.metric.value else datetime.fromisoformat(values[0])
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

    def _lines(self, found: list[Any], person: User, longest: bool) -> Iterator[Line]:
        numbers = [row.ticket_id for row in found]
        visible = Ticket.objects.visible_to(person).filter(pk__in=numbers)
        tickets = visible.select_related("requester", "team", "assignee").in_bulk()
        having = self._having(found)
        for row in found:
            names = (self._first_column(longest), *self._ties())
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
            )

    def _value(self, row: Any) -> int | None:
        if isinstance(row, ClockFacts):
            return _late(row, self.asked.now)
        return getattr(row, self.metric.value) if self.metric.value else None

    def _having(self, found: list[Any]) -> set[Any]:
        if self.metric.having is None or not found:
            return set()
        shown = self.rows().filter(self.metric.having, ticket__in=[row.ticket_id for row in found])
        return set(shown.values_list("pk", flat=True))


def _late(row: ClockFacts, now: datetime) -> int | None:
    """How many seconds after its time a promise ended, or would if it did now; None: it was kept."""
    if row.due_at is None or row.ended_at is not None and row.ended_at <= row.due_at:
        return None
    return int(((row.ended_at or now) - row.due_at).total_seconds())


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
