"""What a policy does to a ticket when a deadline has gone by: through the verbs that people use."""

import logging
from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actors import SLA_TIMER
from accounts.languages import language_of_desk
from accounts.models import Team, User
from outbox.posting import is_past
from sla.book import BOOK
from sla.terms import Act, Do, Target
from tickets.actions import add_note, assign, assign_team, escalate, set_priority
from tickets.content import Body
from tickets.errors import IllegalTransition, Refused
from tickets.models import Event, Level, Priority, Ticket
from tickets.proposing import proposed_team

logger = logging.getLogger(__name__)


def act(event: Event) -> None:
    """One that is not possible is left out, and a note says so; the others happen. Nothing happens anew in a told past."""
    ticket = event.ticket
    policy = ticket.sla.get("policy")
    if policy is None or ticket.is_solved or is_past():
        return
    for wanted in BOOK.terms(policy).breach:
        try:
            _ACTS[wanted.do](ticket, wanted, event)
        except Refused as refusal:
            _say_so(ticket, wanted, str(refusal))
        except (Team.DoesNotExist, User.DoesNotExist):
            _say_so(ticket, wanted, "")


def _say_so(ticket: Ticket, wanted: Act, why: str) -> None:
    """Else everybody believes that it was done."""
    logger.warning("Breach of ticket %s: %s is not possible: %s", ticket.pk, wanted.do, why)
    with translation.override(language_of_desk()):
        words = {"what": wanted.do.label, "why": why or _("It is not there any more.")}
        said = _("A deadline was missed, but the policy's “%(what)s” was not possible: %(why)s") % words
        add_note(ticket, actor=SLA_TIMER, body=Body.from_text(said))


def _raise_priority(ticket: Ticket, wanted: Act, event: Event) -> None:
    if ticket.priority < Priority.URGENT:
        set_priority(ticket, actor=SLA_TIMER, priority=Priority(ticket.priority + 1))


def _escalate(ticket: Ticket, wanted: Act, event: Event) -> None:
    """Out of a team's queue only into another one: where nobody works, nobody would find it."""
    if ticket.level < Level.EXPERT:
        level = Level(ticket.level + 1)
        # Kept with the ticket for everybody, so not in the language of whoever happens to run this.
        with translation.override(language_of_desk()):
            if ticket.team is not None and proposed_team(ticket, level) is None:
                raise IllegalTransition(_("No team works at %(level)s.") % {"level": level.label})
            escalate(
                ticket,
                actor=SLA_TIMER,
                to_level=level,
                reason=_("%(target)s is overdue.") % {"target": Target(event.data["target"]).label},
                tried=_("See the conversation."),
                asked=_("Take over and answer the customer."),
            )


def _move(ticket: Ticket, wanted: Act, event: Event) -> None:
    assign_team(ticket, actor=SLA_TIMER, team=Team.objects.get(pk=wanted.team or 0))


def _unassign(ticket: Ticket, wanted: Act, event: Event) -> None:
    assign(ticket, actor=SLA_TIMER, assignee=None)


def _assign(ticket: Ticket, wanted: Act, event: Event) -> None:
    assign(ticket, actor=SLA_TIMER, assignee=User.objects.staff().get(pk=wanted.person or 0))


def _told_by_the_event(ticket: Ticket, wanted: Act, event: Event) -> None:
    pass


_ACTS: dict[Do, Callable[[Ticket, Act, Event], None]] = {
    Do.NOTIFY: _told_by_the_event,
    Do.RAISE_PRIORITY: _raise_priority,
    Do.ESCALATE: _escalate,
    Do.MOVE: _move,
    Do.UNASSIGN: _unassign,
    Do.ASSIGN: _assign,
}
