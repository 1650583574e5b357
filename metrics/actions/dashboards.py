"""Saving, changing and deleting dashboards. They change no ticket, so there is no event."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from django.db import IntegrityError, transaction
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.permissions import Permission, role_may
from helpdesk import clock
from metrics.layouts import ITEMS, filters_kept
from metrics.models import Dashboard
from metrics.models.dashboard import LONGEST_FILTERS, LONGEST_NAME
from metrics.narrowing import chosen as chosen_one
from tickets.content import storable
from tickets.errors import Invalid, NotAllowed
from tickets.models.saved_view import Visibility

MOST_DASHBOARDS = 100
_FIELDS = ("name", "items", "filters", "visibility", "team")


def may_change(person: User, dashboard: Dashboard) -> bool:
    """Its owner; one for everybody also managers and admins, who see all figures."""
    if dashboard.owner_id == person.pk:
        return role_may(person.role, Permission.METRICS)
    return dashboard.visibility == Visibility.ALL and role_may(person.role, Permission.ALL_METRICS)


def save_dashboard(
    *,
    actor: User,
    name: str,
    items: Iterable[str],
    filters: str = "",
    visibility: str = Visibility.PRIVATE,
    team: Team | None = None,
) -> Dashboard:
    """Keep a page of figures; the one that the actor has already when it is the same, so that a second click makes no second.

    Raises Invalid with what is missing, NotAllowed where it is to be seen by a team that is not the actor's.
    """
    _refuse_strangers(actor)
    values = _checked(actor, name=name, items=items, filters=filters, visibility=visibility, team=team)
    kept = Dashboard.objects.kept().filter(owner=actor, name=values["name"]).first()
    if kept is not None and all(getattr(kept, field) == value for field, value in values.items()):
        return kept
    if Dashboard.objects.kept().filter(owner=actor).count() >= MOST_DASHBOARDS:
        raise Invalid(
            _("You have %(most)s dashboards. Delete one that you no longer need.") % {"most": MOST_DASHBOARDS}
        )
    dashboard = Dashboard(owner=actor, **values)
    _save(dashboard)
    return dashboard


def change_dashboard(dashboard: Dashboard, *, actor: User, **changes: Any) -> Dashboard:
    """Change what is given of name, items, filters, visibility and team."""
    _refuse_others(actor, dashboard)
    values = {field: getattr(dashboard, field) for field in _FIELDS} | changes
    if values["visibility"] != Visibility.TEAM:
        values["team"] = None
    if dashboard.owner_id != actor.pk and values["visibility"] == Visibility.PRIVATE:
        raise NotAllowed(_("Only its owner can take this dashboard for themselves."))
    for field, value in _checked(actor, **values).items():
        setattr(dashboard, field, value)
    _save(dashboard)
    return dashboard


def delete_dashboard(dashboard: Dashboard, *, actor: User) -> bool:
    """Away from everybody, with its mails; False if it is already. `restore_dashboard` brings it back."""
    _refuse_others(actor, dashboard)
    return Dashboard.objects.kept().filter(pk=dashboard.pk).update(deleted_at=clock.now()) > 0


def restore_dashboard(dashboard: Dashboard, *, actor: User) -> bool:
    """Raises Invalid where another one has its name by now."""
    _refuse_others(actor, dashboard)
    try:
        with transaction.atomic():
            return Dashboard.objects.filter(pk=dashboard.pk, deleted_at__isnull=False).update(deleted_at=None) > 0
    except IntegrityError as error:
        raise Invalid(_("You have another dashboard of this name by now. Rename that one first.")) from error


def _refuse_strangers(actor: User) -> None:
    if not role_may(actor.role, Permission.METRICS):
        raise NotAllowed(_("Figures are for team leads and managers. Ask one of them."))


def _refuse_others(actor: User, dashboard: Dashboard) -> None:
    if not may_change(actor, dashboard):
        raise NotAllowed(_("This dashboard is somebody else's. Save a copy of your own instead."))


def _checked(
    actor: User, *, name: str, items: Iterable[str], filters: str, visibility: str, team: Team | None
) -> dict[str, Any]:
    name = " ".join(storable(name).split())[:LONGEST_NAME]
    if not name:
        raise Invalid(_("Give the dashboard a name."))
    chosen = [item for item in dict.fromkeys(items) if item in ITEMS]
    if not chosen:
        raise Invalid(_("Choose at least one figure or chart."))
    if visibility not in Visibility.values:
        raise Invalid(_("Choose one of the offered values."))
    if visibility == Visibility.TEAM:
        _refuse_foreign(actor, team)
    return {
        "name": name,
        "items": chosen,
        "filters": _without_names(checked_filters(filters), actor),
        "visibility": Visibility(visibility),
        "team": team if visibility == Visibility.TEAM else None,
    }


def checked_filters(filters: str, *, without_period: bool = False) -> str:
    """As an address has them, without what narrows nothing. Raises Invalid."""
    if len(filters) > LONGEST_FILTERS:
        raise Invalid(_("These filters are too long. Take some of them away."))
    try:
        given = dict(parse_qsl(storable(filters), max_num_fields=50))
    except ValueError:
        given = {}
    kept = filters_kept(given, without_period=without_period)
    if len(kept) > LONGEST_FILTERS:
        raise Invalid(_("These filters are too long. Take some of them away."))
    return kept


def _without_names(filters: str, actor: User) -> str:
    """An agent by their key, however they were typed: who sees a shared dashboard may not be one who reads their name."""
    given = dict(parse_qsl(filters))
    agent = chosen_one("agent", given["agent"], actor) if "agent" in given else None
    return filters if agent is None else urlencode({**given, "agent": agent.value})


def _refuse_foreign(actor: User, team: Team | None) -> None:
    if team is None:
        raise Invalid(_("Choose the team that is to see this dashboard."))
    sees_all = actor.is_admin or (role_may(actor.role, Permission.ALL_METRICS) and not team.is_private)
    if not sees_all and not team.members.filter(pk=actor.pk).exists():
        raise NotAllowed(_("You are not in this team. Choose one of your own."))


def _save(dashboard: Dashboard) -> None:
    try:
        with transaction.atomic():
            dashboard.save()
    except IntegrityError as error:
        raise Invalid(_("There is a dashboard of this name already. Choose another name.")) from error
