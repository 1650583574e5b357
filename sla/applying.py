"""Which policy holds for a ticket: decided when it opens and when one of its own fields changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from helpdesk.planned import PlannedSQL
from sla.book import condition_of
from sla.models import PolicyVersion
from tickets.door import current_passage
from tickets.models import Event, Ticket
from tickets.tag_names import TagNames, every_name_on

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
    """A ticket as conditions ask about it; `tags` are looked up when they are not given and asked for.

    `names`: what tags are called, for whoever asks about many tickets.
    """

    ticket: Ticket
    tags: frozenset[str] | None = None
    names: TagNames = field(default_factory=TagNames)
    _every_name: frozenset[str] | None = None

    def values(self, asked: str) -> frozenset[Any]:
        ticket = self.ticket
        if asked == "tag":
            if self._every_name is None:
                tags = self.tags
                self._every_name = every_name_on(ticket) if tags is None else self.names.every_name(tags)
            return self._every_name
        if asked == "tier":
            return frozenset((ticket.organization.tier,)) if ticket.organization is not None else frozenset()
        return frozenset((getattr(ticket, {"form": "form_id", "team": "team_id"}.get(asked, asked)),))


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
