"""Adding and changing teams. Putting one away concerns its tickets too: tickets/actions/staffing.py."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.models import Team, User
from accounts.setting_changes import note_setting, require_setting
from accounts.texts import checked_texts
from accounts.words import one_line

TEAM = "team"
LEVELS = (1, 2, 3)
LONGEST_NAME = 100


@transaction.atomic
def add_team(*, actor: Actor, name: str, members: Iterable[User] = (), **fields: Any) -> Team:
    """Raises PermissionDenied; Refusal without a name or level, for a name that is taken, and for members who are not of ours."""
    require_setting(actor)
    team = Team(name=one_line(name, LONGEST_NAME), **{name: _checked(name, value) for name, value in fields.items()})
    members = list(members)
    _refuse_wrong(team, members)
    team.save()
    team.members.set(members)
    note_setting(TEAM, team.pk, team.name, actor=actor, before=None, after=team_described(team))
    return team


@transaction.atomic
def change_team(team: Team, *, actor: Actor, members: Iterable[User] | None = None, **fields: Any) -> bool:
    """Change these; False if nothing changes. Raises like `add_team`."""
    require_setting(actor)
    team = Team.objects.get(pk=team.pk)
    before = team_described(team)
    for name, value in fields.items():
        setattr(team, name, _checked(name, value))
    chosen = list(members) if members is not None else None
    _refuse_wrong(team, chosen or ())
    team.save()
    if chosen is not None:
        team.members.set(chosen)
    return bool(note_setting(TEAM, team.pk, team.name, actor=actor, before=before, after=team_described(team)))


def set_teams(person: User, *, actor: Actor, teams: Iterable[Team]) -> None:
    """Whose queues this colleague works; teams that were put away stay as they are."""
    wanted = {team.pk for team in teams}
    for team in Team.objects.filter(archived_at=None).prefetch_related("members"):
        members = list(team.members.all())
        if team.pk in wanted and person not in members:
            change_team(team, actor=actor, members=[*members, person])
        elif team.pk not in wanted and person in members:
            change_team(team, actor=actor, members=[member for member in members if member != person])


def team_described(team: Team) -> dict[str, Any]:
    """As history and file know it."""
    return {
        "name": team.name,
        "public_name": team.public_name,
        "public_names": dict(team.public_names),
        "levels": sorted(team.levels),
        "is_private": team.is_private,
        "members": sorted(team.members.order_by().values_list("email", flat=True)),
    }


def _checked(name: str, value: Any) -> Any:
    if name == "public_names":
        return checked_texts(value, LONGEST_NAME)
    return one_line(value, LONGEST_NAME) if name in ("name", "public_name") else value


def _refuse_wrong(team: Team, members: Iterable[User]) -> None:
    if not team.name:
        raise Refusal(_("Give the team a name."))
    if Team.objects.filter(name__iexact=team.name).exclude(pk=team.pk).exists():
        raise Refusal(_("There is a team of this name already, perhaps among the archived ones."))
    team.levels = sorted(set(team.levels))
    if not team.levels or not set(team.levels) <= set(LEVELS):
        raise Refusal(_("Choose at least one level that the team works at."))
    if strange := next((person for person in members if not person.is_staff), None):
        raise Refusal(_("%(name)s is a customer. Invite them as an agent first.") % {"name": strange})
