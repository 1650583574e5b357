"""The lists of the desk: what is in the views of desk/catalogue.py and how many, in what order, page by page."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection
from django.db.models import Case, Q, When
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from desk.catalogue import View, common_views, saved_view, team_view
from desk.keyset import Cursor, Keyset, Page
from desk.queries import Row, load_rows, seen_by
from search.queries import SearchPage
from search.saved_views import views_of
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet

PAGE_SIZE = 30
MOST_COUNTED = 100
SOLVED_PERIOD = timedelta(days=30)
# Of the saved views, in the person's order; the others show no number.
MOST_SAVED_COUNTED = 20
_KEPT_SECONDS = 10


@dataclass(slots=True)
class CountedView:
    view: View
    count: int | None  # None: not counted
    is_unread: bool = False


SORTS: dict[str, tuple[object, Keyset]] = {
    "waiting": (_("Waiting longest"), Keyset("waiting_since", "number")),
    "updated": (_("Last changed"), Keyset("-updated_at", "-number")),
    "opened": (_("Newest"), Keyset("-opened_at", "-number")),
    "priority": (_("Priority"), Keyset("-priority", "-number", is_number=True)),
    "solved": (_("Last solved"), Keyset("-solved_at", "-number")),
    "snoozed": (_("Back soonest"), Keyset("snoozed_until", "number")),
}


def views_for(person: User, teams: list[Team] | None = None) -> list[View]:
    """The sidebar of this person: everybody's views, the teams they may see (`teams_for`), and the saved ones."""
    teams = teams_for(person) if teams is None else teams
    mine = _mine(teams)
    return [
        *common_views(person, mine, _solved_since()),
        *(team_view(team.pk, team.name, is_private=team.is_private, is_mine=team.pk in mine) for team in teams),
        *(saved_view(saved, person) for saved in views_of(person)),
    ]


def counted(person: User, views: list[View]) -> list[CountedView]:
    """Each view with how many tickets it holds, up to 101, and whether it holds something unread: one statement.

    The saved ones are one statement more, asked only after something has happened.
    """
    teams = [view.team_id for view in views if view.team_id]
    mine = tuple(view.team_id for view in views if view.team_id and view.is_mine)
    sql, params = _counting(person, person.role, mine, _solved_since())
    with connection.cursor() as cursor:
        cursor.execute(sql, [teams, *params])
        counts: dict[str, tuple[int | None, bool]] = {key: (count, is_unread) for key, count, is_unread in cursor}
    counts |= _saved_counts(person, [view for view in views if view.saved is not None])
    return [CountedView(view, *counts.get(view.key, (None, False))) for view in views]


@lru_cache(maxsize=512)
def _counting(person: User, role: str, mine: tuple[int, ...], solved_since: datetime) -> tuple[str, list[Any]]:
    """The statement, and its parameters after the list of teams: building it costs more than running it.

    All teams share one part of it, because planning a part takes longer than running it.
    """
    selects: list[str] = []
    params: list[Any] = []
    for view in common_views(person, mine, solved_since):
        sql, values = _count_of(view, person)
        selects.append(f"SELECT '{view.key}', part.* FROM ({sql}) part")  # noqa: S608  # a key of ours
        params += values
    sql, values = _count_of(team_view(RawSQL("queue.id", [])), person)  # noqa: S611  # a constant
    selects.append(f"SELECT 'team-' || queue.id, part.* FROM queue CROSS JOIN LATERAL ({sql}) part")  # noqa: S608
    return f"WITH queue AS (SELECT unnest(%s::bigint[]) AS id) {' UNION ALL '.join(selects)}", [*params, *values]


