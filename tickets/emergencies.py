"""What an emergency's steps are, and whom one of them calls."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.middleware import find_zone
from accounts.models import Availability, User
from accounts.permissions import Permission
from accounts.working_hours import is_working
from tickets.access import may
from tickets.errors import Invalid
from tickets.mentions import staff_who_see
from tickets.models import Emergency, Ticket

MOST_STEPS = 20
MOST_REPEATS = 20
LONGEST_WAIT = 24 * 60  # minutes
WAYS = ("desk", "email")


@dataclass(frozen=True, slots=True)
class Step:
    """Call this person, or a team, in these ways (`how`), and a webhook beside or instead; then wait for so many minutes.

    All by their keys; `webhook_name` as it was, for the sentence.
    """

    person: int | None = None
    team: int | None = None
    how: tuple[str, ...] = ()
    webhook: int | None = None
    webhook_name: str = ""
    minutes: int = 5

    @property
    def wait(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "how": list(self.how)}


def parse_steps(data: Any) -> tuple[Step, ...]:
    """From their stored form; whether what they name is there, its owner says. Raises Invalid with the step's number."""
    if not isinstance(data, list) or not data:
        raise Invalid(_("Say who is called first."))
    if len(data) > MOST_STEPS:
        raise Invalid(_("A plan can have %(most)s steps.") % {"most": MOST_STEPS})
    steps = []
    for number, entry in enumerate(data, start=1):
        try:
            steps.append(_step(entry))
        except ValueError as wrong:
            raise Invalid(_("Step %(number)s: %(problem)s") % {"number": number, "problem": wrong}) from wrong
    return tuple(steps)


def step_of(emergency: Emergency, call: int) -> Step:
    """The one that is taken as the `call`-th, counted from 0 and on through the repetitions."""
    data = emergency.steps[call % len(emergency.steps)]
    return Step(**{**data, "how": tuple(data["how"])})


def most_calls(emergency: Emergency) -> int:
    return len(emergency.steps) * (emergency.repeats + 1)


def called_by(step: Step, ticket: Ticket, at: datetime) -> list[User]:
    """Whom the step calls: of a team those who are on duty, and all of it when nobody is. Only who sees the ticket."""
    if step.person is None and step.team is None:
        return []
    people = staff_who_see(ticket).filter(is_active=True)
    if step.person is not None:
        return list(people.filter(pk=step.person))
    members = list(people.filter(teams=step.team).order_by("name", "pk"))
    return [person for person in members if is_on_duty(person, at)] or members


def is_on_duty(person: User, at: datetime) -> bool:
    """Online, and within their hours."""
    return person.availability == Availability.ONLINE and is_working(person.working_hours, _zone_of(person), at)


def may_stand_down(person: User, emergency: Emergency) -> bool:
    """Who declares emergencies, and who is on this one."""
    ticket = emergency.ticket
    is_theirs = emergency.acknowledged_by_id == person.pk and may(person, Permission.NOTE, ticket)
    return is_theirs or may(person, Permission.EMERGENCY, ticket)


def _step(entry: Any) -> Step:
    if not isinstance(entry, Mapping):
        raise ValueError(_("choose who is called."))
    person, team, webhook = (_key(entry.get(name)) for name in ("person", "team", "webhook"))
    if person is not None and team is not None:
        raise ValueError(_("choose a person or a team, not both."))
    if person is None and team is None and webhook is None:
        raise ValueError(_("choose who is called."))
    how = _ways(entry.get("how") or ())
    if (person is not None or team is not None) and not how:
        raise ValueError(_("choose how they are called: in the desk, by email or both."))
    minutes = entry.get("minutes")
    if type(minutes) is not int or not 1 <= minutes <= LONGEST_WAIT:
        raise ValueError(_("wait for 1 to %(most)s minutes.") % {"most": LONGEST_WAIT})
    return Step(
        person, team, how if person or team else (), webhook, str(entry.get("webhook_name") or "")[:100], minutes
    )


def _key(value: Any) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 < value < 2**63:
        raise ValueError(_("choose one of the offered values."))
    return value


def _ways(value: Sequence[Any]) -> tuple[str, ...]:
    if isinstance(value, str) or not all(way in WAYS for way in value):
        raise ValueError(_("choose how they are called: in the desk, by email or both."))
    return tuple(way for way in WAYS if way in value)


def _zone_of(person: User) -> tzinfo:
    return find_zone(person.time_zone) or find_zone(settings.TIME_ZONE)  # type: ignore[return-value]  # a real one
