"""When a reply may leave: a few seconds after Send, or at a time that a menu offers, in the viewer's zone."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from helpdesk import clock
from tickets.errors import Invalid

MORNING = time(8)
AT = "at"  # the time that stands in the field
_MONDAY = 0


@dataclass(frozen=True, slots=True)
class LaterChoice:
    key: str
    name: str
    at: datetime

    @property
    def hint(self) -> str:
        """The weekday and the time, so that nobody has to reckon."""
        return date_format(timezone.localtime(self.at), "D H:i")


def later_choices(now: datetime | None = None) -> list[LaterChoice]:
    """In an hour, tomorrow morning, on Monday morning; what means the same moment is offered once."""
    here = timezone.localtime(now).replace(second=0, microsecond=0)
    choices = [
        LaterChoice("hour", _("In 1 hour"), here + timedelta(hours=1)),
        LaterChoice("tomorrow", _("Tomorrow morning"), _morning(here, days=1)),
        LaterChoice("monday", _("Monday morning"), _morning(here, days=(_MONDAY - here.weekday() - 1) % 7 + 1)),
    ]
    return list({choice.at: choice for choice in reversed(choices)}.values())[::-1]


def chosen_time(key: str, typed: str) -> datetime:
    """The moment of a choice by its key, or the local date and time that was typed. Raises Invalid for nonsense."""
    for choice in later_choices():
        if choice.key == key:
            return choice.at
    try:
        moment = parse_datetime(typed) if key == AT else None
    except ValueError:
        moment = None
    if moment is None:
        raise Invalid(_("Choose a day and a time."))
    try:
        return moment if moment.tzinfo else timezone.make_aware(moment)
    except OverflowError as beyond:
        raise Invalid(_("Choose a day and a time.")) from beyond


def after_undo(person: User) -> datetime | None:
    """When what this person sends now leaves; None at once."""
    return clock.now() + timedelta(seconds=person.undo_seconds) if person.undo_seconds else None


def _morning(here: datetime, *, days: int) -> datetime:
    """At eight by that day's clock, whether or not the clocks are changed before."""
    return datetime.combine(here.date() + timedelta(days=days), MORNING, here.tzinfo)
