"""What the pages of figures are narrowed to: read from the address, so that a link shows somebody else the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from metrics.period import Period
from metrics.questions import Inquiry, scope_for
from tickets.models import Channel, Level, Priority

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

USUAL_PERIOD = "30d"
PERIODS: dict[str, "_StrOrPromise"] = {
    "7d": _("Last 7 days"),
    "30d": _("Last 30 days"),
    "90d": _("Last 90 days"),
    "365d": _("Last 365 days"),
    "month": _("This month"),
    "last_month": _("Last month"),
    "days": _("From … to …"),
}
LONGEST = timedelta(days=366 * 3)
_COLUMNS: dict[str, Iterable[Any]] = {"channel": Channel.values, "priority": Priority.values, "level": Level.values}


@dataclass(frozen=True, slots=True)
class Filters:
    """`only`: column of the ticket → its value. `was_refused`: the days that were asked for are none."""

    choice: str
    period: Period
    team: Team | None
    only: Mapping[str, Any]
    was_refused: bool = False

    def inquiry(self, person: User, now: datetime) -> Inquiry:
        return Inquiry(self.period, now, scope_for(person, self.team), self.only)

    @property
    def query(self) -> str:
        """As an address carries it; what is as usual is left out."""
        given: dict[str, Any] = {} if self.choice == USUAL_PERIOD else {"period": self.choice}
        if self.choice == "days":
            given |= {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        if self.team is not None:
            given["team"] = self.team.pk
        return urlencode({**given, **self.only})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.team or self.only)


def read_filters(query: Mapping[str, str], person: User, now: datetime) -> Filters:
    """From a query string; what is nonsense, or not theirs, counts as not given."""
    zone = ZoneInfo(timezone.get_current_timezone_name())
    choice = query.get("period", USUAL_PERIOD)
    choice = choice if choice in PERIODS else USUAL_PERIOD
    today = now.astimezone(zone).date()
    days = _days_between(query) if choice == "days" else _days(choice, today)
    refused = days is None
    first, last = days or _days(USUAL_PERIOD, today)
    return Filters(
        choice=USUAL_PERIOD if refused else choice,
        period=Period(first, last, zone),
        team=_team(query.get("team", ""), person),
        only={name: value for name in _COLUMNS if (value := _value(name, query.get(name, ""))) is not None},
        was_refused=refused,
    )


def teams_for(person: User) -> list[Team]:
    """Those whose figures the person may look at."""
    scope = scope_for(person)
    found = Team.objects.filter(archived_at__isnull=True).exclude(pk__in=scope.hidden)
    return list(found if scope.teams is None else found.filter(pk__in=scope.teams))


def _days(choice: str, today: date) -> tuple[date, date]:
    if choice == "month":
        return today.replace(day=1), today
    if choice == "last_month":
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    return today - timedelta(days=int(choice.removesuffix("d")) - 1), today


def _days_between(query: Mapping[str, str]) -> tuple[date, date] | None:
    try:
        first, last = date.fromisoformat(query.get("from", "")), date.fromisoformat(query.get("to", ""))
    except ValueError:
        return None
    return (first, last) if first.year > 1 and timedelta(0) <= last - first <= LONGEST else None


def _team(given: str, person: User) -> Team | None:
    if not given.isdecimal() or len(given) > 9:
        return None
    team = Team.objects.filter(pk=given).first()
    try:
        scope_for(person, team)
    except PermissionDenied:
        return None
    return team


def _value(name: str, given: str) -> Any:
    return next((value for value in _COLUMNS[name] if str(value) == given), None)
