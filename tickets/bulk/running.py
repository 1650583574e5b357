"""Carrying out bulk acts: each ticket one passage through the door, its outcome written in the same transaction.

So a worker killed at any instant has either done a ticket and said so, or done nothing to it; two workers at once do none
twice. A worker holds an act for `LEASE`, renewed on the way, and gives it up after some seconds, so that one long act does not
keep the others waiting. Whoever's nudge was lost is found by the sweeper; Redis is not needed for anything.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import OperationalError
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.languages import language_shown_to
from accounts.models import User
from helpdesk import clock
from helpdesk.nudge import nudge
from tickets.access import sees
from tickets.bulk.acts import Job, carry_out
from tickets.bulk.undoing import put_back
from tickets.door import current_passage, verb
from tickets.errors import Refused
from tickets.live import told_together
from tickets.locking import locked, locked_all
from tickets.models import BulkAct, BulkStep, Ticket
from tickets.models.bulk import BulkKind, BulkState, Outcome

LEASE = timedelta(seconds=30)
SECONDS = 5.0  # of one bite; then the act waits its turn again
RENEW_AFTER = 5.0

logger = logging.getLogger(__name__)


def run_waiting() -> int:
    """One bite of each act that nobody carries out; how many there were."""
    waiting = list(_unclaimed().order_by("pk").values_list("pk", flat=True)[:100])
    for pk in waiting:
        run(pk)
    return len(waiting)


def run(pk: int, *, seconds: float = SECONDS) -> bool:
    """A bite of this act; whether it has come to its end. Does nothing while somebody else has it."""
    act = _claim(pk)
    if act is None:
        return False
    with told_together(), _as_seen_by(act.actor):
        _carry_on(act, seconds)
        is_over = _end(act)
    if not is_over:
        _tell_worker(pk)
    return is_over


def _carry_on(act: BulkAct, seconds: float) -> None:
    job = Job(act)
    began = renewed = time.monotonic()
    for step in act.steps.filter(outcome=""):
        now = time.monotonic()
        if now - began > seconds:
            return
        if now - renewed > RENEW_AFTER:
            if not _renew(act):
                return
            renewed = now
        _take(job, step)


def _take(job: Job, step: BulkStep) -> None:
    """One ticket; what its verb refuses is its outcome, and the next one goes on."""
    try:
        _act_on(job, step)
    except Refused as refusal:
        _note(step, Outcome.REFUSED, str(refusal))
    except Ticket.DoesNotExist:
        _note(step, Outcome.MISSING, _("There is no such ticket, or not for you."))
    except OperationalError:
        raise  # the database went away, or two waited for each other: the act is taken up again
    except Exception:  # whatever it is, the others go on
        logger.exception("Bulk act %s failed on #%s", step.act_id, step.number)
        _note(step, Outcome.REFUSED, _("Something went wrong on our side. It has been written down; try again."))


@verb
def _act_on(job: Job, step: BulkStep) -> None:
    """The act, and its outcome on the step's row, which is locked after the ticket: whoever comes second finds it done."""
    current_passage().bulk = job.act.pk
    ticket = _locked_of(job, step)
    waits = BulkStep.objects.filter(pk=step.pk, outcome="", act__state=BulkState.RUNNING)
    row = waits.select_for_update(of=("self",)).first()
    if row is None:
        return
    if not sees(job.actor, ticket):
        raise Ticket.DoesNotExist
    row.after_seq = ticket.event_seq
    if job.act.kind == BulkKind.UNDO:
        done = BulkStep.objects.get(act=job.act.undoes, number=step.number)
        changed, row.reason = put_back(job, ticket, done)
        row.outcome = Outcome.CHANGED if changed else Outcome.REFUSED if row.reason else Outcome.UNCHANGED
    else:
        row.outcome = Outcome.CHANGED if carry_out(job, ticket, row) else Outcome.UNCHANGED
    row.last_seq = ticket.event_seq
    row.save()


def _locked_of(job: Job, step: BulkStep) -> Ticket:
    """Of a merge both tickets, in the order of their numbers."""
    ticket = Ticket(pk=step.number)
    asked = job.act.undoes if job.act.undoes is not None else job.act
    if asked.kind == BulkKind.MERGE:
        locked_all([ticket, Ticket(pk=asked.arguments["into"])])
    return locked(ticket)


def _note(step: BulkStep, outcome: Outcome, reason: str) -> None:
    """Unless somebody else has done it meanwhile."""
    BulkStep.objects.filter(pk=step.pk, outcome="").update(outcome=outcome, reason=reason)


def _claim(pk: int) -> BulkAct | None:
    claimed = _unclaimed().filter(pk=pk).update(claimed_until=clock.now() + LEASE)
    return BulkAct.objects.select_related("actor", "undoes").get(pk=pk) if claimed else None


def _renew(act: BulkAct) -> bool:
    """False when it was cancelled."""
    running = BulkAct.objects.filter(pk=act.pk, state=BulkState.RUNNING)
    return bool(running.update(claimed_until=clock.now() + LEASE))


def _end(act: BulkAct) -> bool:
    """Give it up; done when every ticket had its turn."""
    running = BulkAct.objects.filter(pk=act.pk, state=BulkState.RUNNING)
    if act.steps.filter(outcome="").exists():
        return not running.update(claimed_until=None)
    running.update(state=BulkState.DONE, ended_at=clock.now(), claimed_until=None)
    return True


def _unclaimed() -> QuerySet[BulkAct]:
    free = Q(claimed_until=None) | Q(claimed_until__lte=clock.now())
    return BulkAct.objects.filter(free, state=BulkState.RUNNING)


@contextmanager
def _as_seen_by(person: User) -> Iterator[None]:
    """Reasons are written in the actor's language, times in their zone."""
    with translation.override(language_shown_to(person)), timezone.override(person.time_zone or None):
        yield


def _tell_worker(pk: int) -> None:
    from tickets.tasks import carry_out_bulk  # it imports this module

    nudge(carry_out_bulk, pk)
