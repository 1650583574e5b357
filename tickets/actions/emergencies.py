"""Emergencies: declaring, calling one after the other, acknowledging, standing down. One event each, so the log tells all."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.actors import EMERGENCY, Actor, person_of
from accounts.models import Role, User
from accounts.permissions import Permission
from tickets.access import require, require_permission
from tickets.content import storable
from tickets.door import current_passage, verb
from tickets.emergencies import MOST_REPEATS, Step, called_by, may_stand_down, most_calls, parse_steps, step_of
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind, record
from tickets.locking import locked, locked_first
from tickets.mentions import staff_who_see
from tickets.models import Emergency, Event, Ticket

LONGEST = 2_000


@verb
def declare_emergency(
    ticket: Ticket, *, actor: Actor, plan: str, steps: Sequence[Step], reason: str, repeats: int = 0
) -> Emergency | None:
    """Begin to call, the first step at once; None while one is running on this ticket.

    Raises Invalid without a reason, IllegalTransition on a ticket nobody works on.
    """
    ticket = locked(ticket)
    require(actor, Permission.EMERGENCY, ticket)
    if ticket.emergencies.running().exists():
        return None
    if _is_put_away(ticket):
        raise IllegalTransition(_("Nobody works on this ticket any more. Reopen or restore it first."))
    reason = storable(reason).strip()[:LONGEST]
    if not reason:
        raise Invalid(_("Say what is wrong, so that whoever is called knows it at once."))
    if not 0 <= repeats <= MOST_REPEATS:
        raise Invalid(_("Repeat the steps 0 to %(most)s times.") % {"most": MOST_REPEATS})

    stored = [step.as_data() for step in steps]
    parse_steps(stored)
    emergency = Emergency.objects.create(
        ticket=ticket,
        plan=plan,
        steps=stored,
        repeats=repeats,
        reason=reason,
        declared_by=person_of(actor),
        declared_at=current_passage().now(),
    )
    _record(emergency, EventKind.EMERGENCY_DECLARED, actor, plan=plan, steps=stored, repeats=repeats, words=reason)
    _take_step(emergency)
    return emergency


@verb
def take_due_step(emergency: Emergency) -> Event | None:
    """By the timer: call whom the next step names, or say that nobody is left to be called.

    None when it was done, or somebody answered, since it was found; or when somebody holds the ticket at this moment: the
    next tick comes back. On a ticket that was solved or put away the emergency ends.
    """
    ticket = locked_first(Ticket.objects.filter(pk=emergency.ticket_id))
    if ticket is None:
        return None
    due = Emergency.objects.filter(pk=emergency.pk, ticket=ticket, next_at__lte=current_passage().now()).first()
    if due is None:
        return None
    due.ticket = ticket

    if ticket.is_solved or _is_put_away(ticket):
        return _end(due, EMERGENCY, "")
    if due.calls >= most_calls(due):
        return _nobody_answered(due)
    return _take_step(due)


@verb
def acknowledge_emergency(emergency: Emergency, *, actor: User) -> Event | None:
    """Be on it: nobody else is called any more; None if it is theirs already. Raises IllegalTransition when it is not open."""
    emergency = _locked(emergency)
    require(actor, Permission.NOTE, emergency.ticket)
    if emergency.acknowledged_by_id == actor.pk:
        return None
    if not emergency.is_running:
        raise IllegalTransition(_("This emergency is over."))
    if emergency.acknowledged_by is not None:
        who = {"who": emergency.acknowledged_by.display_name}
        raise IllegalTransition(_("%(who)s is on it already.") % who)

    emergency.acknowledged_by = actor
    emergency.acknowledged_at = current_passage().now()
    emergency.next_at = None
    emergency.save(update_fields=["acknowledged_by", "acknowledged_at", "next_at"])
    return _record(emergency, EventKind.EMERGENCY_ACKNOWLEDGED, actor)


@verb
def stand_down(emergency: Emergency, *, actor: User, words: str = "") -> Event | None:
    """It is over; None if it is, on a deleted ticket, too. For whoever is on it, and who may declare one."""
    emergency = _locked(emergency)
    require_permission(actor, Permission.NOTE, emergency.ticket)
    if not emergency.is_running:
        return None
    if not may_stand_down(actor, emergency):
        raise NotAllowed(_("Whoever is on it, or a team lead, says that it is over."))
    return _end(emergency, actor, storable(words).strip()[:LONGEST])


def bring_emergencies(source: Ticket, target: Ticket) -> list[int]:
    """Part of merging: they go on, on the survivor. Raises IllegalTransition when one is running on both."""
    brought = list(source.emergencies.all())
    if not brought:
        return []
    if any(one.is_running for one in brought) and target.emergencies.running().exists():
        raise IllegalTransition(_("An emergency is running on both tickets. Stand one of them down first."))
    keys = [one.pk for one in brought]
    Emergency.objects.filter(pk__in=keys).update(ticket=target)
    return keys


def take_emergencies_back(keys: Sequence[int], source: Ticket, target: Ticket) -> None:
    """Part of its undoing: with whatever became of them meanwhile."""
    if keys:
        Emergency.objects.filter(pk__in=keys, ticket=target).update(ticket=source)


def _locked(emergency: Emergency) -> Emergency:
    """As it is now, its ticket locked."""
    ticket = locked(emergency.ticket)
    fresh = Emergency.objects.select_related("acknowledged_by").get(pk=emergency.pk)
    if fresh.ticket_id != ticket.pk:
        raise IllegalTransition(_("It went to #%(number)s with its ticket. Look there.") % {"number": fresh.ticket_id})
    fresh.ticket = ticket
    return fresh


def _is_put_away(ticket: Ticket) -> bool:
    return ticket.is_closed or ticket.is_spam or ticket.deleted_at is not None


def _take_step(emergency: Emergency) -> Event:
    """Call whom it names and set the time of the next one; at once where there is nobody to call."""
    step, now = step_of(emergency, emergency.calls), current_passage().now()
    people = [person.pk for person in called_by(step, emergency.ticket, now)]
    emergency.calls += 1
    emergency.called = list(dict.fromkeys([*emergency.called, *people]))
    emergency.next_at = now + step.wait if people or step.webhook else now
    emergency.save(update_fields=["calls", "called", "next_at"])
    return _record(
        emergency,
        EventKind.EMERGENCY_CALLED,
        EMERGENCY,
        call=emergency.calls,
        team=step.team,
        tell=people,
        how=list(step.how),
        webhook=step.webhook,
        webhook_name=step.webhook_name,
    )


def _nobody_answered(emergency: Emergency) -> Event:
    """Admins and leads hear of it, and who declared it."""
    emergency.next_at = None
    emergency.save(update_fields=["next_at"])
    deciders = staff_who_see(emergency.ticket).filter(role__in=(Role.LEAD, Role.ADMIN))
    tell = dict.fromkeys([emergency.declared_by_id, *deciders.order_by("pk").values_list("pk", flat=True)])
    return _record(
        emergency,
        EventKind.EMERGENCY_UNANSWERED,
        EMERGENCY,
        tell=[person for person in tell if person is not None],
        how=["desk", "email"],
    )


def _end(emergency: Emergency, actor: Actor, words: str) -> Event:
    emergency.ended_by = person_of(actor)
    emergency.ended_at = current_passage().now()
    emergency.next_at = None
    emergency.save(update_fields=["ended_by", "ended_at", "next_at"])
    return _record(emergency, EventKind.EMERGENCY_ENDED, actor, words=words)


def _record(emergency: Emergency, kind: EventKind, actor: Actor, **particulars: Any) -> Event:
    return record(emergency.ticket, kind, actor=actor, emergency=emergency.pk, **particulars)
