"""Sending a mail that failed once more."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from outbox.models import EmailState, OutboundEmail, RecipientState
from tickets.access import require
from tickets.errors import IllegalTransition

_UNDELIVERED = (RecipientState.FAILED, RecipientState.BOUNCED)


def resend(email: OutboundEmail, *, actor: User) -> None:
    """Queue it again for those whom it did not reach. Raises IllegalTransition when it reached everybody."""
    require(actor, Permission.RESEND, email.ticket)
    with transaction.atomic():
        email = OutboundEmail.objects.select_for_update(of=("self",)).get(pk=email.pk)
        undelivered = email.recipients.filter(state__in=_UNDELIVERED).update(state=RecipientState.QUEUED, error="")
        if not undelivered and email.state != EmailState.FAILED:
            raise IllegalTransition(_("This mail is not one that failed; there is nothing to send again."))
        email.state = EmailState.QUEUED
        email.attempts = 0
        email.last_error = ""
        email.due_at = clock.now()
        email.claimed_until = None
        email.save(update_fields=["state", "attempts", "last_error", "due_at", "claimed_until"])
