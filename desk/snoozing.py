"""When a ticket may come back: the choices that a menu offers, in the viewer's zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tickets.errors import Invalid

MORNING = time(9)
_MONDAY = 0


@dataclass(frozen=True, slots=True)
class SnoozeChoice:
    key: str
    name: str
    until: datetime

    @property
    def hint(self) -> str:
        """So that nobody has to reckon."""
        return short_moment(self.until)


def snooze_choices(now: datetime | None = None) -> list[SnoozeChoice]:
    """In a few hours, tomorrow morning, on Monday morning; what means the same moment is offered once."""
    here = timezone.localtime(now)
    names = {"later": _("In 3 hours"), "tomorrow": _("Tomorrow"), "monday": _("Next Monday")}
    choices = [SnoozeChoice(key, name, _MOMENTS[key](here)) for key, name in names.items()]
    return [choice for place, choice in enumerate(choices) if choice.until not in [c.until for c in choices[:place]]]


def snoozed_until(choice: str, at: str) -> datetime:
    """The moment of a choice by its key, or of a local date and time as a browser writes it. Raises Invalid for nonsense."""
    if choice in _MOMENTS:
        return _MOMENTS[choice](timezone.localtime())
    try:
        moment = parse_datetime(at)
    except ValueError:
        moment = None
    if moment is None:
        raise Invalid(_("Choose a day and a time."))
    return moment if moment.tzinfo else timezone.make_aware(moment)


def short_moment(at: datetime) -> str:
    """The weekday and the time; beyond a week the day: "Thu 09:00", "12 Dec 09:00"."""
    is_near = at - timezone.now() < timedelta(days=6)
    return date_format(timezone.localtime(at), "D H:i" if is_near else "j M H:i")


def _in_three_hours(here: datetime) -> datetime:
    return here + timedelta(hours=3)


def _tomorrow(here: datetime) -> datetime:
    return _morning(here, days=1)


def _next_monday(here: datetime) -> datetime:
    return _morning(here, days=(_MONDAY - here.weekday() - 1) % 7 + 1)


def _morning(here: datetime, *, days: int) -> datetime:
    """At nine by that day's clock, whether or not the clocks are changed before."""
    return datetime.combine(here.date() + timedelta(days=days), MORNING, here.tzinfo)


_MOMENTS: dict[str, Callable[[datetime], datetime]] = {
    "later": _in_three_hours,
    "tomorrow": _tomorrow,
    "monday": _next_monday,
}
