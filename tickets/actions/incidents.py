"""What happens to one incident of a problem: it gets the answer to all of them, and leaves them when that did not help.

The answer to all begins in tickets/actions/problems.py and is carried out as a bulk act.
"""

from typing import Any

from django.utils.translation import gettext as _

from accounts.actors import INCIDENTS
from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.drafts import refuse_unsent
from tickets.actions.linking import count_links
from tickets.actions.sending import Letter, send_letter
from tickets.door import verb
from tickets.errors import IllegalTransition, Invalid
from tickets.events import EventKind, record
from tickets.locking import locked, locked_all
from tickets.macros import filled
from tickets.models import Event, LinkKind, Macro, Message, Status, Ticket


@verb
def answer_incident(
    ticket: Ticket, *, actor: User, problem: int | None, html: str, seen_seq: int, solving: bool = False
) -> Message:
    """Reply with these words, filled in for this customer; `solving` it in the same act. `problem` None: as one of some tickets.

    Raises IllegalTransition when it is no incident of that problem any more or its writer has other words on it, Invalid
    where a placeholder stays empty, Stale when somebody wrote meanwhile.
    """
    ticket = locked(ticket)
    require(actor, Permission.REPLY, ticket)
    if problem is not None and not ticket.links.filter(kind=LinkKind.INCIDENT, other=problem).exists():
        raise IllegalTransition(_("It is no incident of #%(number)s any more.") % {"number": problem})
    refuse_unsent(ticket, actor)
    words = filled(Macro(html=html), ticket, actor)
    if words.flags:
        raise Invalid(_("This could not be filled in: %(list)s.") % {"list": ", ".join(words.flags)})

    letter = Letter(html=words.html, seen_seq=seen_seq, status=Status.SOLVED if solving else None)
    return send_letter(ticket, actor=actor, letter=letter)


@verb
def detach_incident(ticket: Ticket, *, person: User) -> Event | None:
    """Its customer says that it still fails, so it is no incident of its problem any more; None if it is none.

    Told on both tickets; whoever knows better links it again.
    """
    found = ticket.links.filter(kind=LinkKind.INCIDENT).select_related("other").first()
    if found is None:
        return None
    problem = found.other
    locked_all([ticket, problem])
    ticket, problem = locked(ticket), locked(problem)
    if not ticket.links.filter(pk=found.pk, other=problem).delete()[0]:
        return None

    count_links(ticket, problem, -1)
    said: dict[str, Any] = {"link": LinkKind.INCIDENT, "person": person.pk}
    event = record(ticket, EventKind.INCIDENT_DETACHED, actor=INCIDENTS, other=problem.pk, **said)
    record(problem, EventKind.INCIDENT_DETACHED, actor=INCIDENTS, other=ticket.pk, inward=True, **said)
    return event
