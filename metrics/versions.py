"""Versions of policies and calendars, as facts need them."""

from bisect import bisect_right
from datetime import datetime

from sla.book import StoredBook
from sla.models import CalendarVersion


class StoredVersions(StoredBook):
    """`metrics.facts.Versions`, from the database; the default calendar's versions as they are when this is made."""

    def __init__(self) -> None:
        found = CalendarVersion.objects.filter(calendar__is_default=True).order_by("number")
        self._default = list(found.values_list("created_at", "pk"))

    def default_calendar(self, at: datetime) -> int | None:
        """Before the first version was written down, that one held."""
        if not self._default:
            return None
        place = bisect_right([made for made, _version in self._default], at)
        return self._default[max(place - 1, 0)][1]
