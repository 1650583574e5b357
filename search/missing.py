"""What a filter names that is not there any more: why a saved view, or a search, holds nothing."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.models import Team, User
from search.matching import people_named
from search.query import Filter, Query
from tickets.models import Tag


def said_of_missing(query: Query, person: User) -> list[str]:
    """A sentence for each team, colleague and tag that it asks for and that nobody has ever heard of, or not any more."""
    asked = [found for found in query.filters if found.field in _MISSING and not found.is_excluded]
    return [
        sentence for found in asked if found.values != ("none",) and (sentence := _MISSING[found.field](found, person))
    ]


def _team(found: Filter, person: User) -> str:
    if Team.objects.filter(name__iexact=found.values[0]).exists():
        return ""
    return _("No team is called “%(name)s” (any more).") % {"name": found.values[0]}


def _assignee(found: Filter, person: User) -> str:
    if people_named(found.values[0], person).staff().exists():
        return ""
    return _("No colleague is called “%(name)s” (any more).") % {"name": found.values[0]}


def _tag(found: Filter, person: User) -> str:
    if Tag.objects.filter(name=found.values[0]).exists():
        return ""
    return _("No ticket has the tag “%(name)s” (any more).") % {"name": found.values[0]}


_MISSING: dict[str, Callable[[Filter, User], str]] = {"team": _team, "assignee": _assignee, "tag": _tag}