def _saved_counts(person: User, views: list[View]) -> dict[str, tuple[int | None, bool]]:
    """What filters hold changes with the tickets: until the next event the numbers stay, for all pages of this person."""
    views = [view for view in views if not view.is_search][:MOST_SAVED_COUNTED]
    if not views:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM tickets_event")
        (newest,) = cursor.fetchone()
        saved = [(view.key, view.saved.filter) for view in views if view.saved]
        digest = hashlib.sha256(repr((saved, person.role, newest)).encode()).hexdigest()[:16]
        key = f"saved-counts:{person.pk}:{digest}"
        kept: dict[str, tuple[int | None, bool]] | None = cache.get(key)
        if kept is not None:
            return kept
        parts = [(view.key, *_count_of(view, person)) for view in views]
        selects = [f"SELECT '{name}', part.* FROM ({sql}) part" for name, sql, _params in parts]  # noqa: S608  # our keys
        cursor.execute(" UNION ALL ".join(selects), [value for _name, _sql, params in parts for value in params])
        counts: dict[str, tuple[int | None, bool]] = {name: (count, False) for name, count, _unread in cursor}
    cache.set(key, counts, _KEPT_SECONDS)
    return counts


def _count_of(view: View, person: User) -> tuple[str, tuple[Any, ...]]:
    tickets = view.pick(Ticket.objects.visible_to(person)).order_by()[: MOST_COUNTED + 1]
    if not view.is_our_turn:
        sql, params = tickets.values("number").query.sql_with_params()
        return f"SELECT count(*), false FROM ({sql}) ticket", params  # noqa: S608
    sql, params = tickets.annotate(seen=seen_by(person)).values("conversation_seq", "seen").query.sql_with_params()
    return f"SELECT count(*), coalesce(bool_or(seen < conversation_seq), false) FROM ({sql}) ticket", params  # noqa: S608


class NavEntry(NamedTuple):
    """What the sidebar draws of a counted view."""

    key: str
    name: str
    icon: str
    team_id: int | None
    number: int | None
    is_unread: bool
    section: str  # "" for everybody's, then teams, then saved


def nav_entries(counts: list[CountedView]) -> tuple[NavEntry, ...]:
    return tuple(
        NavEntry(
            entry.view.key,
            str(entry.view.name),
            entry.view.icon,
            entry.view.team_id,
            entry.count,
            entry.is_unread,
            entry.view.section,
        )
        for entry in counts
    )


def default_view(counts: list[CountedView]) -> View:
    """The first view in which something waits to be done: one's own, then what nobody has, then what there is."""
    filled = {entry.view.key: entry.view for entry in counts if entry.count}
    return next((filled[key] for key in ("mine", "unassigned", "teams", "open") if key in filled), counts[0].view)


def sorts_of(view: View) -> dict[str, tuple[object, Keyset]]:
    return {key: SORTS[key] for key in view.sorts}


def page_of(person: User, tickets: TicketQuerySet, keyset: Keyset, after: Cursor, before: Cursor) -> Page[Row]:
    """One page with what its rows show; one statement."""
    return keyset.page(tickets, partial(load_rows, person), size=PAGE_SIZE, after=after, before=before)


def rows_of(person: User, found: SearchPage) -> list[Row]:
    """What a search found as rows, each with the line in which the words stand."""
    if not found.numbers:
        return []
    tickets = Ticket.objects.visible_to(person).filter(pk__in=found.numbers)
    rows = {row.number: row for row in load_rows(person, tickets)}
    lines = {number: highlight.html for number, highlight in found.highlights.items()}
    return [rows[number]._replace(highlight=lines.get(number, "")) for number in found.numbers if number in rows]


def _solved_since() -> datetime:
    """To the hour: nobody misses a ticket for it, and the counting statement stays the same meanwhile."""
    return (timezone.now() - SOLVED_PERIOD).replace(minute=0, second=0, microsecond=0)


def teams_for(person: User) -> list[Team]:
    """Private teams are shown to their members and to admins only; `is_mine` says whether the person is in it."""
    mine = RawSQL("SELECT team_id FROM accounts_team_members WHERE user_id = %s", [person.pk])  # noqa: S611  # constant
    teams = Team.objects.annotate(is_mine=Case(When(pk__in=mine, then=True), default=False))
    return list(teams if person.is_admin else teams.filter(Q(is_private=False) | Q(is_mine=True)))


def _mine(teams: list[Team]) -> tuple[int, ...]:
    return tuple(team.pk for team in teams if team.is_mine)  # type: ignore[attr-defined]  # annotated by teams_for
