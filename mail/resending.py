"""Sending a mail of a ticket once more, after it failed."""

from accounts.models import User
from accounts.permissions import Permission
from outbox.actions import resend_failed
from outbox.models import OutboundEmail
from tickets.access import require_permission


def resend(email: OutboundEmail, *, actor: User) -> OutboundEmail | None:
    """Try the failed recipients again; None if none has failed. Raises NotAllowed."""
    require_permission(actor, Permission.RESEND, email.ticket)
    return resend_failed(email)
