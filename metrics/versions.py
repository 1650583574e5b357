"""Versions of policies and calendars, as facts need them."""

from bisect import bisect_right
from datetime import datetime
from functools import cached_property

from metrics.models import Restatement
from sla.book import StoredBook
from sla.models import CalendarVersion


class StoredVersions(StoredBook):
    """`metrics.facts.Versions`, from the database; the default calendar's versions and what was restated are as they are when
    this is made.
    """

    def __init__(self) -> None:
        found = CalendarVersion.objects.filter(calendar__is_default=True).order_by("number")
        self._default = list(found.values_list("created_at", "pk"))
        restated = Restatement.objects.filter(taken_back_at__isnull=True).order_by("-pk")
        self._restated = list(restated.values_list("pk", "calendar", "version", "version__number", "since"))

    @cached_property
    def has_restatements(self) -> bool:
        """Ever: one that is taken back changes facts as well."""
        return bool(self._restated) or Restatement.objects.exists()

    @cached_property
    def _numbers(self) -> dict[int, tuple[int, int]]:
        """Version → its calendar and number."""
        found = CalendarVersion.objects.filter(calendar__in={calendar for _pk, calendar, *_rest in self._restated})
        return {pk: (calendar, number) for pk, calendar, number in found.values_list("pk", "calendar", "number")}

    def default_calendar(self, at: datetime) -> int | None:
        """Before the first version was written down, that one held."""
        if not self._default:
            return None
        place = bisect_right([made for made, _version in self._default], at)
        return self._default[max(place - 1, 0)][1]

    def restated(self, calendar: int, at: datetime) -> tuple[int, int | None]:
        """The newest restatement counts, and none makes a version older than it was."""
        if not self._restated or calendar not in self._numbers:
            return calendar, None
        of_calendar, number = self._numbers[calendar]
        for pk, restated, version, newer, since in self._restated:
            if restated == of_calendar and newer > number and (since is None or since <= at):
                return version, pk
        return calendar, None
