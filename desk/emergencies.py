"""What pages and mails show of emergencies, the links by which people answer them, and hints at the strip across their desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.permissions import Permission
from helpdesk import live
from tickets.access import may
from tickets.emergencies import Step, may_stand_down, most_calls, step_of
from tickets.live import hint_later, own_channel
from tickets.models import Emergency, Event, Ticket

MOST_SHOWN = 50
_SALT = "desk.emergencies.acknowledge"
_LINK_WORKS_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Shown:
    """An emergency as one person sees it."""

    emergency: Emergency
    called: list[str]  # names, in the order in which they were called
    next_words: str  # who is called next; empty when nobody is
    may_acknowledge: bool
    may_stand_down: bool

    @property
    def next_at(self) -> datetime | None:
        return self.emergency.next_at


def shown(person: User, emergencies: Iterable[Emergency]) -> list[Shown]:
    """In three statements at most, however many they are; their tickets are loaded."""
    rows = list(emergencies)
    steps = {row.pk: step_of(row, row.calls) for row in rows if row.next_at is not None and row.calls < most_calls(row)}
    keys = {pk for row in rows for pk in row.called} | {step.person for step in steps.values() if step.person}
    people = {one.pk: one.display_name for one in User.objects.filter(pk__in=keys)} if keys else {}
    named = {step.team for step in steps.values() if step.team}
    teams = dict(Team.objects.filter(pk__in=named).values_list("pk", "name")) if named else {}
    return [
        Shown(
            emergency=row,
            called=[people[pk] for pk in row.called if pk in people],
            next_words=_next_words(steps.get(row.pk), people, teams),
            may_acknowledge=row.is_running and row.acknowledged_at is None,
            may_stand_down=row.is_running and may_stand_down(person, row),
        )
        for row in rows
    ]


def running_on(ticket: Ticket, person: User) -> Shown | None:
    running = _loaded(ticket.emergencies.running()).first()
    if running is None:
        return None
    running.ticket = ticket
    return shown(person, [running])[0]


def calling(person: User) -> list[Shown]:
    """Those in which this person was called and nobody has answered yet, for the strip."""
    found = Emergency.objects.visible_to(person).calling(person)
    return shown(person, _loaded(found)[:MOST_SHOWN])


def emergencies_page(person: User, *, over: bool) -> list[Shown]:
    """The newest that this person sees: those that run, or those that are over."""
    found = Emergency.objects.visible_to(person)
    found = found.filter(ended_at__isnull=False) if over else found.running()
    return shown(person, _loaded(found)[:MOST_SHOWN])


def may_declare(person: User, ticket: Ticket) -> bool:
    return may(person, Permission.EMERGENCY, ticket) and not ticket.is_closed and ticket.deleted_at is None


def acknowledge_token(person: User, emergency: Emergency) -> str:
    return signing.dumps([person.pk, emergency.pk], salt=_SALT)


def read_acknowledge_token(token: str) -> tuple[User, Emergency] | None:
    """Who was called, and for what; None for a token that is not ours or too old, and for whoever is not with us any more."""
    try:
        person_key, emergency_key = signing.loads(token, salt=_SALT, max_age=_LINK_WORKS_SECONDS)
    except signing.BadSignature:
        return None
    person = User.objects.staff().filter(pk=person_key, is_active=True).first()
    if person is None:
        return None
    emergency = _loaded(Emergency.objects.visible_to(person)).filter(pk=emergency_key).first()
    return (person, emergency) if emergency is not None else None


def hint_at_strip(event: Event) -> None:
    """Desks of those who were called ask anew what to show above all."""
    called = Emergency.objects.filter(pk=event.data["emergency"]).values_list("called", flat=True).first() or []
    if called:
        channels = tuple(own_channel(pk) for pk in called)
        hint_later(live.Hint(channels, {"emergency": event.data["emergency"]}, event="news"))


def _loaded(emergencies: "QuerySet[Emergency]") -> "QuerySet[Emergency]":
    return emergencies.select_related("ticket__team", "declared_by", "acknowledged_by", "ended_by")


def _next_words(step: Step | None, people: dict[int, str], teams: dict[int, str]) -> str:
    if step is None:
        return ""
    if step.person is not None:
        return people.get(step.person, _("somebody"))
    if step.team is not None:
        return teams.get(step.team, _("another team"))
    return step.webhook_name
