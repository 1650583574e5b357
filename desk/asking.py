"""Whom one can ask: what the field for it suggests, and whom its words mean."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Team, User
from desk.lists import teams_for
from tickets.content import storable
from tickets.errors import Invalid

MOST_SUGGESTED = 8
LONGEST_SEARCH = 100


def askable(person: User, text: str) -> list[str]:
    """Teams and colleagues whose name or address begins so; who share a name, with their address."""
    text = _plain(text)
    if not text:
        return []
    teams = [team.name for team in teams_for(person) if text.casefold() in team.name.casefold()]
    like = Q(name__istartswith=text) | Q(name__icontains=f" {text}") | Q(email__istartswith=text)
    people = User.objects.staff().exclude(pk=person.pk).filter(like).order_by("name", "email")[:MOST_SUGGESTED]
    names = [one.display_name for one in people]
    shown = [
        one.display_name if names.count(one.display_name) == 1 else f"{one.display_name} <{one.email}>"
        for one in people
    ]
    return [*teams, *shown][:MOST_SUGGESTED]


def whom(person: User, text: str) -> tuple[User | None, Team | None]:
    """The colleague or the team that was typed or chosen. Raises Invalid when it is nobody, or might be several."""
    text = _plain(text)
    if not text:
        raise Invalid(_("Write whom you want to ask: a colleague or a team."))
    team = next((team for team in teams_for(person) if team.name.casefold() == text.casefold()), None)
    if team is not None:
        return None, team
    email = text.rpartition("<")[2].rstrip(">").strip().lower()
    staff = User.objects.staff()
    found = list(staff.filter(Q(email=email) | Q(name__iexact=text))[:2])
    if not found:
        found = list(staff.filter(Q(name__istartswith=text) | Q(email__istartswith=email))[:2])
    if not found:
        raise Invalid(
            _("Nobody here and no team is called “%(name)s”. Choose one of the suggestions.") % {"name": text}
        )
    if len(found) > 1:
        raise Invalid(_("Several colleagues are called “%(name)s”. Write the address of one.") % {"name": text})
    return found[0], None


def _plain(text: str) -> str:
    return " ".join(storable(text).split())[:LONGEST_SEARCH]
