"""What people may do with mails of ours."""

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission, role_may
from helpdesk import clock
from helpdesk.nudge import nudge
from outbox.models import EmailState, OutboundEmail, RecipientState


class CannotResend(Exception):
    """Not allowed, or nothing failed."""


def resend(email: OutboundEmail, *, actor: User) -> OutboundEmail | None:
    """Try the failed recipients again, now, with the same Message-ID; None if none has failed. Raises CannotResend."""
    from outbox.tasks import send_outgoing

    if not actor.is_active or not role_may(actor.role, Permission.RESEND):
        raise CannotResend
    with transaction.atomic():
        email = OutboundEmail.objects.select_for_update().get(pk=email.pk)
        failed = email.recipients.filter(state__in=(RecipientState.FAILED, RecipientState.BOUNCED))
        if email.state == EmailState.HISTORY or not failed.update(state=RecipientState.QUEUED, error=""):
            return None
        email.state, email.attempts, email.due_at, email.claimed_until = EmailState.QUEUED, 0, clock.now(), None
        email.last_error = ""
        email.save(update_fields=["state", "attempts", "due_at", "claimed_until", "last_error"])
        transaction.on_commit(lambda: nudge(send_outgoing), robust=True)
    return email
