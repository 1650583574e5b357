"""Who has a request now, in the words that customers read: never a level, never the name of a team that we use among us."""

from django.utils.translation import gettext as _

from accounts.models import Team
from accounts.texts import in_readers_language
from tickets.models import Level, Status, Ticket


def team_named(team: Team) -> str:
    """As the reader's language has it."""
    return in_readers_language(team.public_name, team.public_names)


def holder_of(ticket: Ticket) -> str:
    """The name of the person, else of the team as customers know it; empty where neither is known, and once it is solved."""
    if ticket.is_solved:
        return ""
    if ticket.assignee is not None:
        return ticket.assignee.display_name
    return team_named(ticket.team) if ticket.team is not None and ticket.team.public_name else ""


def handled_by(ticket: Ticket) -> str:
    """A sentence; empty where there is nothing to say: it is solved, or nobody of ours has begun."""
    if ticket.is_solved:
        return ""
    if ticket.assignee is not None:
        named = {"person": ticket.assignee.display_name}
        if ticket.team is not None and ticket.team.public_name:
            named["team"] = team_named(ticket.team)
            return _("Who has your request now, with all that you wrote: %(person)s, %(team)s.") % named
        return _("Who has your request now, with all that you wrote: %(person)s.") % named
    if ticket.team is not None and ticket.team.public_name:
        return _("Who has your request now, with all that you wrote: %(team)s.") % {"team": team_named(ticket.team)}
    if ticket.level == Level.EXPERT:
        return _("Our experts have your request now, with all that you wrote.")
    if ticket.level == Level.SPECIALIST:
        return _("Our specialists have your request now, with all that you wrote.")
    if ticket.status != Status.NEW:
        return _("Our support team has your request now, with all that you wrote.")
    return ""
