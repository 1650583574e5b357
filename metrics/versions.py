"""Versions of policies and calendars, as facts need them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property

from metrics.models import Restatement
from sla.book import StoredBook
from sla.models import CalendarVersion, DefaultCalendar

_ALWAYS = datetime.min.replace(tzinfo=UTC)


class StoredVersions(StoredBook):
    """`metrics.facts.Versions`, from the database; which calendars were the default with their versions, and what was restated,
    are as they are when this is made.
    """

    def __init__(self) -> None:
        self._default = list(_default_versions())
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
        """Before the first default was written down, that one held."""
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


def _default_versions() -> Iterator[tuple[datetime, int]]:
    """From when on each version counted for whatever has no policy: of the calendar that was the default then."""
    defaults = list(DefaultCalendar.objects.order_by("since", "pk").values_list("since", "calendar"))
    versions = defaultdict(list)
    found = CalendarVersion.objects.filter(calendar__in={calendar for _since, calendar in defaults}).order_by("number")
    for calendar, made, version in found.values_list("calendar", "created_at", "pk"):
        versions[calendar].append((made, version))

    starts = [since if number else _ALWAYS for number, (since, _calendar) in enumerate(defaults)]
    ends = [*starts[1:], None]
    for (_since, calendar), since, end in zip(defaults, starts, ends, strict=False):
        of_calendar = versions[calendar]
        held = max(bisect_right([made for made, _version in of_calendar], since) - 1, 0)
        for made, version in of_calendar[held:]:
            if end is None or max(made, since) < end:
                yield max(made, since), version
