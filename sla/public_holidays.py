"""Public holidays of countries and their parts, as the library `holidays` knows them.

It is loaded with the first region that is asked for: it takes 15 MB, and a desk whose calendars name no region goes without.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType, ModuleType
from typing import Any


def public_holidays(region: str, year: int) -> Mapping[date, str]:
    """Day → name, of a year of a region ("DE" or "DE-BY"); none for ""."""
    return _of_year(region, year) if region else MappingProxyType({})


def is_region(region: str) -> bool:
    """Whether there are holidays known of it."""
    try:
        _library_of(region)
    except (NotImplementedError, AttributeError, KeyError, ValueError):  # the library's, for what it does not know
        return False
    return True


@cache
def years_known(region: str) -> tuple[int, int]:
    """The first and the last year of which the library knows any holiday of a region."""
    library = _library_of(region)
    return library.start_year, library.end_year


@cache
def country_names() -> Mapping[str, str]:
    """Code → name as the library writes it, such as "BosniaAndHerzegovina"."""
    from holidays.registry import COUNTRIES

    return MappingProxyType({code: name for name, code, *_others in COUNTRIES.values()})


def parts_of(country: str) -> Mapping[str, list[str]]:
    """Code → names of a country's parts, as people there write them."""
    aliases: Mapping[str, list[str]] = type(_library_of(country)).get_subdivision_aliases()
    return aliases


@lru_cache(maxsize=1024)
def _of_year(region: str, year: int) -> Mapping[date, str]:
    return MappingProxyType(dict(_library_of(region, year).items()))


def _library_of(region: str, year: int | None = None) -> Any:
    country, _dash, part = region.partition("-")
    return _library().country_holidays(country, subdiv=part or None, years=year)


def _library() -> ModuleType:
    import holidays

    return holidays
