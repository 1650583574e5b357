"""Bringing open tickets to the versions that hold now, by a worker; and, before that, how many would get other deadlines.

What was breached or ended stays as it was (sla/deadlines.py).
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from accounts.actors import SLA_TIMER, Actor, person_of
from helpdesk import clock
from sla.actions import applied_to, set_policy
from sla.applying import NOTHING, Applied, TicketFacts, decide
from sla.book import BOOK, condition_of
from sla.calendar import Schedule
from sla.conditions import Condition
from sla.deadlines import COLUMNS, KINDS, Book, Standing
from sla.keeping import read
from sla.models import Calendar, Policy, Recomputation
from sla.placing import ahead_of_new
from sla.terms import Target, Terms
from tickets.door import one_passage
from tickets.errors import Refused
from tickets.events import EventKind
from tickets.models import Event, Ticket
from tickets.models.ticket import TicketQuerySet
from tickets.tag_names import TagNames

BITE = 50  # tickets in one transaction
MOST_LOOKED_AT = 2_000
# Of each target how long it has, and its deadline.
Promised = dict[Target, tuple[int | None, datetime | None]]
_DRAFT = -1  # the version that is not saved yet

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Preview:
    """How many of the open tickets that were looked at would get another deadline; `overdue`: one that has gone by."""

    changed: int
    overdue: int
    looked_at: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _DraftBook:
    draft_terms: Terms | None = None
    draft_schedule: Schedule | None = None

    def terms(self, policy: int) -> Terms:
        return self.draft_terms if policy == _DRAFT and self.draft_terms is not None else BOOK.terms(policy)

    def schedule(self, calendar: int) -> Schedule:
        if calendar == _DRAFT and self.draft_schedule is not None:
            return self.draft_schedule
        return BOOK.schedule(calendar)


def preview_policy(
    policy: Policy | None,
    *,
    conditions: Condition,
    terms: Terms,
    calendar: Calendar | None,
    is_in_force: bool | None = None,
) -> Preview:
    """Were this policy so (None: a new one, where it would stand); `is_in_force`: None as it is now."""
    draft = conditions, Applied(_DRAFT, calendar.current_id if calendar is not None else None)
    if policy is None:
        ahead = {other.pk for other in ahead_of_new(conditions)}
        others = policies_in_force()
        place = sum(other.pk in ahead for other in others)
        ordered = [*map(_standing, others[:place]), draft, *map(_standing, others[place:])]
    else:
        standing = policies_in_force() if is_in_force is None else policies_were(policy, is_in_force=is_in_force)
        ordered = [draft if other == policy else _standing(other) for other in standing]
    return _preview(lambda facts: _first(ordered, facts), _DraftBook(draft_terms=terms))


def preview_policies(policies: Iterable[Policy]) -> Preview:
    """Were these in force, in this order."""
    ordered = [_standing(policy) for policy in policies]
    return _preview(lambda facts: _first(ordered, facts), _DraftBook())


def preview_calendar(calendar: Calendar, schedule: Schedule) -> Preview:
    """Were these its hours."""
    ordered = [
        (condition, applied._replace(calendar=_DRAFT) if applied.calendar == calendar.current_id else applied)
        for condition, applied in map(_standing, policies_in_force())
    ]
    return _preview(lambda facts: _first(ordered, facts), _DraftBook(draft_schedule=schedule))


def policies_in_force() -> list[Policy]:
    """Those that tickets come under, in their order."""
    found = Policy.objects.select_related("current__calendar").filter(is_active=True, archived_at=None)
    return list(found.exclude(current=None).order_by("position", "pk"))


def policies_were(policy: Policy, *, is_in_force: bool) -> list[Policy]:
    """The same, were this one among them or not."""
    others = [other for other in policies_in_force() if other != policy]
    return sorted([*others, policy], key=lambda one: (one.position, one.pk)) if is_in_force else others


def policies_ordered(keys: Sequence[int]) -> list[Policy]:
    """The same, were they in this order; whoever is not named stands last."""
    places = {key: place for place, key in enumerate(keys)}
    return sorted(policies_in_force(), key=lambda policy: places.get(policy.pk, len(places)))


def _standing(policy: Policy) -> tuple[Condition, Applied]:
    current = policy.current
    calendar = current.calendar if current is not None else None
    applied = Applied(policy.current_id, calendar.current_id if calendar is not None else None)
    return condition_of(applied.policy or 0), applied


def start(about: str, *, actor: Actor) -> Recomputation:
    """To be carried out by a worker; a task every few seconds finds it. One that has not begun does for this change, too."""
    waiting = Recomputation.objects.select_for_update(skip_locked=True).filter(finished_at=None, after_number=0)
    job = waiting.order_by("-pk").first() or Recomputation()
    job.about, job.started_by, job.started_at = about, person_of(actor), clock.now()
    job.total = _open_tickets().count()
    job.save()
    return job


def run_waiting() -> None:
    """All that wait, the oldest first; a second worker passes over what the first one holds."""
    for pk in Recomputation.objects.filter(finished_at=None).order_by("pk").values_list("pk", flat=True):
        while _bite(pk):
            pass


@transaction.atomic
def _bite(pk: int) -> bool:
    """The next tickets; whether there may be more. What is done is written with it, so that a killed worker loses nothing."""
    waiting = Recomputation.objects.select_for_update(skip_locked=True).filter(pk=pk, finished_at=None)
    job = waiting.first()
    if job is None:
        return False
    tickets = list(_open_tickets().filter(pk__gt=job.after_number).order_by("pk")[:BITE])
    for ticket in tickets:
        job.changed += _brought_up(ticket)
        job.after_number = ticket.pk
    job.done += len(tickets)
    if len(tickets) < BITE:
        job.finished_at = clock.now()
    job.save()
    return job.finished_at is None


def _brought_up(ticket: Ticket) -> bool:
    """Whether that gave it another deadline, as the preview counts; most follow a new version with the promises they had."""
    now = clock.now()
    before = _promised_to(ticket, now)
    try:
        with one_passage():
            if set_policy(ticket, decide(ticket), actor=SLA_TIMER, was_edited=True) is None:
                return False
        return _promised_to(Ticket.objects.only("sla").get(pk=ticket.pk), now) != before
    except (Refused, Ticket.DoesNotExist) as problem:
        logger.warning("Ticket %s keeps its deadlines: %s", ticket.pk, problem)
        return False


def _preview(judge: Callable[[TicketFacts], Applied], book: _DraftBook) -> Preview:
    tickets = list(
        _open_tickets().select_related("organization").prefetch_related("tags").order_by("-pk")[: MOST_LOOKED_AT + 1]
    )
    shown = tickets[:MOST_LOOKED_AT]
    names = TagNames()
    others = {ticket.pk: applied for ticket in shown if (applied := _other(ticket, judge, names)) is not None}
    before = _standings([ticket for ticket in shown if ticket.pk in others])
    now = clock.now()
    edits = [_edited(before[pk], applied, book, now) for pk, applied in others.items()]
    return Preview(
        changed=sum(edit.changes_a_deadline for edit in edits),
        overdue=sum(edit.makes_overdue for edit in edits),
        looked_at=len(shown),
        is_whole=len(tickets) <= MOST_LOOKED_AT,
    )


def _other(ticket: Ticket, judge: Callable[[TicketFacts], Applied], names: TagNames) -> Applied | None:
    """The versions that the ticket would be under, where it is under others."""
    applied = judge(TicketFacts(ticket, frozenset(tag.name for tag in ticket.tags.all()), names))
    return None if applied == applied_to(ticket) else applied


def _standings(tickets: Iterable[Ticket]) -> dict[int, Standing]:
    """Of those that were under no policy so far, by their log."""
    found = {ticket.pk: read(ticket.sla) if ticket.sla else Standing() for ticket in tickets}
    unknown = [ticket.pk for ticket in tickets if not ticket.sla]
    # What cannot move a clock is left in the database: a ticket of years has hundreds of such events.
    moving = Q(kind__in=(*KINDS, EventKind.REPLIED)) | Q(data__has_key="waits_again")
    moving |= Q(data__changes__has_any_keys=sorted(COLUMNS))
    events = Event.objects.filter(moving, ticket__in=unknown).order_by("ticket", "seq")
    for ticket, at, data, kind in events.values_list("ticket", "at", "data", "kind").iterator():
        found[ticket].advance(_Happened(at, data, kind), BOOK)
    return found


@dataclass(frozen=True, slots=True)
class _Happened:
    """An event, of which there may be no row yet."""

    at: datetime
    data: dict[str, Any]
    kind: str = EventKind.SLA_SET


class _Edit(NamedTuple):
    changes_a_deadline: bool
    makes_overdue: bool


def _edited(standing: Standing, applied: Applied, book: Book, now: datetime) -> _Edit:
    """Before and after, as the listener would bring it there."""
    standing.settle(now)
    before, late_before = _promised(standing), _overdue(standing, now)
    standing.advance(_Happened(now, applied._asdict()), book)
    return _Edit(before != _promised(standing), bool(_overdue(standing, now) - late_before))


def _promised_to(ticket: Ticket, now: datetime) -> Promised:
    standing = read(ticket.sla) if ticket.sla else Standing()
    standing.settle(now)
    return _promised(standing)


def _promised(standing: Standing) -> Promised:
    """Of each clock how long it has, and its deadline: none that shows where it stands still."""
    return {
        target: (counted.seconds, counted.due if counted.since is not None else None)
        for target, counted in standing.clocks.items()
        if counted.is_promised
    }


def _overdue(standing: Standing, now: datetime) -> set[Target]:
    return {
        target
        for target, counted in standing.clocks.items()
        if counted.is_promised and counted.since is not None and counted.due is not None and counted.due <= now
    }


def _first(ordered: list[tuple[Condition, Applied]], facts: TicketFacts) -> Applied:
    return next((applied for condition, applied in ordered if condition.matches(facts)), NOTHING)


def _open_tickets() -> TicketQuerySet:
    return Ticket.objects.unfinished()


def newest() -> Recomputation | None:
    """What is under way, or was last."""
    return Recomputation.objects.first()
