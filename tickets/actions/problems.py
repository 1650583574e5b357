"""Answering all incidents of a problem, or all children of a parent, with one message. Each gets its own, by
tickets/actions/incidents.py."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from tickets.access import require
from tickets.actions.bulk import start_bulk
from tickets.actions.lifecycle import solve
from tickets.door import verb
from tickets.errors import IllegalTransition, Invalid
from tickets.events import EventKind, record
from tickets.incidents import answered_through
from tickets.locking import locked
from tickets.models import BulkAct, Kind, LinkKind, Ticket
from tickets.models.bulk import BulkKind


@verb
def answer_incidents(
    problem: Ticket,
    *,
    actor: User,
    html: str,
    seen: Mapping[int, int],
    token: str,
    solving: bool = False,
    solving_problem: bool = False,
    by_worker: bool = True,
) -> BulkAct:
    """Begin to send these words, with placeholders as macros have them, to the customers of these incidents, or children.

    `seen` names them, each with the conversation_seq that the writer saw. The act of the same `token` when there is one.
    `solving` each with its answer, `solving_problem` at once. Raises IllegalTransition on what is no problem and has no
    children, Invalid without words or incidents, or for a ticket that is none of it. Whether an incident takes it, each says
    in its turn.
    """
    problem = locked(problem)
    require(actor, Permission.REPLY, problem)
    known = BulkAct.objects.filter(actor=actor, token=token).first()
    if known is not None:
        return known
    is_problem = problem.kind == Kind.PROBLEM
    if not is_problem and not problem.links_here.filter(kind=LinkKind.CHILD).exists():
        raise IllegalTransition(_("This is no problem. Set its kind to Problem and link its incidents first."))
    if not seen:
        raise Invalid(_("Choose at least one incident.") if is_problem else _("Choose at least one child."))
    strange = sorted(seen.keys() - set(answered_through(problem, actor).values_list("pk", flat=True)))
    if strange:
        sentence = _("#%(incident)s is no child of #%(number)s. Look at the list again.")
        if is_problem:
            sentence = _("#%(incident)s is no incident of #%(number)s. Look at the list again.")
        raise Invalid(sentence % {"incident": strange[0], "number": problem.pk})

    about = {"problem": problem} if is_problem else {"problem": None, "about": f"#{problem.pk}"}
    words = {**about, "html": html, "solve": solving}
    act = _begun(actor, words, seen, token, by_worker)
    of_whom: dict[str, Any] = {} if is_problem else {"children": True}
    said: dict[str, Any] = {"count": len(seen), "solving": solving, "act": act.pk, **of_whom}
    record(problem, EventKind.INCIDENTS_ANSWERED, actor=actor, **said)
    if solving_problem:
        solve(problem, actor=actor)
    return act


def answer_tickets(
    *,
    actor: User,
    html: str,
    seen: Mapping[int, int],
    token: str,
    about: str,
    solving: bool = False,
    by_worker: bool = True,
) -> BulkAct:
    """The same for tickets that are `about` one thing, such as an issue, with or without a problem; the caller knows which."""
    if not seen:
        raise Invalid(_("Choose at least one ticket."))
    return _begun(actor, {"problem": None, "about": about, "html": html, "solve": solving}, seen, token, by_worker)


def _begun(actor: User, words: Mapping[str, Any], seen: Mapping[int, int], token: str, by_worker: bool) -> BulkAct:
    return start_bulk(
        actor=actor,
        kind=BulkKind.INCIDENTS,
        numbers=sorted(seen),
        arguments=words,
        token=token,
        by_worker=by_worker,
        seen=seen,
    )
