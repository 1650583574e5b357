"""With which day a week begins, by the language and the region of who looks. 0 is Monday, 6 is Sunday, as Python counts."""

from datetime import date, timedelta
from functools import cache

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
FIRST_DAYS = {"monday": MONDAY, "saturday": SATURDAY, "sunday": SUNDAY}


@cache
def first_weekday(language: str, zone: str) -> int:
    """The region is that of the time zone: who reads English in Berlin begins with Monday, in New York with Sunday."""
    from babel import Locale, UnknownLocaleError  # 2 MB, for who looks at figures
    from babel.core import get_global

    region = get_global("zone_territories").get(zone)
    base = (language or "en").replace("-", "_").split("_")[0]
    for name in (f"{base}_{region}", f"und_{region}", base):
        try:
            return Locale.parse(name).first_week_day
        except (UnknownLocaleError, ValueError):
            continue
    return MONDAY


def week_start(day: date, first: int) -> date:
    """The first day of its week."""
    return day - timedelta(days=(day.weekday() - first) % 7)


def in_order(first: int) -> list[int]:
    """The weekdays, from the first one on."""
    return [(first + place) % 7 for place in range(7)]
