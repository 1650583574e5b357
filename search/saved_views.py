"""Saved views: making, changing and deleting them, and which tickets one holds. They change no ticket, so there is no event.

A view of unfinished work may filter by anything. Solved work has no end, so a view over it names a period; and a view with
words, or of spam or deleted tickets, is a search that is kept: newest first, and not counted, because counting them can take
as long as finding them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.permissions import Permission, role_may
from helpdesk.labels import quoted
from helpdesk.prepared import Prepared
from search.matching import ticket_conditions
from search.query import DATED, DELETED, LONGEST_QUERY, SNOOZED, SPAM, Query, parse
from search.suggestions import meant_by, said_of_unknown, taken_by
from tickets.content import storable
from tickets.errors import Invalid, NotAllowed
from tickets.models import SavedView, Status, Ticket
from tickets.models.saved_view import ListColumn, ListSort, Visibility
from tickets.models.ticket import TicketQuerySet

MOST_VIEWS = 100
_FINISHED = {Status.SOLVED, Status.CLOSED}
_SORTS_OF_WORK = (ListSort.WAITING, ListSort.UPDATED, ListSort.OPENED, ListSort.PRIORITY, ListSort.DUE)
_SORTS_OF_FINISHED = (ListSort.SOLVED, ListSort.UPDATED, ListSort.OPENED)


@dataclass(frozen=True, slots=True)
class ViewPlan:
    """What a filter means for a list."""

    query: Query

    @property
    def has_words(self) -> bool:
        return bool(self.query.terms)

    @property
    def is_search(self) -> bool:
        """Kept as a search: newest first, and not counted."""
        return self.has_words or any(
            found.field == "is" and not found.is_excluded and {DELETED, SPAM} & set(found.values)
            for found in self.query.filters
        )

    @property
    def is_finished(self) -> bool:
        """Whether solved work is asked for; otherwise a view holds unfinished work only."""
        return any(
            not found.is_excluded
            and (found.field == "solved" or found.field == "status" and _FINISHED & set(found.values))
            for found in self.query.filters
        )

    @property
    def has_period(self) -> bool:
        return any(
            found.field in DATED and not found.is_excluded and found.sign in (":", ">", ">=")
            for found in self.query.filters
        )

    @property
    def is_about_snoozed(self) -> bool:
        return any(found.field == "is" and found.values == (SNOOZED,) for found in self.query.filters)

    @property
    def sorts(self) -> tuple[ListSort, ...]:
        """Those that it can have, the usual one first."""
        if self.is_search:
            return (ListSort.OPENED,)
        return _SORTS_OF_FINISHED if self.is_finished else _SORTS_OF_WORK


def plan_of(text: str) -> ViewPlan:
    return ViewPlan(parse(text))


def tickets_in(view: SavedView, person: User) -> TicketQuerySet:
    """What of a view without words this person may see; snoozed tickets only where the view asks for them."""
    plan = plan_of(view.filter)
    visible = Ticket.objects.visible_to(person)
    tickets = visible.listed() if plan.is_finished else visible.unfinished()
    for condition in ticket_conditions(plan.query, person):
        tickets = tickets.filter(condition)
    return tickets if plan.is_about_snoozed else tickets.awake()


def views_of(person: User) -> list[SavedView]:
    """Those that the person sees, as they put them in order; the others behind them by name."""
    if not (person.is_staff and person.is_active):
        return []
    places = {pk: place for place, pk in enumerate(person.view_order)}
    views = _seen_by(person.role)(person.pk)
    return sorted(views, key=lambda view: (places.get(view.pk, len(places)), view.name.lower(), view.pk))


@cache
def _seen_by(role: str) -> Prepared[SavedView]:
    visible = SavedView.objects.select_related("owner", "team")
    return Prepared(lambda person: visible.visible_to(User(pk=person, role=role)))


def may_change(person: User, view: SavedView) -> bool:
    """A private view is its owner's; a shared one also the leads'; one for everybody only the leads' and admins'."""
    shares = role_may(person.role, Permission.SHARE_VIEWS)
    if view.visibility == Visibility.ALL:
        return shares
    return view.owner_id == person.pk or (view.visibility == Visibility.TEAM and shares)


def save_view(
    *,
    actor: User,
    name: str,
    filter: str,
    sort: str | None = None,
    visibility: str = Visibility.PRIVATE,
    team: Team | None = None,
    columns: Iterable[str] = (),
) -> SavedView:
    """Keep a view; the one that the actor has already when it is the same, so that a second click makes no second view.

    Raises Invalid with what is missing, NotAllowed when it is to be seen by more people than the actor may show things to.
    """
    values = _checked(
        actor, name=name, filter=filter, sort=sort, visibility=visibility, team=team, columns=list(columns)
    )
    kept = SavedView.objects.filter(owner=actor, name=values["name"]).first()
    if kept is not None and all(getattr(kept, column) == value for column, value in values.items()):
        return kept
    if SavedView.objects.filter(owner=actor).count() >= MOST_VIEWS:
        raise Invalid(_("You have %(most)s views. Delete one that you no longer need.") % {"most": MOST_VIEWS})
    view = SavedView(owner=actor, **values)
    _save(view)
    return view


def change_view(view: SavedView, *, actor: User, **changes: Any) -> SavedView:
    """Change what is given of name, filter, sort, visibility, team and columns; an unfitting sort becomes the usual one."""
    if not may_change(actor, view):
        raise NotAllowed(_("This view is somebody else's. Save one of your own instead."))
    values = {name: getattr(view, name) for name in ("name", "filter", "sort", "visibility", "team", "columns")}
    if "filter" in changes and "sort" not in changes and view.sort not in plan_of(changes["filter"]).sorts:
        values["sort"] = None
    if changes.get("visibility", Visibility.TEAM) != Visibility.TEAM:
        values["team"] = None
    for name, value in _checked(actor, owner=view.owner, **(values | changes)).items():
        setattr(view, name, value)
    _save(view)
    return view


def delete_view(view: SavedView, *, actor: User) -> None:
    if not may_change(actor, view):
        raise NotAllowed(_("This view is somebody else's. Only they, or a lead, can delete it."))
    view.delete()


def put_in_order(numbers: Sequence[int], *, actor: User) -> None:
    """The actor's own order of the views that they see; what is not named stays behind, by name."""
    seen = set(SavedView.objects.visible_to(actor).values_list("pk", flat=True))
    order = [number for number in dict.fromkeys(numbers) if number in seen]
    if order != actor.view_order:
        actor.view_order = order
        actor.save(update_fields=["view_order"])


