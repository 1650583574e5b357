"""What all questions about figures have in common: the days, the zone, and what they are narrowed to."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError

from accounts.models import Team, User
from helpdesk import clock
from helpdesk.api.fields import SOMETHING, QueryString, StrictField, Text, TimeZone, Word
from helpdesk.api.problems import NothingCalled
from metrics.narrowing import BY_NAME, LONGEST, NARROWINGS, Narrowing, chosen
from metrics.period import Period, days_of
from metrics.questions import Inquiry, scope_for, team_called
from metrics.weeks import FIRST_DAYS, first_weekday

USUAL_PERIOD = "30d"
MONTH = timedelta(days=29)  # and the last day itself
NAMED_PERIODS = ("7d", "30d", "90d", "365d", "week", "last_week", "month", "last_month")


class Day(StrictField):
    default_error_messages: ClassVar = {"type": gettext_lazy("Write a day such as 2026-01-31.")}

    def to_internal_value(self, data: Any) -> date:
        try:
            if not isinstance(data, str) or len(data) != len("2026-01-31"):
                self.fail("type")
            return date.fromisoformat(data)
        except ValueError:
            self.fail("type")

    def openapi(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class MetricsQuery(QueryString):
    time_zone = TimeZone(required=False, help_text="Whose days these are; your own when left out.")
    period = Word(
        {name: name for name in NAMED_PERIODS},
        required=False,
        help_text="Where no days are given: a period until today, or a whole one; 30 days when left out. Weeks begin as "
        "`week_starts` says.",
    )
    week_starts = Word(
        FIRST_DAYS, required=False, help_text="The first day of weeks; by your language and zone when left out."
    )
    team = Text(
        max_length=LONGEST,
        pattern=SOMETHING,
        required=False,
        help_text="Only tickets of this team, by its id or name; all that you may see figures of when left out.",
    )

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language."""
        return {
            "from": Day(required=False, help_text="The first day; 30 days until `to` when left out."),
            "to": Day(required=False, help_text="The last day, included; today when left out."),
            **super().get_fields(),
            **{narrowing.name: _narrowed_by(narrowing) for narrowing in NARROWINGS},
        }

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if "from" in asked and "to" in asked and asked["to"] < asked["from"]:
            raise ValidationError({"to": [_("The last day is before the first one.")]})
        return asked


def _narrowed_by(narrowing: Narrowing) -> StrictField:
    text = f"Only tickets of this {narrowing.name}."
    if narrowing.choices:
        values = {str(value): str(value) for value, _label in narrowing.choices}
        return Word({**values, **narrowing.words}, required=False, help_text=text)
    return Text(
        max_length=LONGEST, pattern=SOMETHING, required=False, help_text=f"{text} Its id, or what it is called."
    )


def inquiry(asked: dict[str, Any], person: User) -> tuple[Inquiry, Team | None]:
    """What the validated question means, and of which team. Raises PermissionDenied, NothingCalled."""
    team = _team(asked.get("team"))
    zone = ZoneInfo(asked.get("time_zone") or person.time_zone or settings.TIME_ZONE)
    now = clock.now()
    return Inquiry(_period(asked, person, zone, now), now, scope_for(person, team), _only(asked, person)), team


def _period(asked: dict[str, Any], person: User, zone: ZoneInfo, now: datetime) -> Period:
    weekday = asked.get("week_starts")
    if weekday is None:
        weekday = first_weekday(person.language, zone.key)
    return Period(*_days(asked, now.astimezone(zone).date(), weekday), zone, weekday)


def _days(asked: dict[str, Any], today: date, weekday: int) -> tuple[date, date]:
    """The days that are named, else those of the period."""
    if "from" not in asked and "to" not in asked:
        return days_of(asked.get("period", USUAL_PERIOD), today, weekday)
    last = asked["to"] if "to" in asked else max(today, asked["from"])
    return asked["from"] if "from" in asked else max(last, date.min + MONTH) - MONTH, last


def _only(asked: dict[str, Any], person: User) -> dict[str, Any]:
    """What the figures are narrowed to; refuses what there is not."""
    found = {name: chosen(name, asked[name], person) for name in BY_NAME if name in asked}
    if missing := [name for name, one in found.items() if one is None]:
        raise NothingCalled(missing, _("There is nothing of this name or id."))
    return {name: one.value for name, one in found.items() if one is not None}


def _team(given: str | None) -> Team | None:
    if given is None:
        return None
    team = team_called(given)
    if team is None:
        raise NothingCalled(["team"], _("There is no team of this name or id."))
    return team
