"""The lists of the desk: what is in the views of desk/catalogue.py and how many, in what order, page by page."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.core.cache import cache as kept
from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from desk.catalogue import View, common_views, saved_view, team_view
from desk.keyset import Keyset
from desk.queries import seen_by
from desk.queues import FIRST_PLACE, CountedQueue, counted_queues, counting_parts
from helpdesk.planned import KEYS, MOMENTS, PlannedSQL
from search.saved_views import views_of
from tickets.models import Ticket

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


class Sidebar(list[CountedView]):
    """The counted views, and beside them what waits on other pages (desk/queues.py)."""

    queues: list[CountedQueue]


SORTS: dict[str, tuple[object, Keyset]] = {
    "waiting": (_("Waiting longest"), Keyset("waiting_since", "number")),
    "updated": (_("Last changed"), Keyset("-updated_at", "-number")),
    "opened": (_("Newest"), Keyset("-opened_at", "-number")),
    "priority": (_("Priority"), Keyset("-priority", "-number", is_number=True)),
    "due": (_("Due soonest"), Keyset("next_due_at", "number")),
    "solved": (_("Last solved"), Keyset("-solved_at", "-number")),
    "snoozed": (_("Back soonest"), Keyset("snoozed_until", "number")),
}


def views_for(person: User) -> list[View]:
    """The sidebar of this person: everybody's views, the teams they may see, and the saved ones."""
    teams = teams_for(person)
    return [
        *_common_for(person, solved_since(), any(team.is_mine for team in teams)),  # type: ignore[attr-defined]  # annotated
        *(team_view(team.pk, team.name, is_private=team.is_private) for team in teams),
        *(saved_view(saved, person) for saved in views_of(person)),
    ]


def sidebar(person: User) -> Sidebar:
    """`views_for` with how many tickets each holds, up to 101, and whether it holds something unread: one statement.

    The counts of saved views are one statement more, asked only after something has happened.
    """
    since = solved_since()
    sql = _counting(person.role)
    with connection.cursor() as cursor:
        cursor.execute(sql, sql.params([person.pk, since]))
        rows = [_Counted(*row) for row in sorted(cursor)]
    teams = [row for row in rows if row.team]
    kept = {view.key for view in _common_for(person, since, any(row.is_mine for row in teams))}
    common = zip(common_views(person, since), rows, strict=False)
    counts = Sidebar(
        [
            *(CountedView(view, row.number, row.is_unread) for view, row in common if view.key in kept),
            *(
                CountedView(team_view(row.team, row.name, is_private=row.is_private), row.number, row.is_unread)
                for row in teams
            ),
            *_counted_saved(person, [saved_view(saved, person) for saved in views_of(person)]),
        ]
    )
    counts.queues = counted_queues(person.role, [row[:2] for row in rows if row.place >= FIRST_PLACE])
    return counts


class _Counted(NamedTuple):
    """A row of `_counting`; what follows the team's key is NULL for everybody's views."""

    place: int
    number: int
    is_unread: bool
    team: int
    name: str
    is_private: bool
    is_mine: bool


def _common_for(person: User, since: datetime, has_teams: bool) -> list[View]:
    """Without a team there is no "My teams": no empty box."""
    return [view for view in common_views(person, since) if has_teams or view.key != "teams"]


@cache
def _counting(role: str) -> PlannedSQL:
    """The statement, whose rows are `_Counted`; its parameters are the person's key and since when what is solved counts.

    All teams share one part of it, because planning a part takes longer than running it.
    """
    selects: list[str] = []
    params: list[Any] = []
    person = User(pk=KEYS[0], role=role)
    for place, view in enumerate(common_views(person, MOMENTS[0])):
        count, values = _count_of(view, person)
        no_team = "NULL::bigint, NULL, NULL::boolean, NULL::boolean"
        selects.append(f"SELECT {place}, part.*, {no_team} FROM ({count}) part")  # noqa: S608  # constants
        params += values
    teams, values = _teams_of(person).order_by().values("id", "name", "is_private", "is_mine").query.sql_with_params()  # type: ignore[misc]  # annotated
    params += values
    count, values = _count_of(team_view(RawSQL("team.id", [])), person)  # noqa: S611  # a constant
    params += values
    place_of_team = f"{len(selects) - 1} + row_number() OVER (ORDER BY team.name)"
    selects.append(
        f"SELECT {place_of_team}, part.*, team.* FROM ({teams}) team CROSS JOIN LATERAL ({count}) part"  # noqa: S608
    )
    for select, values in counting_parts(person, MOST_COUNTED + 1):
        selects.append(select)
        params += values
    return PlannedSQL.of(" UNION ALL ".join(selects), params, stand_ins=(KEYS[0], MOMENTS[0]))


