"""Starting, cancelling and undoing one act on many tickets. They change no ticket themselves: tickets/bulk/running.py does."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from helpdesk.nudge import nudge
from tickets.access import require
from tickets.bulk.acts import can_be_undone, checked_arguments
from tickets.errors import IllegalTransition, Invalid
from tickets.models import BulkAct, BulkStep, Ticket
from tickets.models.bulk import MOST_TICKETS, BulkKind, BulkState, Outcome


def start_bulk(
    *,
    actor: User,
    kind: BulkKind,
    numbers: Sequence[int],
    arguments: Mapping[str, Any],
    token: str,
    by_worker: bool = True,
    seen: Mapping[int, int] | None = None,
) -> BulkAct:
    """Write down an act on these tickets, in their order; the one of the same `token` when there is one already.

    What each kind needs in `arguments`, tickets/bulk/acts.py says. Raises NotAllowed for customers, Invalid without tickets, with
    more than 1,000, or when something is missing. Whether a ticket takes it, each ticket says in its turn. Not `by_worker`: the
    caller begins with it. `seen`: the conversation_seq of each as its writer saw it, where they looked before.
    """
    require(actor, Permission.NOTE)
    known = BulkAct.objects.filter(actor=actor, token=token).first()
    if known is not None:
        return known
    kept = checked_arguments(kind, arguments, actor)
    chosen = [number for number in dict.fromkeys(numbers) if number != kept.get("into")]
    if not chosen:
        raise Invalid(_("Choose at least one ticket."))
    if len(chosen) > MOST_TICKETS:
        raise Invalid(_("Choose at most %(most)s tickets at once.") % {"most": f"{MOST_TICKETS:,}"})

    now = dict(Ticket.objects.visible_to(actor).filter(pk__in=chosen).values_list("pk", "conversation_seq"))
    places = {**now, **(seen or {})}
    act = BulkAct(actor=actor, kind=kind, arguments=kept, token=token, created_at=clock.now())
    return _written(act, [(number, places.get(number, 0)) for number in chosen], by_worker)


def undo_bulk(act: BulkAct, *, actor: User, by_worker: bool = True) -> BulkAct:
    """Put back what the act changed, the last ticket first; the undo that there is when it is undone already.

    Raises IllegalTransition while it runs, when it is itself an undo, and for what cannot be taken back.
    """
    require(actor, Permission.NOTE)
    known = BulkAct.objects.filter(undoes=act).first()
    if known is not None:
        return known
    if act.is_running:
        raise IllegalTransition(_("This is still under way. Cancel it first, or wait until it is done."))
    if not can_be_undone(act):
        raise IllegalTransition(
            _("This cannot be taken back: replies are sent, and what is closed is closed for good.")
        )
    changed = act.steps.filter(outcome=Outcome.CHANGED).order_by("-place").values_list("number", "seen_seq")
    if not changed:
        raise Invalid(_("Nothing was changed, so there is nothing to undo."))

    undo = BulkAct(actor=actor, kind=BulkKind.UNDO, undoes=act, token=f"undo-{act.pk}", created_at=clock.now())
    return _written(undo, list(changed), by_worker)


def cancel_bulk(act: BulkAct, *, actor: User) -> bool:
    """Do nothing to the tickets whose turn has not come; False when it is over already."""
    require(actor, Permission.NOTE)
    running = BulkAct.objects.filter(pk=act.pk, state=BulkState.RUNNING)
    return bool(running.update(state=BulkState.CANCELLED, ended_at=clock.now(), claimed_until=None))


def _written(act: BulkAct, tickets: Sequence[tuple[int, int]], by_worker: bool) -> BulkAct:
    """Act and steps in one transaction, and the worker told; whoever sends the same at the same moment gets the first one's."""
    try:
        with transaction.atomic():
            act.save()
            BulkStep.objects.bulk_create(
                BulkStep(act=act, place=place, number=number, seen_seq=seen)
                for place, (number, seen) in enumerate(tickets, start=1)
            )
            if by_worker:
                transaction.on_commit(partial(_tell_worker, act.pk))
    except IntegrityError:
        return BulkAct.objects.get(actor=act.actor, token=act.token)
    return act


def _tell_worker(pk: int) -> None:
    from tickets.tasks import carry_out_bulk  # it imports the verbs

    nudge(carry_out_bulk, pk)