def show_columns(columns: Iterable[str], *, actor: User) -> None:
    """What the actor's lists show from now on; nothing: the usual columns."""
    chosen = _in_table_order(columns)
    if chosen != actor.list_columns:
        actor.list_columns = chosen
        actor.save(update_fields=["list_columns"])


def set_density(density: str, *, actor: User) -> None:
    if density != actor.density:
        actor.density = density
        actor.save(update_fields=["density"])


def _checked(
    actor: User,
    *,
    name: str,
    filter: str,
    sort: str | None,
    visibility: str,
    team: Team | None,
    columns: Sequence[str],
    owner: User | None = None,
) -> dict[str, Any]:
    """The values of a view that can be. Raises Invalid or NotAllowed."""
    name = " ".join(storable(name).split())[:80]
    filter = storable(filter).strip()
    if not name:
        raise Invalid(_("Give the view a name."))
    if len(filter) > LONGEST_QUERY:
        raise Invalid(_("The filter is too long. Use at most %(most)s characters.") % {"most": LONGEST_QUERY})
    plan = plan_of(filter)
    if plan.query.is_empty:
        raise Invalid(_("Say what the view is to show, such as status:open tag:billing."))
    if plan.query.misread:
        misread = plan.query.misread[0]
        raise Invalid(
            _("“%(typed)s” means nothing: “%(operator)s:” takes: %(values)s.")
            % {"typed": misread.typed, "operator": misread.field, "values": taken_by(misread.field)}
        )
    if slips := [one for one in plan.query.unknown if meant_by(one.field)]:
        raise Invalid(said_of_unknown(slips[0]))
    if plan.is_finished and not plan.is_search and not plan.has_period:
        raise Invalid(_("A view of solved tickets needs a period, such as solved>30d."))
    if sort is None or plan.is_search:
        sort = plan.sorts[0]
    if sort not in plan.sorts:
        names = ", ".join(quoted(ListSort(one).label) for one in plan.sorts)
        raise Invalid(_("This view can be sorted by %(names)s.") % {"names": names})
    _refuse_strangers(actor, owner or actor, visibility, team)
    return {
        "name": name,
        "filter": filter,
        "sort": ListSort(sort),
        "visibility": Visibility(visibility),
        "team": team if visibility == Visibility.TEAM else None,
        "columns": _in_table_order(columns),
    }


def _refuse_strangers(actor: User, owner: User, visibility: str, team: Team | None) -> None:
    if visibility == Visibility.PRIVATE:
        if owner != actor:
            raise NotAllowed(_("Only its owner can take this view for themselves."))
        return
    shares = role_may(actor.role, Permission.SHARE_VIEWS)
    if visibility == Visibility.ALL:
        if not shares:
            raise NotAllowed(
                _("Views for everybody are made by team leads and admins. Share it with your team instead.")
            )
        return
    if team is None:
        raise Invalid(_("Choose the team that is to see this view."))
    is_open_to_them = actor.is_admin or (shares and not team.is_private)
    if not is_open_to_them and not team.members.filter(pk=actor.pk).exists():
        raise NotAllowed(_("You are not in this team. Choose one of your own."))


def _in_table_order(columns: Iterable[str]) -> list[str]:
    chosen = set(columns)
    return [column.value for column in ListColumn if column in chosen]


def _save(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Invalid(_("There is a view of this name already. Choose another name.")) from error
