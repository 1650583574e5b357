"""The first responses of a period, read once for all pictures of them.

The database would read and sort the same rows for each picture; as columns they are cut into days, weekdays and spans in a
fraction of that. The figures themselves it counts (metrics/figures.py): medians here lie where `percentile_cont` has them.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models.functions import Coalesce

from helpdesk.columns import read_columns
from metrics import rows
from metrics.buckets import EPOCH, hour_width, in_local_hours, steps_of
from metrics.period import Period, midnight
from metrics.questions import Inquiry

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MICROSECOND = timedelta(microseconds=1)
_SENT = [("answered", ">i8"), ("started", ">i8"), ("seconds", ">i4"), ("open_seconds", ">i4")]
_DAYS = 7


class Waits(NamedTuple):
    """Of each response when it was given and when its customer began to wait (microseconds since 2000, UTC), and how long that
    was: in all, and in opening hours (who has no calendar is always open).
    """

    answered: "NDArray[Any]"
    started: "NDArray[Any]"
    seconds: "NDArray[Any]"
    open_seconds: "NDArray[Any]"


class OfDay(NamedTuple):
    """First responses to what was asked on such a day: how many, the median wait, and that in opening hours. In seconds."""

    n: int
    median: float
    open: float


def first_waits(asked: Inquiry) -> Waits:
    import numpy as np

    found = rows.first_responses(asked).order_by().annotate(open_wait=Coalesce("business_seconds", "seconds"))
    columns = found.values_list("answered_at", "started_at", "seconds", "open_wait")
    read = read_columns(*columns.query.sql_with_params(), _SENT)
    return Waits(*(read[name].astype(np.int64) for name, _kind in _SENT))


def median_of(numbers: "NDArray[Any]") -> float | None:
    """Between the two in the middle where there are two; None of nothing."""
    import numpy as np

    return float(np.median(numbers)) if len(numbers) else None


def medians_by_step(waits: Waits, period: Period) -> list[float | None]:
    """Of each day or week of the period, by when responses were given."""
    places = _between(waits.answered, [midnight(step, period.zone) for step in steps_of(period)])
    return [median_of(waits.seconds[places == place]) for place in range(1, len(steps_of(period)) + 1)]


def number_by_span(waits: Waits, ends: Sequence[int]) -> list[int]:
    """How many took so long: less than the first end, from it to less than the second …, from the last one on."""
    import numpy as np

    return np.bincount(np.searchsorted(ends, waits.seconds, side="right"), minlength=len(ends) + 1).tolist()


def by_hour_given(waits: Waits, period: Period) -> Counter[tuple[int, int]]:
    """How many were given on each weekday, from Monday, which is 0, in each hour of the zone."""
    import numpy as np

    width = hour_width(period)
    bins, numbers = np.unique(waits.answered // (width // _MICROSECOND), return_counts=True)
    starts = ((EPOCH + place * width, n) for place, n in zip(bins.tolist(), numbers.tolist(), strict=True))
    return in_local_hours(starts, period)


def by_weekday_asked(waits: Waits, period: Period) -> dict[int, OfDay]:
    """By the weekday of the zone, from Monday, which is 0, on which the customer began to wait."""
    if not len(waits.started):
        return {}
    first = _instant(waits.started.min()).astimezone(period.zone).date()
    monday = first - timedelta(days=first.weekday())
    days = [midnight(monday + timedelta(days=day), period.zone) for day in range((period.last - monday).days + 1)]
    weekdays = (_between(waits.started, days) - 1) % _DAYS
    found = {}
    for day in range(_DAYS):
        those = weekdays == day
        median, in_opening_hours = median_of(waits.seconds[those]), median_of(waits.open_seconds[those])
        if median is not None and in_opening_hours is not None:
            found[day] = OfDay(int(those.sum()), median, in_opening_hours)
    return found


def _between(instants: "NDArray[Any]", begins: Sequence[datetime]) -> "NDArray[Any]":
    """Which of these, counted from 1, is the last at or before each instant; 0: it lies before all."""
    import numpy as np

    return np.searchsorted([(begin - EPOCH) // _MICROSECOND for begin in begins], instants, side="right")


def _instant(microseconds: int) -> datetime:
    return EPOCH.astimezone(UTC) + timedelta(microseconds=int(microseconds))
