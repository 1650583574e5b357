"""What is done with mails of ours by hand. Who may do it is decided above: the outbox knows no people."""

from django.db import transaction

from helpdesk import clock
from helpdesk.nudge import nudge_once
from outbox.models import UNSENT, EmailState, OutboundEmail, RecipientState
from outbox.unreachable import write_again_to


def resend_failed(email: OutboundEmail) -> OutboundEmail | None:
    """Try the failed recipients again, now, with the same Message-ID; None if none has failed.

    Whoever sends to an address again means that it works: other mail goes there by itself again, too.
    """
    from outbox.tasks import send_outgoing

    with transaction.atomic():
        email = OutboundEmail.objects.select_for_update().get(pk=email.pk)
        failed = email.recipients.filter(state__in=UNSENT)
        lost = list(failed.exclude(state=RecipientState.FAILED).values_list("address", flat=True))
        if email.state == EmailState.HISTORY or not failed.update(state=RecipientState.QUEUED, error=""):
            return None
        if lost:
            write_again_to(lost)
        email.state, email.attempts, email.due_at, email.claimed_until = EmailState.QUEUED, 0, clock.now(), None
        email.last_error = email.paced_for = ""
        email.told_at = email.alarmed_at = None  # given up again, it is news again
        email.save()
        transaction.on_commit(lambda: nudge_once(send_outgoing), robust=True)
    return email


def discard(email: OutboundEmail) -> bool:
    """Nobody wants it sent any more; False if it is not given up. `bring_back` undoes it."""
    return bool(OutboundEmail.objects.filter(pk=email.pk, state=EmailState.FAILED).update(state=EmailState.DISCARDED))


def bring_back(email: OutboundEmail) -> bool:
    """Among what could not be sent again; False if it is not discarded."""
    return bool(OutboundEmail.objects.filter(pk=email.pk, state=EmailState.DISCARDED).update(state=EmailState.FAILED))
