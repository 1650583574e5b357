"""What the rows behind a figure are cut to: those of one bar, point, cell or band of a picture of it. The list behind a part of a
picture is so as long as the part says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractHour, ExtractIsoWeekDay
from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from metrics.buckets import is_by_day, steps_of
from metrics.computing import AGE_NAMES
from metrics.flow import STAGES
from metrics.further import MOST_TURNS
from metrics.models import StayFacts, Survey
from metrics.period import midnight
from metrics.questions import Inquiry
from metrics.rows import AGES
from tickets.content import storable
from tickets.models import Level

# Up to so many seconds, in words.
SPANS = (
    (15 * 60, gettext_lazy("Within 15 minutes")),
    (3600, gettext_lazy("15 minutes to 1 hour")),
    (4 * 3600, gettext_lazy("1 to 4 hours")),
    (8 * 3600, gettext_lazy("4 to 8 hours")),
    (24 * 3600, gettext_lazy("8 to 24 hours")),
    (72 * 3600, gettext_lazy("1 to 3 days")),
    (None, gettext_lazy("3 days and more")),
)
STAGE_NAMES = (gettext_lazy("Opened at"), gettext_lazy("After the first move"), gettext_lazy("In the end"))
NOBODYS = {
    "team": gettext_lazy("No team"),
    "organization": gettext_lazy("No organization"),
    "tier": gettext_lazy("No organization"),
}
SEARCHES = ("all", "vain", "found", "unopened")  # lists of searches, which have no ticket
_HOURS, _DAYS, _HIGHEST = 24, 7, 10
_LONGEST_SEARCH = 300


@dataclass(frozen=True, slots=True)
class Cut:
    """`read` from an address, None: nonsense; `narrow` rows that belong to a period by a column; `words` for readers.

    `only_of`: keys of the figures that can be cut so; empty: all but those of `not_of`, which lack the columns it needs.
    """

    about: str
    read: Callable[[str], Any]
    narrow: "Callable[[QuerySet[Any], str, Any, Inquiry], QuerySet[Any]]"
    words: Callable[[Any, Inquiry], str]
    only_of: tuple[str, ...] = ()
    not_of: tuple[str, ...] = ()

    def is_of(self, key: str) -> bool:
        return key in self.only_of if self.only_of else key not in self.not_of


def cuts_given(given: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Of what stands in an address, what cuts the rows of this figure: name → value. Nonsense cuts nothing."""
    found = {name: cut.read(str(given[name])) for name, cut in CUTS.items() if given.get(name) and cut.is_of(key)}
    return {name: value for name, value in found.items() if value is not None}


def cut(found: "QuerySet[Any]", when: str, cuts: Mapping[str, Any], asked: Inquiry) -> "QuerySet[Any]":
    for name, value in cuts.items():
        found = CUTS[name].narrow(found, when, value, asked)
    return found


def words_of(cuts: Mapping[str, Any], asked: Inquiry) -> list[tuple[str, str]]:
    """Of each its name in the address and how people read it."""
    return [(name, CUTS[name].words(value, asked)) for name, value in cuts.items()]


# --- Reading ---------------------------------------------------------------------------------------------------------


def _number(least: int, most: int) -> Callable[[str], int | None]:
    def read(given: str) -> int | None:
        number = int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else -1
        return number if least <= number <= most else None

    return read


def _numbers(*lengths: int) -> Callable[[str], tuple[int, ...] | None]:
    """Such as "0-1-2"."""
    read_one = _number(0, max(Level.values))

    def read(given: str) -> tuple[int, ...] | None:
        numbers = [read_one(part) for part in given[:9].split("-")]
        return tuple(n for n in numbers if n is not None) if None not in numbers and len(numbers) in lengths else None

    return read


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _flow(given: str) -> tuple[int, ...] | None:
    """A stage and the level there; of a step also the level at the stage after it."""
    found = _numbers(2, 3)(given)
    return found if found and found[0] + len(found) - 2 < STAGES else None


