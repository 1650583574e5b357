"""What figures are asked about: a period, and the tickets that somebody may see figures of."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.permissions import Permission, role_may
from metrics.period import Period


@dataclass(frozen=True, slots=True)
class Scope:
    """Tickets of these teams only (None: of all, and of none), but never of `hidden` ones."""

    teams: frozenset[int] | None = None
    hidden: frozenset[int] = frozenset()

    def of_team(self, path: str = "") -> Q:
        """The condition on the team at `path` ("ticket__team", …)."""
        name = path or "team"
        if self.teams is not None:
            return Q(**{f"{name}__in": self.teams})
        return ~Q(**{f"{name}__in": self.hidden}) | Q(**{f"{name}__isnull": True}) if self.hidden else Q()


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`now`: what is settled and overdue by then."""

    period: Period
    now: datetime
    scope: Scope = EVERYTHING

    @property
    def before(self) -> "Inquiry":
        return Inquiry(self.period.before, self.now, self.scope)


def scope_for(person: User, team: Team | None = None) -> Scope:
    """What the person may see figures of: leads of their teams, managers of all but foreign private ones.

    Raises PermissionDenied for a team that is not theirs to look at, and for who may see no figures.
    """
    if not role_may(person.role, Permission.METRICS):
        raise PermissionDenied
    mine = frozenset(person.teams.values_list("pk", flat=True))
    if not role_may(person.role, Permission.ALL_METRICS):
        if team is not None and team.pk not in mine:
            raise PermissionDenied(_("You see figures of your own teams. Ask a manager for those of others."))
        return Scope(teams=mine if team is None else frozenset({team.pk}))
    hidden = frozenset() if person.is_admin else _private_teams() - mine
    if team is not None and team.pk in hidden:
        raise PermissionDenied(_("This team is private. Ask one of its members."))
    return Scope(teams=None if team is None else frozenset({team.pk}), hidden=hidden)


def _private_teams() -> frozenset[int]:
    return frozenset(Team.objects.filter(is_private=True).values_list("pk", flat=True))
