"""One page of a list: its rows, read by one statement."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from accounts.models import User
from desk.catalogue import View, common_views
from desk.keyset import Cursor, Page
from desk.lists import SORTS, solved_since
from desk.queries import Row, load_rows, rows_read, rows_statement
from helpdesk.planned import KEYS, MOMENTS, PlannedSQL
from helpdesk.prepared import any_of
from search.queries import SearchPage
from tickets.models import Ticket

PAGE_SIZE = 30


def page_of(person: User, view: View, sort: str, after: Cursor, before: Cursor) -> Page[Row]:
    """One page with what its rows show.

    Everybody's views are planned once. How many tickets a team or a saved view has decides which index serves it best,
    so that PostgreSQL plans those anew.
    """
    keyset = SORTS[sort][1]

    def read(after: Cursor, before: Cursor) -> list[Row]:
        if view.section:
            tickets = view.pick(Ticket.objects.visible_to(person))
            window = keyset.window(tickets, size=PAGE_SIZE, after=after, before=before, and_empty=False)
            return load_rows(person, window)
        sql = _statement(view.key, person.role, sort, PAGE_SIZE, _shape(after), _shape(before))
        return rows_read(sql, sql.params([person.pk, solved_since(), *(before or after or ())]))

    rows = keyset.in_ranges(read, size=PAGE_SIZE, after=after, before=before)
    return keyset.page(rows, size=PAGE_SIZE, after=after, before=before)


def with_lines(person: User, page: Page[Row], view: View) -> Page[Row]:
    """The page with the lines of a view that has its own; one statement more, in those views only."""
    if view.lines is None or not page.rows:
        return page
    lines = view.lines(person, [row.number for row in page.rows])
    return replace(page, rows=[row._replace(highlight=lines.get(row.number, "")) for row in page.rows])


def rows_of(person: User, found: SearchPage) -> list[Row]:
    """What a search found as rows, each with the line in which the words stand."""
    if not found.numbers:
        return []
    sql = _by_numbers(person.role)
    rows = {row.number: row for row in rows_read(sql, sql.params([person.pk, list(found.numbers)]))}
    lines = {number: highlight.html for number, highlight in found.highlights.items()}
    return [rows[number]._replace(highlight=lines.get(number, "")) for number in found.numbers if number in rows]


# Stands for a small number of a cursor: of a greater one the ORM knows that no row has it.
_SMALL = 32_101
# Of a cursor, whether its value is NULL: the statement differs by that alone.
_Shape = bool | None


def _shape(cursor: Cursor) -> _Shape:
    return None if cursor is None else cursor[0] is None


@cache
def _statement(key: str, role: str, sort: str, size: int, after: _Shape, before: _Shape) -> PlannedSQL:
    """Its parameters are the person's key, since when what is solved counts, and the two values of the cursor."""
    person, keyset = User(pk=KEYS[0], role=role), SORTS[sort][1]
    value: Any = _SMALL if keyset.is_number else MOMENTS[1]
    (view,) = (view for view in common_views(person, MOMENTS[0]) if view.key == key)
    tickets = view.pick(Ticket.objects.visible_to(person))
    cursors = (None if is_null is None else [None if is_null else value, KEYS[2]] for is_null in (after, before))
    ends = dict(zip(("after", "before"), cursors, strict=True))
    window = keyset.window(tickets, size=size, **ends, and_empty=False)
    return _planned(person, window, (KEYS[0], MOMENTS[0], value, KEYS[2]))


@cache
def _by_numbers(role: str) -> PlannedSQL:
    """Its parameters are the person's key and a list of numbers."""
    person = User(pk=KEYS[0], role=role)
    tickets = Ticket.objects.visible_to(person).filter(pk__in=any_of(KEYS[1]))
    return _planned(person, tickets, KEYS[:2])


def _planned(person: User, tickets: Any, stand_ins: Sequence[Any]) -> PlannedSQL:
    sql, params = rows_statement(person, tickets)
    return PlannedSQL.of(sql, params, stand_ins=stand_ins)
