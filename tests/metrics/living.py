"""Tickets' lives at given hours, and what is kept of them."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from accounts.models import User
from helpdesk import clock
from metrics.keeping import keep_stale
from metrics.models import TicketFacts
from tests.factories import make_ticket
from tickets import actions
from tickets.content import Body
from tickets.models import Channel, Message, Status, Ticket

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
WORDS = Body.from_text("What about it?")
THANKS = Body.from_text("Thanks!")
WHY = {"reason": "Hard.", "tried": "All.", "asked": "Help."}
HOUR = 3600


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def at(hours: float) -> AbstractContextManager[None]:
    """In the block it is so many hours after START."""
    return clock.at(after(hours))


def opened(customer: User, hours: float = 0, **fields: object) -> Ticket:
    with at(hours):
        return make_ticket(requester=customer, **fields)


def wrote(ticket: Ticket, hours: float, body: Body = WORDS, person: User | None = None) -> Message:
    with at(hours):
        return actions.receive_message(
            fresh(ticket), actor=person or ticket.requester, body=body, channel=Channel.EMAIL
        )


def answered(ticket: Ticket, agent: User, hours: float, status: Status | None = None) -> Message:
    with at(hours):
        return actions.reply(fresh(ticket), actor=agent, body=WORDS, seen_seq=None, status=status)


def solved(ticket: Ticket, agent: User, hours: float) -> None:
    with at(hours):
        actions.solve(fresh(ticket), actor=agent)


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def facts_of(ticket: Ticket) -> TicketFacts:
    keep_stale()
    return TicketFacts.objects.get(pk=ticket.pk)


def responses_of(ticket: Ticket) -> list[tuple[str, float, float]]:
    """Kind, and hours from START: since when, and when it was given."""
    rows = facts_of(ticket).responses.order_by("turn")
    return [(row.kind, hours_at(row.started_at), hours_at(row.answered_at)) for row in rows]


def solves_of(ticket: Ticket) -> list[tuple[float, float, float]]:
    """When, and how many hours it took and the customer waited."""
    rows = facts_of(ticket).solves.order_by("turn")
    return [(hours_at(row.at), row.resolution_seconds / HOUR, row.wait_seconds / HOUR) for row in rows]


def hours_at(moment: datetime) -> float:
    return (moment - START) / timedelta(hours=1)