def _counted_saved(person: User, views: list[View]) -> list[CountedView]:
    counts = _saved_counts(person, [view for view in views if not view.is_search][:MOST_SAVED_COUNTED])
    return [CountedView(view, counts.get(view.key)) for view in views]


def _saved_counts(person: User, views: list[View]) -> dict[str, int]:
    """What filters hold changes with the tickets: until the next event the numbers stay, for all pages of this person."""
    if not views:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM tickets_event")
        (newest,) = cursor.fetchone()
        saved = [(view.key, view.saved.filter) for view in views if view.saved]
        digest = hashlib.sha256(repr((saved, person.role, newest)).encode()).hexdigest()[:16]
        key = f"saved-counts:{person.pk}:{digest}"
        known: dict[str, int] | None = kept.get(key)
        if known is not None:
            return known
        parts = [(view.key, *_count_of(view, person)) for view in views]
        selects = [f"SELECT '{name}', part.count FROM ({sql}) part" for name, sql, _params in parts]  # noqa: S608  # our keys
        cursor.execute(" UNION ALL ".join(selects), [value for _name, _sql, params in parts for value in params])
        counts = dict(cursor.fetchall())
    kept.set(key, counts, _KEPT_SECONDS)
    return counts


def _count_of(view: View, person: User) -> tuple[str, tuple[Any, ...]]:
    pick = view.counted or view.pick
    tickets = pick(Ticket.objects.visible_to(person)).order_by()[: MOST_COUNTED + 1]
    if view.counted is not None:
        sql, params = tickets.values("number").query.sql_with_params()
        return f"SELECT count(*), count(*) > 0 FROM ({sql}) ticket", params  # noqa: S608
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
    section: str  # "" for everybody's, then queues, teams, saved
    url: str = ""  # of what is no view


def nav_entries(counts: Sidebar) -> tuple[NavEntry, ...]:
    views = [
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
    ]
    queues = [
        NavEntry(queue.key, str(queue.name), queue.icon, None, number, queue.is_alarm, "queues", reverse(queue.route))
        for queue, number in ((counted.queue, counted.count) for counted in counts.queues)
        if number or queue.is_shown_empty
    ]
    queues.append(
        NavEntry("articles", str(_("Articles")), "book-open", None, None, False, "queues", reverse("articles:articles"))
    )
    first_team = next((place for place, entry in enumerate(views) if entry.section), len(views))
    return (*views[:first_team], *queues, *views[first_team:])


def unassigned_in_other_teams(person: User) -> int:
    """How many tickets wait without an owner where "Unassigned" of this person does not look, up to 101."""
    waiting = Ticket.objects.visible_to(person).to_take().filter(team__isnull=False)
    elsewhere = waiting.exclude(team__in=Team.objects.filter(members=person).order_by().values("pk"))
    has_team = Team.objects.filter(members=person).exists()
    return len(elsewhere.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1]) if has_team else 0


def default_view(counts: list[CountedView]) -> View:
    """The first view in which something waits to be done: one's own, then what nobody has, then what there is."""
    filled = {entry.view.key: entry.view for entry in counts if entry.count}
    return next((filled[key] for key in ("mine", "unassigned", "teams", "open") if key in filled), counts[0].view)


def sorts_of(view: View) -> dict[str, tuple[object, Keyset]]:
    return {key: SORTS[key] for key in view.sorts}


def solved_since() -> datetime:
    """To the hour: nobody misses a ticket for it, and the counting statement stays the same meanwhile."""
    return (timezone.now() - SOLVED_PERIOD).replace(minute=0, second=0, microsecond=0)


def teams_for(person: User) -> list[Team]:
    """Private teams are shown to their members and to admins only; `is_mine` says whether the person is in it."""
    return list(_teams_of(person))


def _teams_of(person: User) -> QuerySet[Team]:
    is_mine = RawSQL(  # noqa: S611  # a constant; the key is a parameter
        "accounts_team.id IN (SELECT team_id FROM accounts_team_members WHERE user_id = %s)",
        [person.pk],
        output_field=BooleanField(),
    )
    teams = Team.objects.filter(archived_at=None).annotate(is_mine=is_mine)
    return teams if person.is_admin else teams.filter(Q(is_private=False) | Q(is_mine=True))