def _search(given: str) -> tuple[str, str] | None:
    """Language and words, such as "de:Drucker"."""
    language, colon, words = storable(given)[:_LONGEST_SEARCH].partition(":")
    return (language, words) if colon and words else None


# --- Narrowing -------------------------------------------------------------------------------------------------------


def _in_step(found: "QuerySet[Any]", when: str, value: date, asked: Inquiry) -> "QuerySet[Any]":
    steps, zone = steps_of(asked.period), asked.period.zone
    if value not in steps:
        return found.none()
    end = midnight(value + (steps[1] - steps[0] if len(steps) > 1 else timedelta(days=1)), zone)
    return found.filter(**{f"{when}__gte": midnight(value, zone), f"{when}__lt": end})


def _on_weekday(found: "QuerySet[Any]", when: str, value: int, asked: Inquiry) -> "QuerySet[Any]":
    return found.annotate(of_weekday=ExtractIsoWeekDay(when, tzinfo=asked.period.zone)).filter(of_weekday=value + 1)


def _in_hour(found: "QuerySet[Any]", when: str, value: int, asked: Inquiry) -> "QuerySet[Any]":
    return found.annotate(of_hour=ExtractHour(when, tzinfo=asked.period.zone)).filter(of_hour=value)


def _within_span(found: "QuerySet[Any]", when: str, value: int, asked: Inquiry) -> "QuerySet[Any]":
    least, most = SPANS[value - 1][0] if value else 0, SPANS[value][0]
    return found.filter(seconds__gte=least, **({} if most is None else {"seconds__lt": most}))


def _so_old(found: "QuerySet[Any]", when: str, value: str, asked: Inquiry) -> "QuerySet[Any]":
    """As `metrics.computing.backlog` counts them: younger than this age, and not younger than the one before."""
    younger: timedelta | None = None
    for key, age in AGES:
        if key == value:
            at_most = Q() if age is None else Q(opened_at__gt=asked.moment - age)
            return found.filter(at_most, Q() if younger is None else Q(opened_at__lte=asked.moment - younger))
        younger = age
    return found.none()


def _through(found: "QuerySet[Any]", when: str, value: tuple[int, ...], asked: Inquiry) -> "QuerySet[Any]":
    """Tickets that were at such levels at these stages, as `metrics.flow.flow` has them."""
    stays = StayFacts.objects.filter(ticket=OuterRef("ticket")).order_by("turn")
    last = stays.order_by("-turn").values("level")[:1]
    first = Coalesce(Subquery(stays.values("level")[:1]), F("level"))
    found = found.annotate(stage_0=first, stage_2=Coalesce(Subquery(last), F("level")))
    elsewhere = stays.exclude(level=OuterRef("stage_0")).values("level")[:1]
    found = found.annotate(stage_1=Coalesce(Subquery(elsewhere), F("stage_0")))
    stage, *levels = value
    return found.filter(**{f"stage_{stage + further}": level for further, level in enumerate(levels)})


def _turned(found: "QuerySet[Any]", when: str, value: int, asked: Inquiry) -> "QuerySet[Any]":
    return found.filter(**{"ping_pongs__gte" if value == MOST_TURNS else "ping_pongs": value})


def _searched(found: "QuerySet[Any]", when: str, value: tuple[str, str], asked: Inquiry) -> "QuerySet[Any]":
    language, words = value
    return found.filter(language=language, query=words)


def _without(found: "QuerySet[Any]", when: str, value: str, asked: Inquiry) -> "QuerySet[Any]":
    column = "team" if value == "team" else "organization"
    return found.filter(**{f"{'ticket__' if found.model is Survey else ''}{column}__isnull": True})


# --- Wording ---------------------------------------------------------------------------------------------------------


def _step_words(value: date, asked: Inquiry) -> str:
    day = formats.date_format(value, "DATE_FORMAT")
    return day if is_by_day(asked.period) else _("Week from %(day)s") % {"day": day}


