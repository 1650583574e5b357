"""The lists of the desk: which views there are, what is in them and how many, in what order, page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from desk.keyset import Cursor, Keyset, Page
from desk.queries import Row, load_rows, seen_by
from search.queries import SearchPage
from tickets.models import Status, Ticket
from tickets.models.ticket import TicketQuerySet

PAGE_SIZE = 30
MOST_COUNTED = 100
SOLVED_PERIOD = timedelta(days=30)
OUR_TURN = (Status.NEW, Status.OPEN)


@dataclass(frozen=True, slots=True)
class View:
    """One entry of the sidebar."""

    key: str
    name: object
    icon: str
    pick: Callable[[TicketQuerySet], TicketQuerySet]
    empty_title: object
    empty_text: object
    # What rests (waiting, held, solved) is marked by its time, not as unread.
    is_our_turn: bool = True
    default_sort: str = "waiting"
    team_id: int | None = None


@dataclass(slots=True)
class CountedView:
    view: View
    count: int
    is_unread: bool = False


SORTS: dict[str, tuple[object, Keyset]] = {
    "waiting": (_("Waiting longest"), Keyset("waiting_since", "number")),
    "updated": (_("Last changed"), Keyset("-updated_at", "-number")),
    "opened": (_("Newest"), Keyset("-opened_at", "-number")),
    "priority": (_("Priority"), Keyset("-priority", "-number", is_number=True)),
}
_SOLVED_SORT = (_("Last solved"), Keyset("-solved_at", "-number"))


def views_for(person: User) -> list[View]:
    """The sidebar of this person: what is theirs, what is everybody's, the teams they may see."""
    teams = [_team_view(team.pk, team.name, is_private=team.is_private) for team in teams_for(person)]
    return [*_common_views(person, _solved_since()), *teams]


def sidebar(person: User) -> list[CountedView]:
    """`views_for` with how many tickets each holds, up to 101, and whether it holds something unread: one statement."""
    solved_since = _solved_since()
    sql, params = _counting(person, person.role, solved_since)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = sorted(cursor)
    views = _common_views(person, solved_since)
    views += [
        _team_view(pk, name, is_private=is_private) for _place, _count, _unread, pk, name, is_private in rows if pk
    ]
    return [CountedView(view, row[1], row[2]) for view, row in zip(views, rows, strict=True)]


@lru_cache(maxsize=512)
def _counting(person: User, role: str, solved_since: datetime) -> tuple[str, list[Any]]:
    """The statement: place in the sidebar, count, whether unread, team. Building it costs more than running it.

    All teams share one part of it, because planning a part takes longer than running it.
    """
    selects: list[str] = []
    params: list[Any] = []
    for place, view in enumerate(_common_views(person, solved_since)):
        count, values = _count_of(view, person)
        selects.append(f"SELECT {place}, part.*, NULL::bigint, NULL, NULL::boolean FROM ({count}) part")  # noqa: S608
        params += values
    teams, values = _teams_of(person).order_by().values("id", "name", "is_private").query.sql_with_params()
    params += values
    count, values = _count_of(_team_view(RawSQL("team.id", [])), person)  # noqa: S611  # a constant
    params += values
    place_of_team = f"{len(selects) - 1} + row_number() OVER (ORDER BY team.name)"
    selects.append(
        f"SELECT {place_of_team}, part.*, team.* FROM ({teams}) team CROSS JOIN LATERAL ({count}) part"  # noqa: S608
    )
    return " UNION ALL ".join(selects), params


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
    number: int
    is_unread: bool


def nav_entries(counts: list[CountedView]) -> tuple[NavEntry, ...]:
    return tuple(
        NavEntry(
            entry.view.key, str(entry.view.name), entry.view.icon, entry.view.team_id, entry.count, entry.is_unread
        )
        for entry in counts
    )


def default_view(counts: list[CountedView]) -> View:
    """The first view in which something waits to be done: one's own, then what nobody has."""
    for entry in counts[:3]:
        if entry.count:
            return entry.view
    return counts[0].view


def sorts_of(view: View) -> dict[str, tuple[object, Keyset]]:
    return {"solved": _SOLVED_SORT} if view.key == "solved" else SORTS


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


def _common_views(person: User, solved_since: datetime) -> list[View]:
    return [
        View(
            "mine", _("My open"), "circle-user-round",
            lambda tickets: tickets.unfinished().filter(assignee=person, status__in=OUR_TURN),
            _("Nothing waits for you"), _("Take a ticket from Unassigned, or enjoy the quiet."),
        ),
        View(
            "unassigned", _("Unassigned"), "inbox",
            lambda tickets: tickets.unfinished().unassigned().filter(status__in=OUR_TURN),
            _("Everything has an owner"), _("New requests appear here by themselves."),
        ),
        View(
            "open", _("All open"), "layers",
            lambda tickets: tickets.unfinished().filter(status__in=OUR_TURN),
            _("No open tickets"), _("Every customer has an answer."),
        ),
        View(
            "pending", _("Waiting on customer"), "clock",
            lambda tickets: tickets.unfinished().filter(status=Status.PENDING),
            _("No customer owes us an answer"), _("Tickets set to “Waiting on customer” rest here until they write."),
            is_our_turn=False, default_sort="updated",
        ),
        View(
            "on_hold", _("On hold"), "circle-pause",
            lambda tickets: tickets.unfinished().filter(status=Status.ON_HOLD),
            _("Nothing is on hold"), _("Tickets that wait for somebody else rest here."),
            is_our_turn=False, default_sort="updated",
        ),
        View(
            "solved", _("Solved recently"), "circle-check",
            lambda tickets: tickets.solved().filter(solved_at__gte=solved_since),
            _("Nothing solved in the last 30 days"), _("Solved tickets are listed here for a while."),
            is_our_turn=False, default_sort="solved",
        ),
    ]  # fmt: skip


def _solved_since() -> datetime:
    """To the hour: nobody misses a ticket for it, and the counting statement stays the same meanwhile."""
    return (timezone.now() - SOLVED_PERIOD).replace(minute=0, second=0, microsecond=0)


def _team_view(pk: int | RawSQL, name: str = "", *, is_private: bool = False) -> View:
    return View(
        f"team-{pk}", name, "lock" if is_private else "users",
        lambda tickets: tickets.unfinished().filter(team=pk, status__in=OUR_TURN),
        _("This team has no open tickets"), _("What is put into its queue appears here."),
        team_id=pk if isinstance(pk, int) else None,
    )  # fmt: skip


def teams_for(person: User) -> list[Team]:
    """Private teams are shown to their members and to admins only."""
    return list(_teams_of(person))


def _teams_of(person: User) -> QuerySet[Team]:
    if person.is_admin:
        return Team.objects.all()
    mine = RawSQL("SELECT team_id FROM accounts_team_members WHERE user_id = %s", [person.pk])  # noqa: S611  # constant
    return Team.objects.filter(Q(is_private=False) | Q(pk__in=mine))
