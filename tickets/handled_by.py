"""Who has a request now, in the words that customers read: never a level, never the name of a team that we use among us."""

from django.utils.translation import gettext as _

from accounts.models import Team
from accounts.texts import in_readers_language
from tickets.models import Level, Ticket


def team_named(team: Team) -> str:
    """As the reader's language has it."""
    return in_readers_language(team.public_name, team.public_names)


def handled_by(ticket: Ticket) -> str:
    """A sentence; empty where there is nothing to say, because it is solved or where requests usually are."""
    if ticket.is_solved:
        return ""
    if ticket.team is not None and ticket.team.public_name:
        return _("Who has your request now, with all that you wrote: %(team)s.") % {"team": team_named(ticket.team)}
    if ticket.level == Level.EXPERT:
        return _("Our experts have your request now, with all that you wrote.")
    if ticket.level == Level.SPECIALIST:
        return _("Our specialists have your request now, with all that you wrote.")
    return ""
