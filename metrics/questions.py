"""What figures are asked about: a period, and the tickets that somebody may see figures of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.permissions import Permission, role_may
from metrics.narrowing import condition
from metrics.period import Period
from tickets.content import storable

_LARGEST = 2**63 - 1  # number of a row


@dataclass(frozen=True, slots=True)
class Scope:
    """Tickets of these teams only (None: of all, and of none), but never of `hidden` ones."""

    teams: frozenset[int] | None = None
    hidden: frozenset[int] = frozenset()

    def of_team(self, name: str) -> Q:
        """The condition on the team at `name` ("ticket__team", …)."""
        if self.teams is not None:
            return Q(**{f"{name}__in": self.teams})
        return ~Q(**{f"{name}__in": self.hidden}) | Q(**{f"{name}__isnull": True}) if self.hidden else Q()


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`now`: what is settled and overdue by then. `only`: tickets of these alone (metrics/narrowing.py: name → value)."""

    period: Period
    now: datetime
    scope: Scope = EVERYTHING
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def before(self) -> "Inquiry":
        return replace(self, period=self.period.before)

    @property
    def moment(self) -> datetime:
        """The period's end, or now where that is still to come."""
        return min(self.period.end, self.now)

    def tickets(self, prefix: str = "", *, agent: str = "") -> Q:
        """The condition on the facts of a ticket at `prefix`; `agent`: where rows have one of their own."""
        narrowed = condition(self.only, prefix, {"agent": agent})
        return Q(**{prefix + "is_counted": True}) & narrowed & self.scope.of_team(prefix + "team")

    def parts(self, *, agent: str = "") -> Q:
        """The same on a part of such facts, which carries what it needs of them."""
        narrowed = condition(self.only, "", {"agent": agent}, ticket="ticket__")
        return Q(is_counted=True) & narrowed & self.scope.of_team("team")


def scope_for(person: User, team: Team | None = None) -> Scope:
    """What the person may see figures of: leads of their teams, managers of all but foreign private ones.

    Raises PermissionDenied for a team that is not theirs to look at, and for who may see no figures.
    """
    if not role_may(person.role, Permission.METRICS):
        raise PermissionDenied(_("Figures are for team leads and managers. Ask one of them."))
    mine = frozenset(person.teams.values_list("pk", flat=True))
    if not role_may(person.role, Permission.ALL_METRICS):
        if team is not None and team.pk not in mine:
            raise PermissionDenied(_("You see figures of your own teams. Ask a manager for those of others."))
        return Scope(teams=mine if team is None else frozenset({team.pk}))
    hidden = frozenset() if person.is_admin else _private_teams() - mine
    if team is not None and team.pk in hidden:
        raise PermissionDenied(_("This team is private. Ask one of its members."))
    return Scope(teams=None if team is None else frozenset({team.pk}), hidden=hidden)


def team_called(given: str) -> Team | None:
    """By its name, in small or capital letters, else by its number; None: there is none."""
    given = storable(given).strip()
    found = Team.objects.filter(name__iexact=given).first()
    if found is None and given.isascii() and given.isdecimal() and int(given) <= _LARGEST:
        found = Team.objects.filter(pk=int(given)).first()
    return found


def _private_teams() -> frozenset[int]:
    return frozenset(Team.objects.filter(is_private=True).values_list("pk", flat=True))
