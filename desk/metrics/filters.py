"""What the pages of figures are narrowed to: read from the address, so that a link shows somebody else the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.brands import has_several
from accounts.models import Team, User
from metrics.narrowing import BRAND, BY_NAME, NARROWINGS, Chosen, Narrowing, chosen
from metrics.period import Period, days_of
from metrics.questions import Inquiry, scope_for
from metrics.weeks import first_weekday
from tickets.content import storable

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

USUAL_PERIOD = "30d"
PERIODS: dict[str, "_StrOrPromise"] = {
    "7d": _("Last 7 days"),
    "30d": _("Last 30 days"),
    "90d": _("Last 90 days"),
    "365d": _("Last 365 days"),
    "week": _("This week"),
    "last_week": _("Last week"),
    "month": _("This month"),
    "last_month": _("Last month"),
    "days": _("From … to …"),
}
LONGEST = timedelta(days=366 * 3)
ALWAYS = ("channel", "level", "priority")
FURTHER = ("agent", "tag", "organization", "tier", "form", "mailbox", "brand")
# There may be thousands of them: they are typed, with suggestions.
_TYPED = ("agent", "tag", "organization")
_MOST_LISTED = 300
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Chip:
    """One narrowing: its name in the address, what it is, and which one."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Filters:
    """`only`: name of a narrowing → its value; `chosen`: → as people read and write it. `was_refused`: the days asked for are
    none; `unknown`: what was looked for and is not there (name → what was typed); `no_period`: what was asked for as one.
    """

    choice: str
    period: Period
    team: Team | None
    only: Mapping[str, Any]
    was_refused: bool = False
    chosen: Mapping[str, Chosen] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    no_period: str = ""

    def inquiry(self, person: User, now: datetime) -> Inquiry:
        return Inquiry(self.period, now, scope_for(person, self.team), self.only)

    @property
    def given(self) -> dict[str, Any]:
        """Name → value, as an address carries them; what is as usual is left out."""
        given: dict[str, Any] = {} if self.choice == USUAL_PERIOD else {"period": self.choice}
        if self.choice == "days":
            given |= {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        if self.team is not None:
            given["team"] = self.team.pk
        return {**given, **self.only}

    @property
    def query(self) -> str:
        return urlencode(self.given)

    @property
    def before(self) -> "Filters":
        """The same of as many days just before."""
        return replace(self, choice="days", period=self.period.before)

    @property
    def chips(self) -> list[Chip]:
        """What they are narrowed to."""
        words = {name: one.words for name, one in self.chosen.items()}
        if self.team is not None:
            words = {"team": self.team.name, **words}
        return [Chip(name, _label(name), value) for name, value in words.items()]

    @property
    def not_found(self) -> list[tuple[str, str, bool]]:
        """What it is, which one was asked for, and whether it is typed."""
        return [(_label(name), given[:_LONGEST_SHOWN], name in _TYPED) for name, given in self.unknown.items()]

    @property
    def wrong(self) -> list[str]:
        """What of the address could not be followed, in sentences for who gets a file instead of a page."""
        found = [
            gettext("%(label)s: there is no “%(given)s” for you. Choose another one on the page of the figures.")
            % {"label": label, "given": given}
            for label, given, _is_typed in self.not_found
        ]
        if self.no_period:
            found.append(
                gettext("There is no period “%(given)s”. Choose one on the page of the figures.")
                % {"given": self.no_period}
            )
        if self.was_refused:
            found.append(gettext("These days are no period of at most three years. Choose other days."))
        return found

    def without_unknown(self, name: str) -> "Filters":
        return replace(self, unknown={other: given for other, given in self.unknown.items() if other != name})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.team or self.only)


def read_filters(query: Mapping[str, str], person: User, now: datetime) -> Filters:
    """From a query string; what is nonsense, or not theirs, counts as not given, and is told."""
    zone = ZoneInfo(timezone.get_current_timezone_name())
    choice = query.get("period") or ("days" if query.get("from") or query.get("to") else USUAL_PERIOD)
    no_period = "" if choice in PERIODS else storable(choice)[:_LONGEST_SHOWN]
    choice = choice if choice in PERIODS else USUAL_PERIOD
    today = now.astimezone(zone).date()
    weekday = first_weekday(get_language() or "", zone.key)
    days = _days_between(query) if choice == "days" else days_of(choice, today, weekday)
    refused = days is None
    first, last = days or days_of(USUAL_PERIOD, today, weekday)
    team = _team(given_team := query.get("team", "").strip(), person)
    unknown = {"team": storable(given_team)} if given_team and team is None else {}
    typed = {narrowing.name: query.get(narrowing.name, "").strip() for narrowing in NARROWINGS}
    found = {name: chosen(name, given, person) for name, given in typed.items() if given}
    return Filters(
        choice=USUAL_PERIOD if refused else choice,
        period=Period(first, last, zone, weekday),
        team=team,
        only={name: one.value for name, one in found.items() if one is not None},
        was_refused=refused,
        chosen={name: one for name, one in found.items() if one is not None},
        unknown=unknown | {name: typed[name] for name, one in found.items() if one is None},
        no_period=no_period,
    )


def teams_for(person: User) -> list[Team]:
    """Those whose figures the person may look at."""
    scope = scope_for(person)
    found = Team.objects.filter(archived_at__isnull=True).exclude(pk__in=scope.hidden)
    return list(found if scope.teams is None else found.filter(pk__in=scope.teams))


@dataclass(frozen=True, slots=True)
class Box:
    """One narrowing as the form asks for it: among `choices` (value, words, whether it is chosen), or typed as `written`."""

    name: str
    label: str
    about: str
    choices: list[tuple[str, str, bool]]
    written: str

    @property
    def is_typed(self) -> bool:
        return self.name in _TYPED


def boxes(filters: Filters, person: User, names: Sequence[str]) -> list[Box]:
    """Those of which there is something to choose; the only brand is none, unless somebody came with it."""
    chosen_from = (name for name in names if name != BRAND or BRAND in filters.only or has_several())
    made = [_box(BY_NAME[name], filters, person) for name in chosen_from]
    return [box for box in made if box.is_typed or box.choices]


def _box(narrowing: Narrowing, filters: Filters, person: User) -> Box:
    name, found = narrowing.name, filters.chosen.get(narrowing.name)
    choices: Iterable[tuple[Any, Any]] = narrowing.choices
    if narrowing.things is not None and name not in _TYPED:
        choices = [(thing.pk, str(thing)) for thing in narrowing.things(person)[:_MOST_LISTED]]
    now = found.value if found else None
    written = found.written if found else filters.unknown.get(name, "")
    listed = [(str(value), str(words), value == now) for value, words in choices]
    return Box(name, str(narrowing.label), str(narrowing.about), listed, written)


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


def _label(name: str) -> str:
    return gettext("Team") if name == "team" else str(BY_NAME[name].label)
