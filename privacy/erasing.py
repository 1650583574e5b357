"""Carrying an erasure out: by a worker, in bites that are committed one by one, from where the last one was.

Killed, it is gone on with by whoever finds it; run twice, the second finds nothing left.
"""

from datetime import timedelta

from django.db import transaction

from accounts.personal import Bite, Whom, whom_of
from helpdesk import clock
from outbox.models import EmailState, OutboundEmail
from privacy.mailing import KIND_CARRIED_OUT
from privacy.models import Erasure, ErasureState
from privacy.stores import stores_for

# So long the mail that says so may take to leave, before it is erased with all others.
_PATIENCE = timedelta(minutes=2)


def erase_waiting() -> int:
    """Go on with every erasure that nobody is at; how many bites were taken."""
    running = Erasure.objects.filter(state=ErasureState.RUNNING).order_by("pk")
    return sum(carry_on(erasure.pk) for erasure in running[:100])


def carry_on(key: int) -> int:
    """Until it is done, or somebody else is at it; how many bites."""
    bites = 0
    while take_bite(key):
        bites += 1
    return bites


@transaction.atomic
def take_bite(key: int) -> bool:
    """False when there is nothing more to do, or not now."""
    erasures = Erasure.objects.select_for_update(of=("self",), skip_locked=True).select_related("person", "decided_by")
    erasure = erasures.filter(pk=key, state=ErasureState.RUNNING).first()
    if erasure is None or erasure.decided_by is None:
        return False
    stores = stores_for(erasure.decided_by)
    if erasure.stage >= len(stores):
        erasure.state, erasure.finished_at = ErasureState.DONE, clock.now()
        erasure.save(update_fields=["state", "finished_at"])
        return False
    store = stores[erasure.stage]
    whom = whom_of(erasure.person)
    if store.key == "mails" and _is_leaving(erasure, whom):
        return False

    bite = store.erase(whom, erasure.after)
    _note(erasure, store.key, bite)
    return True


def progress_of(erasure: Erasure) -> int:
    """How far it is, from 0 to 100."""
    if erasure.decided_by is None:
        return 0
    return min(100, erasure.stage * 100 // len(stores_for(erasure.decided_by)))


def _note(erasure: Erasure, store: str, bite: Bite) -> None:
    erasure.counts[store] = erasure.counts.get(store, 0) + bite.rows
    erasure.stage, erasure.after = (erasure.stage + 1, 0) if bite.after is None else (erasure.stage, bite.after)
    erasure.save(update_fields=["counts", "stage", "after"])


def _is_leaving(erasure: Erasure, whom: Whom) -> bool:
    last = OutboundEmail.objects.filter(kind=KIND_CARRIED_OUT, recipients__address__in=whom.addresses)
    return last.filter(state=EmailState.QUEUED, created_at__gt=clock.now() - _PATIENCE).exists()
