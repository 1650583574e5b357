"""When a ticket may come back: the choices that a menu offers, in the viewer's zone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from desk.mornings import in_hours, next_monday, tomorrow
from tickets.errors import Invalid


@dataclass(frozen=True, slots=True)
class SnoozeChoice:
    key: str
    name: str
    until: datetime

    @property
    def hint(self) -> str:
        """So that nobody has to reckon."""
        return short_moment(self.until)


def snooze_choices(now: datetime | None = None, *, week: Sequence[str] = ()) -> list[SnoozeChoice]:
    """In a few hours, tomorrow and on Monday when the hours of `week` begin; what means the same moment is offered once."""
    here = timezone.localtime(now)
    names = {"later": _("In 3 hours"), "tomorrow": _("Tomorrow"), "monday": _("Next Monday")}
    choices = [SnoozeChoice(key, name, _MOMENTS[key](here, week)) for key, name in names.items()]
    return [choice for place, choice in enumerate(choices) if choice.until not in [c.until for c in choices[:place]]]


def snoozed_until(choice: str, at: str, *, week: Sequence[str] = ()) -> datetime:
    """The moment of a choice by its key, or of a local date and time as a browser writes it. Raises Invalid for nonsense."""
    if choice in _MOMENTS:
        return _MOMENTS[choice](timezone.localtime(), week)
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
    return date_format(timezone.localtime(at), "D H:i" if is_near else _("j M H:i"))


def _in_three_hours(here: datetime, _week: Sequence[str]) -> datetime:
    return in_hours(here, 3)


_MOMENTS: dict[str, Callable[[datetime, Sequence[str]], datetime]] = {
    "later": _in_three_hours,
    "tomorrow": tomorrow,
    "monday": next_monday,
}
