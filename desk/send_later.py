"""When a reply may leave: a few seconds after Send, or at a time that a menu offers, in the viewer's zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from desk.mornings import in_hours, next_monday, tomorrow
from helpdesk import clock
from tickets.errors import Invalid

AT = "at"  # the time that stands in the field


@dataclass(frozen=True, slots=True)
class LaterChoice:
    key: str
    name: str
    at: datetime

    @property
    def hint(self) -> str:
        """The weekday and the time, so that nobody has to reckon."""
        return date_format(timezone.localtime(self.at), "D H:i")


def later_choices(now: datetime | None = None, *, week: Sequence[str] = ()) -> list[LaterChoice]:
    """In an hour, tomorrow and on Monday when the hours of `week` begin; what means the same moment is offered once."""
    here = timezone.localtime(now).replace(second=0, microsecond=0)
    choices = [
        LaterChoice("hour", _("In 1 hour"), in_hours(here, 1)),
        LaterChoice("tomorrow", _("Tomorrow morning"), tomorrow(here, week)),
        LaterChoice("monday", _("Monday morning"), next_monday(here, week)),
    ]
    return list({choice.at: choice for choice in reversed(choices)}.values())[::-1]


def chosen_time(key: str, typed: str, *, week: Sequence[str] = ()) -> datetime:
    """The moment of a choice by its key, or the local date and time that was typed. Raises Invalid for nonsense."""
    for choice in later_choices(week=week):
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
