"""What rules do that people do by other verbs, or not at all: the level a ticket opens at, and telling colleagues."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.actors import Actor, person_of
from accounts.models import Role, Team, User
from tickets.content import storable
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Event, Level, Ticket


@verb
def set_level_at_opening(ticket: Ticket, *, actor: Actor, level: Level, team: Team | None = None) -> Event | None:
    """Let a ticket that is just being opened begin at this level, in this team; None if it does already. No escalation.

    Rules only. A team that does not serve the level loses it. Raises IllegalTransition once the ticket is open: from then on
    levels change by escalating.
    """
    ticket = locked(ticket)
    if person_of(actor) is not None:
        raise NotAllowed
    if ticket.pk not in current_passage().first_messages:
        raise IllegalTransition(_("A level can be chosen only when the ticket is opened. Escalate it instead."))
    if team is not None and not team.serves(level):
        words = {"team": team.name, "level": Level(level).label}
        raise IllegalTransition(_("%(team)s does not work at %(level)s.") % words)

    keeps = ticket.team if team is None and ticket.team is not None and ticket.team.serves(level) else None
    there = team or keeps
    changes = change(ticket, level=int(level), team_id=there.pk if there else None)
    return record(ticket, EventKind.LEVEL_SET, actor=actor, changes=changes) if changes else None


@verb
def tell(ticket: Ticket, *, actor: Actor, people: Iterable[User], text: str) -> Event | None:
    """Point colleagues to a ticket, with a sentence of the rule's; None when there is nobody to tell. Rules only."""
    ticket = locked(ticket)
    if person_of(actor) is not None:
        raise NotAllowed
    text = storable(text).strip()
    if not text:
        raise Invalid(_("Write something first."))
    told = sorted({person.pk for person in people if person.is_staff and person.is_active})
    return record(ticket, EventKind.TOLD, actor=actor, tell=told, text=text[:500]) if told else None


@verb
def note_stopped_rule(ticket: Ticket, *, actor: Actor, rule: int, name: str, reason: str) -> Event:
    """Tell all admins that a rule was switched off, on the ticket where it came to that. For the guards of rules only."""
    ticket = locked(ticket)
    if person_of(actor) is not None:
        raise NotAllowed
    admins = sorted(User.objects.staff().filter(role=Role.ADMIN).values_list("pk", flat=True))
    return record(ticket, EventKind.RULE_STOPPED, actor=actor, tell=admins, stopped=rule, name=name, reason=reason)
