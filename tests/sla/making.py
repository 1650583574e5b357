"""Calendars, policies, and what tests look at."""

from datetime import datetime, timedelta
from typing import Any

from accounts.actors import SystemActor
from helpdesk import clock
from sla import editing, integrity
from sla.models import Calendar, CalendarVersion, Clock, DefaultCalendar, Policy, PolicyVersion
from tickets.actions import receive_message, reply
from tickets.content import Body
from tickets.models import Channel, Ticket

HOUR = 3600
OFFICE = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
# A Wednesday.
START = datetime.fromisoformat("2026-11-25T10:00:00+00:00")
WORDS = Body.from_text("And now?")


def make_calendar(name: str = "Office", weekly: Any = None, zone: str = "UTC", **more: Any) -> Calendar:
    calendar = Calendar.objects.create(name=name)
    hours = {"time_zone": zone, "weekly": OFFICE if weekly is None else weekly, **more}
    calendar.current = CalendarVersion.objects.create(calendar=calendar, number=1, hours=hours, created_at=clock.now())
    calendar.save()
    return calendar


def make_default(calendar: Calendar) -> Calendar:
    """The default one, since ever."""
    DefaultCalendar.objects.all().delete()
    editing.make_default(calendar, actor=SystemActor("A test"))
    calendar.refresh_from_db()
    return calendar


def goal(seconds: int, *, business: bool = False, keys: str = "1234") -> dict[str, Any]:
    return {"business": business, "seconds": dict.fromkeys(keys, seconds)}


def targets(**changed: Any) -> dict[str, Any]:
    usual = {
        "first_response": goal(HOUR),
        "next_response": goal(HOUR),
        "resolution": goal(4 * HOUR),
        "level": goal(2 * HOUR, keys="123"),
    }
    return {name: given for name, given in (usual | changed).items() if given is not None}


def make_policy(
    name: str = "Everything",
    *,
    calendar: Calendar | None = None,
    conditions: Any = None,
    position: int = 0,
    **terms: Any,
) -> Policy:
    terms = {
        "targets": targets(),
        "warn": [{"percent": 50, "tell": ["assignee"]}, {"percent": 75, "tell": ["assignee", "team"]}],
        "breach": [{"do": "notify", "tell": ["assignee", "leads"]}],
        **terms,
    }
    policy = Policy.objects.create(name=name, position=position)
    policy.current = PolicyVersion.objects.create(
        policy=policy, number=1, conditions=conditions or {}, terms=terms, calendar=calendar, created_at=clock.now()
    )
    policy.save()
    return policy


def after(**how_much: float) -> datetime:
    return START + timedelta(**how_much)


def clocks_of(ticket: Ticket) -> dict[str, str]:
    """Of each clock its state."""
    return {f"{row.target} {row.turn}": row.state for row in ticket.clocks.order_by("pk")}


def clock_of(ticket: Ticket, target: str, turn: int = 1) -> Clock:
    return ticket.clocks.get(target=target, turn=turn)


def assert_clocks_agree(ticket: Ticket) -> None:
    """Rows and derived columns are what the log says."""
    fresh = Ticket.objects.get(pk=ticket.pk)
    assert list(integrity.contradictions(fresh)) == []


def answer(ticket, agent, *, at, **more):
    with clock.at(at):
        seen = Ticket.objects.get(pk=ticket.pk).conversation_seq
        reply(ticket, actor=agent, body=WORDS, seen_seq=seen, **more)


def write(ticket, customer, *, at):
    with clock.at(at):
        receive_message(ticket, actor=customer, body=WORDS, channel=Channel.EMAIL)


def act(verb, *args, at, **more):
    with clock.at(at):
        return verb(*args, **more)


def due(ticket, target, turn=1):
    return clock_of(ticket, target, turn).due_at
