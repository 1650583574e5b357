"""Bringing open tickets to the versions that hold now, by a worker; and, before that, how many would get other deadlines.

What was breached or ended stays as it was (sla/deadlines.py).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from accounts.actors import SLA_TIMER, Actor, person_of
from helpdesk import clock
from sla.actions import applied_to, set_policy
from sla.applying import NOTHING, Applied, TicketFacts, decide, in_force
from sla.book import BOOK, condition_of
from sla.calendar import Schedule
from sla.conditions import Condition
from sla.keeping import read
from sla.models import Calendar, Policy, Recomputation
from sla.placing import ahead_of_new
from sla.terms import Terms
from tickets.door import one_passage
from tickets.errors import Refused
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet

BITE = 50  # tickets in one transaction
MOST_LOOKED_AT = 2_000
_DRAFT = -1  # the version that is not saved yet

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Preview:
    """How many of the open tickets that were looked at would get another deadline."""

    changed: int
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


def preview_policy(policy: Policy | None, *, conditions: Condition, terms: Terms, calendar: Calendar | None) -> Preview:
    """Were this policy so (None: a new one, where it would stand)."""
    draft = Applied(_DRAFT, calendar.current_id if calendar is not None else None)
    current = policy.current_id if policy is not None else None
    ordered = [
        (conditions, draft) if applied.policy == current else (condition_of(applied.policy or 0), applied)
        for applied in in_force()
    ]
    if policy is None:
        ahead = {other.current_id for other in ahead_of_new(conditions)}
        ordered.insert(sum(applied.policy in ahead for _condition, applied in ordered), (conditions, draft))
    return _preview(lambda facts: _first(ordered, facts), _DraftBook(draft_terms=terms))


def preview_calendar(calendar: Calendar, schedule: Schedule) -> Preview:
    """Were these its hours."""
    ordered = [
        (
            condition_of(applied.policy or 0),
            applied._replace(calendar=_DRAFT) if applied.calendar == calendar.current_id else applied,
        )
        for applied in in_force()
    ]
    return _preview(lambda facts: _first(ordered, facts), _DraftBook(draft_schedule=schedule))


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
    try:
        with one_passage():
            return set_policy(ticket, decide(ticket), actor=SLA_TIMER, was_edited=True) is not None
    except (Refused, Ticket.DoesNotExist) as problem:
        logger.warning("Ticket %s keeps its deadlines: %s", ticket.pk, problem)
        return False


def _preview(judge: Callable[[TicketFacts], Applied], book: _DraftBook) -> Preview:
    tickets = list(
        _open_tickets().select_related("organization").prefetch_related("tags").order_by("-pk")[: MOST_LOOKED_AT + 1]
    )
    shown = tickets[:MOST_LOOKED_AT]
    changed = sum(_changes(ticket, judge, book) for ticket in shown)
    return Preview(changed, len(shown), is_whole=len(tickets) <= MOST_LOOKED_AT)


def _changes(ticket: Ticket, judge: Callable[[TicketFacts], Applied], book: _DraftBook) -> bool:
    applied = judge(TicketFacts(ticket, frozenset(tag.name for tag in ticket.tags.all())))
    if not ticket.sla:
        return applied.policy is not None
    if applied == applied_to(ticket):
        return False
    standing = read(ticket.sla)
    before = {target: counted.due for target, counted in standing.clocks.items()}
    standing.policy, standing.calendar = applied
    standing.compute_open(book)
    return before != {target: counted.due for target, counted in standing.clocks.items()}


def _first(ordered: list[tuple[Condition, Applied]], facts: TicketFacts) -> Applied:
    return next((applied for condition, applied in ordered if condition.matches(facts)), NOTHING)


def _open_tickets() -> TicketQuerySet:
    return Ticket.objects.unfinished()


def newest() -> Recomputation | None:
    """What is under way, or was last."""
    return Recomputation.objects.first()
