"""A median in a table, with how many it is of and whether it got slower."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from desk.metrics.words import worded
from metrics.by_agent import Took
from metrics.catalogue import Unit

# A median that moved by less did not move.
_STEADY = 0.1


@dataclass(frozen=True, slots=True)
class TimeCell:
    """`change` in words, empty where there is no value; `direction` up (slower), down or empty."""

    value: str
    n: int
    change: str
    direction: str


def time_cell(took: Took) -> TimeCell:
    """A median, of how many, and whether it changed."""
    value = worded(took.median, Unit.SECONDS)
    if took.median is None:
        return TimeCell(value, took.n, "", "")
    if took.before is None:
        return TimeCell(value, took.n, _("none before"), "")
    if abs(took.median - took.before) < _STEADY * took.before or took.median == took.before:
        return TimeCell(value, took.n, _("as before"), "")
    if not took.before:  # no percent of nothing
        return TimeCell(value, took.n, _("slower"), "up")
    change = (took.median - took.before) / took.before
    words = _("%(percent)s %% slower") if change > 0 else _("%(percent)s %% faster")
    return TimeCell(value, took.n, words % {"percent": round(100 * abs(change))}, "up" if change > 0 else "down")
