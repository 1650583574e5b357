"""Which policy holds for a ticket: decided when it opens and when one of its own fields changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from helpdesk.planned import PlannedSQL
from sla.book import condition_of
from sla.models import PolicyVersion
from tickets.door import current_passage
from tickets.models import Event, Ticket

# Which column decides about which field of conditions; tags have an event of their own.
_COLUMNS = {
    "channel": "channel", "priority": "priority", "form_id": "form", "language": "language", "team_id": "team",
    "level": "level", "organization_id": "tier",
}  # fmt: skip
_KEPT = "policies in force"
_IN_FORCE = """
SELECT v.id, c.current_id FROM sla_policy p
JOIN sla_policyversion v ON v.id = p.current_id LEFT JOIN sla_calendar c ON c.id = v.calendar_id
WHERE p.is_active AND p.archived_at IS NULL ORDER BY p.position, p.id
"""


class Applied(NamedTuple):
    """The versions that a ticket is under; None: nothing is promised."""

    policy: int | None
    calendar: int | None

    @property
    def name(self) -> str:
        """Of the policy; for people."""
        return (
            ""
            if self.policy is None
            else PolicyVersion.objects.values_list("policy__name", flat=True).get(pk=self.policy)
        )


NOTHING = Applied(None, None)


@dataclass(slots=True)
class TicketFacts:
    """A ticket as conditions ask about it; `tags` are looked up when they are not given and asked for."""

    ticket: Ticket
    tags: frozenset[str] | None = None

    def values(self, field: str) -> frozenset[Any]:
        ticket = self.ticket
        if field == "tag":
            if self.tags is None:
                self.tags = frozenset(ticket.tags.values_list("name", flat=True))
            return self.tags
        if field == "tier":
            return frozenset((ticket.organization.tier,)) if ticket.organization is not None else frozenset()
        return frozenset((getattr(ticket, {"form": "form_id", "team": "team_id"}.get(field, field)),))


def in_force() -> list[Applied]:
    """The current versions of active policies, in their order; one statement."""
    with connection.cursor() as cursor:
        statement = _statement()
        cursor.execute(statement, statement.params([]))
        return [Applied(*row) for row in cursor.fetchall()]


def decide(ticket: Ticket, tags: Iterable[str] | None = None) -> Applied:
    """The first policy whose conditions the ticket meets."""
    facts = TicketFacts(ticket, None if tags is None else frozenset(tags))
    for applied in _in_force_now():
        assert applied.policy is not None  # noqa: S101 - one that is in force has a version
        if condition_of(applied.policy).matches(facts):
            return applied
    return NOTHING


def _in_force_now() -> list[Applied]:
    """Asked once in an act, or in the acts that share a transaction: mails that open tickets together are some ten."""
    kept = current_passage().kept
    if _KEPT not in kept:
        kept[_KEPT] = in_force()
    found: list[Applied] = kept[_KEPT]
    return found


def may_decide_anew(event: Event) -> bool:
    """Whether the event changed a field that conditions may ask about."""
    return bool(event.data.get("added") or event.data.get("removed")) or not _COLUMNS.keys().isdisjoint(event.changes)


@cache
def _statement() -> PlannedSQL:
    return PlannedSQL.of(_IN_FORCE, [], stand_ins=[])
