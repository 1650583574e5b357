"""Whose public holidays there are, what days off a calendar has in a year, and when it opens or closes next. No database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from unicodedata import normalize

from babel import Locale
from django.utils.translation import get_language, to_locale

from sla.calendar import Schedule
from sla.public_holidays import country_names, parts_of, public_holidays

_SMALL_WORDS = ("And", "Of", "The", "Da")
_LOOKED_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class DayOff:
    day: date
    name: str
    is_own: bool


def countries() -> dict[str, str]:
    """Code → name in the reader's language, by name."""
    return _countries_in(to_locale(get_language() or "en"))


@cache
def _countries_in(locale: str) -> dict[str, str]:
    said = {} if locale.startswith("en") else Locale.parse(locale).territories
    named = {code: said.get(code) or _spaced(name) for code, name in country_names().items()}
    # An umlaut stands with its letter: Österreich is no last country.
    return dict(sorted(named.items(), key=lambda item: normalize("NFKD", item[1])))


@lru_cache(maxsize=300)
def regions_of(country: str) -> dict[str, str]:
    """Code → name, as people there write it; empty for a country whose holidays are the same everywhere, or that is none."""
    if country not in countries():
        return {}
    named = {code: names[0] if names else code for code, names in parts_of(country).items()}
    return dict(sorted(named.items(), key=lambda item: item[1]))


def region_name(region: str) -> str:
    """Of "DE-BY": "Germany, Bayern"."""
    country, _dash, part = region.partition("-")
    name = countries().get(country, country)
    return f"{name}, {regions_of(country).get(part, part)}" if part else name


def days_off(schedule: Schedule, day_names: Mapping[str, str], year: int) -> list[DayOff]:
    """In order; an own day that is a public holiday too is told as its own."""
    found = {
        day: DayOff(day, name, is_own=False) for day, name in public_holidays(schedule.holiday_region, year).items()
    }
    for day in schedule.holidays:
        if day.year == year:
            public = found.get(day)
            name = day_names.get(day.isoformat(), "") or (public.name if public else "")
            found[day] = DayOff(day, name, is_own=True)
    return [found[day] for day in sorted(found)]


def changes_at(schedule: Schedule, now: datetime) -> tuple[bool, datetime | None]:
    """Whether it is open, and when that changes; None: not within a year."""
    first = next(schedule.open_spans(now, now + _LOOKED_AHEAD), None)
    if first is None:
        return False, None
    start, end = first
    if start > now:
        return False, start
    return True, end if end < now + _LOOKED_AHEAD else None


def _spaced(name: str) -> str:
    """ "BosniaAndHerzegovina" → "Bosnia and Herzegovina" """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name).split()
    return " ".join(word.lower() if word in _SMALL_WORDS and place else word for place, word in enumerate(words))
