"""The arithmetic of limits: who may grant how much, with what the ticket was granted within a day."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Sum

from accounts.models import Role, User
from accounts.permissions import Permission, role_may
from tickets.models import Concession, ConcessionLimit, Ticket
from tickets.models.concession import ConcessionState

# Counted back from now and not from midnight, so that nobody splits an amount around it.
DAY = timedelta(hours=24)


def limit_of(role: str, currency: str) -> Decimal | None:
    """Up to how much this role grants by itself; None: as much as it wants."""
    row = ConcessionLimit.objects.filter(role=role, currency=currency).first()
    if row is not None:
        return row.most
    return None if role == Role.ADMIN else Decimal(0)


def granted_within_a_day(ticket: Ticket, currency: str, now: datetime) -> Decimal:
    """What was approved on this ticket, whoever asked: an amount in parts is one amount."""
    approved = Concession.objects.filter(
        ticket=ticket, currency=currency, state=ConcessionState.APPROVED, decided_at__gt=now - DAY
    )
    return approved.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def is_within(amount: Decimal | None, limit: Decimal | None, granted: Decimal) -> bool:
    """Whether an amount on top of what was granted stays within the limit; what has no amount exceeds none."""
    return amount is None or limit is None or granted + amount <= limit


def may_grant(person: User, ticket: Ticket, amount: Decimal | None, currency: str, now: datetime) -> bool:
    """Whether it needs nobody else."""
    if amount is None:
        return True
    return is_within(amount, limit_of(person.role, currency), granted_within_a_day(ticket, currency, now))


def may_decide(person: User, concession: Concession, now: datetime) -> bool:
    """Of others' only; an admin decides whatever it amounts to, so that nothing waits for ever."""
    if concession.asked_by_id == person.pk:
        return False
    return person.is_admin or may_grant(person, concession.ticket, concession.amount, concession.currency, now)


def decidable(person: User, concessions: Iterable[Concession], now: datetime) -> set[int]:
    """Which of these this person may decide, by key: two queries however many they are."""
    waiting = [one for one in concessions if one.is_waiting and one.asked_by_id != person.pk]
    if not waiting or not role_may(person.role, Permission.DECIDE_CONCESSIONS):
        return set()
    if person.is_admin:
        return {one.pk for one in waiting}
    limits = dict(ConcessionLimit.objects.filter(role=person.role).values_list("currency", "most"))
    granted = {
        (ticket, currency): total
        for ticket, currency, total in Concession.objects.filter(
            ticket__in={one.ticket_id for one in waiting}, state=ConcessionState.APPROVED, decided_at__gt=now - DAY
        )
        .order_by()
        .values_list("ticket_id", "currency")
        .annotate(total=Sum("amount"))
    }
    return {
        one.pk
        for one in waiting
        if is_within(
            one.amount,
            limits.get(one.currency, Decimal(0)),
            granted.get((one.ticket_id, one.currency)) or Decimal(0),
        )
    }
