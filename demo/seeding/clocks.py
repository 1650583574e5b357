"""The clocks of seeded tickets, moved by the very function that the listener uses."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sla.applying import NOTHING, Applied, in_force
from sla.book import BOOK, condition_of
from sla.conditions import Condition
from sla.counted import Counted
from sla.deadlines import Standing
from sla.keeping import kept
from tickets.events import EventKind

_ASKED_OF_COLUMNS = ("channel", "priority", "language", "level")


@dataclass(slots=True)
class _Happening:
    kind: str
    at: datetime
    data: dict[str, Any]


@dataclass(slots=True)
class _Facts:
    known: dict[str, Any]

    def values(self, field: str) -> frozenset[Any]:
        value = self.known.get(field)
        return value if isinstance(value, frozenset) else frozenset((value,))


class Policies:
    """What is in force while we seed. `names` are those of the policies, for people."""

    def __init__(self) -> None:
        self.ordered: list[tuple[Condition, Applied]] = [
            (condition_of(applied.policy), applied) for applied in in_force() if applied.policy is not None
        ]
        self.names = {applied: applied.name for _condition, applied in self.ordered} | {NOTHING: NOTHING.name}

    def decide(self, columns: Mapping[str, Any], tags: Collection[str]) -> Applied:
        """For a ticket of the seed's customers, whose organizations are all of one tier."""
        asked = {"tag": frozenset(tags), "tier": "standard", "team": columns["team_id"]}
        facts = _Facts({**asked, **{name: columns[name] for name in _ASKED_OF_COLUMNS}})
        return next((applied for condition, applied in self.ordered if condition.matches(facts)), NOTHING)


@dataclass(slots=True)
class Clocks:
    """Moments are seconds since 1970; without a policy nothing runs."""

    standing: Standing = field(default_factory=Standing)

    def open(self, at: int, columns: dict[str, Any], applied: Applied) -> None:
        if applied.policy is not None:
            self._move(EventKind.OPENED, at, {"snapshot": columns, "sla": applied._asdict()})

    def advance(self, kind: EventKind, at: int, columns: dict[str, Any], **told: Any) -> list[Counted]:
        """What was found overdue. `told` is what the event says beside the columns that it changed."""
        if self.standing.policy is None:
            return []
        changes = {name: [None, value] for name, value in columns.items()}
        self._move(kind, at, {"changes": changes, **told})
        missed, self.standing.overrun = self.standing.overrun, []
        return [one.clock for one in missed if one.warning is None]

    def is_under_another(self, applied: Applied) -> bool:
        """Whether what is promised is changed by these; without a policy at its opening, a seeded ticket stays so."""
        standing = self.standing
        return standing.policy is not None and (standing.policy, standing.calendar) != applied

    def overdue(self, now: int) -> Counted | None:
        moment = _moment(now)
        late = [clock for clock in self.standing.clocks.values() if clock.since and clock.due and clock.due < moment]
        return min((clock for clock in late if not clock.is_breached), key=lambda clock: clock.due, default=None)  # type: ignore[arg-type,return-value]

    def breach(self, clock: Counted, at: int) -> None:
        self._move(EventKind.SLA_BREACHED, at, {"target": clock.target, "turn": clock.turn})

    def settle(self, now: int) -> None:
        self.standing.settle(_moment(now))

    def derived(self) -> tuple[datetime | None, dict[str, Any]]:
        """`next_due_at` and `sla` of the ticket."""
        return self.standing.next_due, kept(self.standing) if self.standing.policy is not None else {}

    def promised(self) -> list[Counted]:
        return [clock for clock in self.standing.touched.values() if clock.seconds is not None]

    def _move(self, kind: EventKind, at: int, data: dict[str, Any]) -> None:
        self.standing.advance(_Happening(kind, _moment(at), data), BOOK)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