def _flow_words(value: tuple[int, ...], asked: Inquiry) -> str:
    stage, *levels = value
    names = [str(Level(level).label) for level in levels]
    if len(names) == 1:
        return f"{STAGE_NAMES[stage]}: {names[0]}"
    return f"{STAGE_NAMES[stage]} → {STAGE_NAMES[stage + 1]}: {names[0]} → {names[1]}"


def move_words(value: tuple[int, ...]) -> str:
    level, to = value
    words = _("Up from level %(level)s to %(to)s") if to > level else _("Down from level %(level)s to %(to)s")
    return words % {"level": level, "to": to}


def turns_words(value: int) -> str:
    if value == MOST_TURNS:
        return _("%(count)s times or more") % {"count": value}
    return ngettext("Once", "%(count)s times", value) % {"count": value}


# By their names in addresses.
CUTS: Mapping[str, Cut] = {
    "step": Cut(
        "The day, or the first day of the week, of a period that is shown by weeks.", _day, _in_step, _step_words
    ),
    "weekday": Cut(
        "0 (Monday) to 6, in the zone of the period.",
        _number(0, _DAYS - 1),
        _on_weekday,
        lambda value, asked: str(WEEKDAYS[value]),
    ),
    "hour": Cut(
        "0 to 23, in the zone of the period.",
        _number(0, _HOURS - 1),
        _in_hour,
        lambda value, asked: _("%(from)s:00 to %(to)s:00") % {"from": value, "to": value + 1},
    ),
    "asked_on": Cut(
        "Of responses the weekday on which was asked: 0 (Monday) to 6.",
        _number(0, _DAYS - 1),
        lambda found, when, value, asked: _on_weekday(found, "started_at", value, asked),
        lambda value, asked: _("Asked on %(day)s") % {"day": WEEKDAYS[value]},
        ("first_response_time", "first_response_business_time", "next_response_time"),
    ),
    "span": Cut(
        "Of responses how long they took: 0 (within 15 minutes) to 6 (3 days and more).",
        _number(0, len(SPANS) - 1),
        _within_span,
        lambda value, asked: str(SPANS[value][1]),
        ("first_response_time", "next_response_time"),
    ),
    "age": Cut(
        "Of the backlog: day, 3_days, week, month or older.",
        lambda given: given if given in AGE_NAMES else None,
        _so_old,
        lambda value, asked: str(AGE_NAMES[value]),
        ("backlog",),
    ),
    "score": Cut(
        "Of ratings the score.",
        _number(0, _HIGHEST),
        lambda found, when, value, asked: found.filter(score=value),
        lambda value, asked: _("Rating %(score)s") % {"score": value},
        ("csat", "nps", "ces"),
    ),
    "move": Cut(
        "From one level to another: 1-2.",
        _numbers(2),
        lambda found, when, value, asked: found.filter(level=value[0], to=value[1]),
        lambda value, asked: move_words(value),
        ("level_moves",),
    ),
    "flow": Cut(
        "Of the flow between levels a stage (0 to 2) and the level there: 2-1; or a step to the next stage: 0-1-2.",
        _flow,
        _through,
        _flow_words,
        ("opened",),
    ),
    "times": Cut(
        "How often they turned around between levels; 4: or more often.",
        _number(1, MOST_TURNS),
        _turned,
        lambda value, asked: turns_words(value),
        ("ping_pong_rate",),
    ),
    "searched": Cut(
        "Of searches the language and the very words: en:dark mode.",
        _search,
        _searched,
        lambda value, asked: f"“{value[1]}”",
        SEARCHES,
    ),
    "none": Cut(
        "Without one: team, organization or tier.",
        lambda given: given if given in NOBODYS else None,
        _without,
        lambda value, asked: str(NOBODYS[value]),
        not_of=SEARCHES,
    ),
}
