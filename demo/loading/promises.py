"""What the demo's company promises its customers, and what it missed."""

from typing import Any

from accounts.actors import SystemActor
from helpdesk import clock
from sla import timer
from sla.editing import make_default, save_calendar, save_policy
from sla.keeping import read
from sla.models import Calendar, Clock, Policy
from tickets.models import Ticket

SETTING_UP = SystemActor("Demo")
HOUR = 3600
WEEK = ("mon", "tue", "wed", "thu", "fri")
WARNINGS = [{"percent": 75, "tell": ["assignee"]}, {"percent": 90, "tell": ["assignee", "team"]}]
BREACH = [{"do": "notify", "tell": ["assignee", "leads"]}]


def promise() -> None:
    """Calendars and policies, before the first ticket comes."""
    berlin = _calendar("Berlin", "Europe/Berlin", [["08:00", "12:30"], ["13:15", "18:00"]], "DE-BE")
    make_default(berlin, actor=SETTING_UP)
    _calendar("Chicago", "America/Chicago", [["08:00", "17:00"]], "US-IL")
    standard = Policy.objects.filter(name="Standard").first()
    save_policy(
        actor=SETTING_UP,
        policy=standard,
        name="Standard",
        description="Answers within 4 hours of Berlin's opening hours, solved within three days of them.",
        terms=_terms(first=4 * HOUR, following=8 * HOUR, resolution=28 * HOUR, acceptance=2 * HOUR),
        calendar=berlin,
    )
    premium = save_policy(
        actor=SETTING_UP,
        name="Premium and enterprise",
        description="Answers within the hour, solved the same or the next day.",
        terms=_terms(first=HOUR, following=2 * HOUR, resolution=9 * HOUR, acceptance=HOUR),
        conditions={"all": [{"field": "tier", "is": ["premium", "enterprise"]}]},
        calendar=berlin,
    )
    Policy.objects.filter(pk=premium.pk).update(position=0)
    for position, policy in enumerate(Policy.objects.exclude(pk=premium.pk), start=1):
        Policy.objects.filter(pk=policy.pk).update(position=position)


def tell_what_was_missed() -> None:
    """What is late by now was told when it became so: each warning and breach in its time."""
    now = clock.now()
    late = Clock.objects.filter(check_at__lte=now).values_list("ticket", flat=True).distinct()
    for ticket in Ticket.objects.filter(pk__in=list(late)).order_by("pk"):
        while (moment := _next_moment(ticket)) is not None and moment <= now:
            with clock.at(max(moment, ticket.updated_at)):
                timer.fire([ticket.pk], moment)
            ticket.refresh_from_db()


def _next_moment(ticket: Ticket) -> Any:
    clocks = read(ticket.sla).clocks.values()
    return min((counted.next_moment for counted in clocks if counted.next_moment), default=None)


def _calendar(name: str, zone: str, day: list[list[str]], region: str) -> Calendar:
    hours = {"time_zone": zone, "weekly": dict.fromkeys(WEEK, day), "holiday_region": region}
    return save_calendar(actor=SETTING_UP, name=name, hours=hours)


def _terms(*, first: int, following: int, resolution: int, acceptance: int) -> dict[str, Any]:
    return {
        "targets": {
            "first_response": _goal(first),
            "next_response": _goal(following),
            "resolution": _goal(resolution),
            "level": {"business": True, "seconds": {"2": 9 * HOUR, "3": 18 * HOUR}},
            "acceptance": {"business": True, "seconds": {"2": acceptance, "3": 2 * acceptance}},
        },
        "pause": ["pending", "on_hold"],
        "warn": WARNINGS,
        "breach": BREACH,
    }


def _goal(seconds: int) -> dict[str, Any]:
    """Twice as long for what is low, half as long for what is urgent."""
    return {"business": True, "seconds": {"1": 2 * seconds, "2": seconds, "3": seconds, "4": seconds // 2}}
