"""The verbs of the SLA: setting a policy on a ticket, warning, breaching. What they record moves the clocks (sla/listener.py)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts.actors import SLA_TIMER, Actor
from accounts.models import Role, User
from sla.applying import Applied
from sla.book import BOOK
from sla.counted import Counted
from sla.due import Missed
from sla.keeping import read
from sla.models import PolicyVersion
from sla.terms import Do, Tell
from tickets.door import current_passage, verb
from tickets.events import EventKind, record
from tickets.locking import locked
from tickets.models import Event, Ticket


@verb
def set_policy(ticket: Ticket, applied: Applied, *, actor: Actor = SLA_TIMER, was_edited: bool = False) -> Event | None:
    """Put the ticket under these versions; None if it is already. What is breached or ended stays as it was.

    `was_edited`: the policies or a calendar have a new version, the ticket did not change.
    """
    ticket = locked(ticket)
    before = applied_to(ticket)
    if before == applied:
        return None
    says: dict[str, Any] = {**applied._asdict(), "name": applied.name}
    if was_edited:
        says |= {"edited": True} | ({} if _is_same_policy(before, applied) else {"another": True})
    return record(ticket, EventKind.SLA_SET, actor=actor, **says)


@verb
def warn(ticket: Ticket, clock: Counted) -> Event | None:
    """Tell that the next warning of a running clock has come; None if it was given or the clock is no longer so."""
    ticket = locked(ticket)
    known = _open_clock(ticket, clock)
    if known is None or known.warned != clock.warned or known.is_breached or known.policy is None:
        return None
    if known.warned >= len(BOOK.terms(known.policy).warn):
        return None

    return _record_warning(ticket, known, known.warned)


@verb
def breach(ticket: Ticket, clock: Counted) -> Event | None:
    """Tell that a deadline has gone by unmet."""
    ticket = locked(ticket)
    terms = BOOK.terms(clock.policy) if clock.policy is not None else None
    told = [act for act in terms.breach if act.do == Do.NOTIFY] if terms else []
    return record(
        ticket,
        EventKind.SLA_BREACHED,
        actor=SLA_TIMER,
        **_named(clock),
        tell=people_told(ticket, *(told[0].tell, told[0].people) if told else ()),
    )


def _named(clock: Counted) -> dict[str, Any]:
    """How an event says which deadline it is about."""
    return {"target": clock.target, "turn": clock.turn, "due": clock.due.isoformat() if clock.due else None}


def tell_missed(ticket: Ticket, missed: Missed) -> Event | None:
    """What came between the last tick and the event that the ticket has just had: the clock may have ended with that."""
    if missed.warning is None:
        return breach(ticket, missed.clock)
    return _warn_late(ticket, missed.clock, missed.warning)


@verb
def _warn_late(ticket: Ticket, clock: Counted, number: int) -> Event:
    return _record_warning(locked(ticket), clock, number)


def _record_warning(ticket: Ticket, clock: Counted, number: int) -> Event:
    assert clock.policy is not None  # noqa: S101 - else there was none to give
    warning = BOOK.terms(clock.policy).warn[number]
    return record(
        ticket,
        EventKind.SLA_WARNED,
        actor=SLA_TIMER,
        **_named(clock),
        percent=warning.percent,
        warning=number + 1,
        tell=people_told(ticket, warning.tell, warning.people),
    )


def applied_to(ticket: Ticket) -> Applied:
    """The versions that the ticket is under."""
    return Applied(ticket.sla.get("policy"), ticket.sla.get("calendar"))


def people_told(ticket: Ticket, whom: Iterable[Tell] = (), named: Iterable[int] = ()) -> list[int]:
    """Keys of active staff. While nobody has the ticket, its team is told, and of one in no team the leads: else nobody.

    Leads are those of its team; of one that has none, or in no team, all.
    """
    whom, named = set(whom), set(named)
    if Tell.ASSIGNEE in whom and ticket.assignee_id is None:
        whom.add(Tell.TEAM)
    if Tell.TEAM in whom and ticket.team_id is None:
        whom.add(Tell.LEADS)
    people: set[int] = set()
    if named:
        people |= set(User.objects.staff().filter(pk__in=named).values_list("pk", flat=True))
    if Tell.ASSIGNEE in whom and ticket.assignee_id is not None:
        people.add(ticket.assignee_id)
    if Tell.TEAM in whom and ticket.team_id is not None:
        people |= _asked_once(User.objects.filter(teams=ticket.team_id, is_active=True), f"told: team {ticket.team_id}")
    if Tell.LEADS in whom:
        people |= _leads_of(ticket)
    return sorted(people)


def _leads_of(ticket: Ticket) -> frozenset[int]:
    leads = User.objects.filter(role=Role.LEAD, is_active=True)
    of_team: frozenset[int] = frozenset()
    if ticket.team_id is not None:
        of_team = _asked_once(leads.filter(teams=ticket.team_id), f"told: leads of {ticket.team_id}")
    return of_team or _asked_once(leads, "told: leads")


def _asked_once(among: QuerySet[User], name: str) -> frozenset[int]:
    """Their keys. The timer tells of many tickets in one transaction, most of them of the same few teams."""
    kept = current_passage().kept
    if name not in kept:
        kept[name] = frozenset(among.values_list("pk", flat=True))
    found: frozenset[int] = kept[name]
    return found


def _is_same_policy(before: Applied, after: Applied) -> bool:
    """Maybe in another version."""
    if before.policy is None or before.policy == after.policy:
        return before.policy == after.policy
    versions = PolicyVersion.objects.filter(pk__in=[before.policy, after.policy])
    return versions.values("policy").distinct().count() == 1


def _open_clock(ticket: Ticket, clock: Counted) -> Counted | None:
    known = read(ticket.sla).clocks.get(clock.target) if ticket.sla else None
    return known if known is not None and known.turn == clock.turn and known.is_open else None
