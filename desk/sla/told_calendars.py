"""What differs between two forms of a calendar, for the history: each day of the week as its form writes it."""

from typing import Any

from django.utils.translation import gettext as _

from desk.settings.differences import Difference, difference
from desk.sla.calendar_form import NAMES
from sla.days_off import region_name


def week_told(before: Any, after: Any) -> list[Difference]:
    was, now = before or {}, after or {}
    return [
        (str(NAMES[day]), _hours(was.get(day)), _hours(now.get(day))) for day in NAMES if was.get(day) != now.get(day)
    ]


def region_told(before: Any, after: Any) -> list[Difference]:
    was, now = (region_name(region) if region else "" for region in (before, after))
    return [(_("Public holidays of"), was, now)]


def day_names_told(before: Any, after: Any) -> list[Difference]:
    was, now = ([f"{day} {name}" for day, name in sorted((names or {}).items())] for names in (before, after))
    return [(_("Names of days"), *difference(was, now))]


def _hours(intervals: Any) -> str:
    return ", ".join(f"{start}–{end}" for start, end in intervals or ()) or _("closed")
