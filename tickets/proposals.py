"""What smart routing thinks a ticket is: kept in `Ticket.proposed`, so that its page knows it without asking.

A *proposal* waits for a person's click; one that was *done* can be taken back. Both are out of date as soon as somebody decides
otherwise, and are then not shown.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tickets.models import Level, Priority, Ticket

FIELDS = ("team", "tags", "priority", "level")
_COLUMNS = {"team": "team_id", "priority": "priority", "level": "level"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`value`: a team's key, names of tags, a priority or a level; `name`: of a team or tags. `seq`: the event that did it."""

    field: str
    value: Any
    name: str
    confidence: float
    near: tuple[int, ...]
    before: Any
    seq: int | None = None

    @property
    def label(self) -> str:
        """The value for people, in the language of whoever reads it."""
        if self.field == "priority":
            return _("%(priority)s priority") % {"priority": Priority(self.value).label}
        return str(Level(self.value).label) if self.field == "level" else self.name

    @property
    def percent(self) -> int:
        """Rounded down: 99.6 is not certain."""
        return int(self.confidence * 100)

    @property
    def is_done(self) -> bool:
        return self.seq is not None

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "label": self.name,
            "confidence": round(self.confidence, 4),
            "near": list(self.near),
            "before": self.before,
            "seq": self.seq,
        }


def proposals_of(ticket: Ticket, tags: Collection[str]) -> list[Proposal]:
    """Those that still mean something, in the order of the fields."""
    found = (find_proposal(ticket, field) for field in FIELDS) if ticket.proposed else ()
    return [proposal for proposal in found if proposal is not None and _stands(proposal, ticket, tags)]


def find_proposal(ticket: Ticket, field: str) -> Proposal | None:
    kept = ticket.proposed.get(field)
    if not kept:
        return None
    known = {name: kept[name] for name in ("value", "confidence", "before", "seq") if name in kept}
    return Proposal(field, name=kept["label"], near=tuple(kept["near"]), **known)


def _stands(proposal: Proposal, ticket: Ticket, tags: Collection[str]) -> bool:
    if proposal.field == "tags":
        has_all = set(proposal.value) <= set(tags)
        return has_all if proposal.is_done else not has_all
    now = getattr(ticket, _COLUMNS[proposal.field])
    return bool(now == (proposal.value if proposal.is_done else proposal.before))
