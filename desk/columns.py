"""What the rows of a list show: which columns, with which heads, and by which of them one can sort."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.brands import has_several
from accounts.models import User
from desk.catalogue import View
from tickets.models.saved_view import ListColumn

USUAL = (
    ListColumn.ORGANIZATION,
    ListColumn.TAGS,
    ListColumn.LEVEL,
    ListColumn.PRIORITY,
    ListColumn.STATUS,
    ListColumn.ASSIGNEE,
    ListColumn.DUE,
    ListColumn.WAITING,
)
DENSITIES = (("comfortable", _("Comfortable")), ("compact", _("Compact")))
# These stand under the subject, beside who asks.
INLINE = (ListColumn.ORGANIZATION, ListColumn.TAGS)
# What waits longest, or is back soonest, stands first; everything else begins with the newest or the highest.
_ASCENDING = ("waiting", "due", "snoozed")


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head; `sort` is empty where the list cannot be sorted by it."""

    key: str
    name: object
    sort: str = ""
    direction: str = ""  # of the present sort, as aria-sort has it
    is_quiet: bool = False  # its cells speak for themselves


@dataclass(frozen=True, slots=True)
class Shown:
    """What the rows of one list show; `columns` in the order of the table."""

    columns: tuple[str, ...]
    is_compact: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(column for column in self.columns if column not in INLINE)


def columns_offered() -> list[ListColumn]:
    """All that tell something: where there is one brand, each row would say the same."""
    return [column for column in ListColumn if column != ListColumn.BRAND or has_several()]


def shown_in(view: View | None, person: User) -> Shown:
    """The view's own columns, else those that the person has chosen, else the usual ones; None: what a search found."""
    chosen = (view.saved.columns if view and view.saved else None) or person.list_columns or USUAL
    moment = view.moment if view else "waiting"
    columns = [column.value for column in columns_offered() if column in chosen]
    if moment != "waiting":  # the time by which this list is sorted stands in its place
        columns = [column for column in columns if column not in ("waiting", moment)] + [moment]
    return Shown(tuple(columns), is_compact=person.density == "compact")


def heads_of(shown: Shown, view: View | None, sort: str) -> list[Head]:
    return [_head(column, view, sort) for column in shown.cells]


def _head(column: str, view: View | None, sort: str) -> Head:
    can_sort = view is not None and len(view.sorts) > 1 and column in view.sorts
    direction = "ascending" if column in _ASCENDING else "descending"
    is_sorted = view is not None and column == sort
    return Head(
        column, _NAMES[column], column if can_sort else "", direction if is_sorted else "", column == "assignee"
    )


_NAMES: dict[str, object] = {
    **{column.value: column.label for column in ListColumn},
    "updated": _("Changed"),
    "solved": _("Solved"),
    "snoozed": _("Back"),
}
