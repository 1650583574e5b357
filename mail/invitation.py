"""The mail that invites a new colleague. Inviting (accounts/) stands below the outbox: INVITATION_MAILER names this."""

from datetime import timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from mail.outgoing import default_mailbox, from_header
from mail.texts.rendering import render_mail
from outbox.posting import Address, post_email
from outbox.transport import is_configured

_NOBODY = "no-reply@%s"


def post_invitation(person: User, link: str, by: User | None) -> None:
    """In the language of whoever invites: what the new colleague speaks, nobody knows yet."""
    mailbox = default_mailbox()
    context = {
        "person": person,
        "by": by,
        "link": link,
        "days": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days,
        "house": mailbox.name if mailbox else settings.SITE_HOST,
        "site": settings.SITE_URL,
    }
    texts = render_mail("invitation", context)
    post_email(
        kind="invitation",
        from_header=from_header(mailbox, None) if mailbox else _NOBODY % settings.SITE_HOST,
        to=[Address(person.email, person.name)],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )


def can_leave() -> bool:
    """Whether an invitation would go out: by the server's way, or the mailbox's own; in the demo it lands in the catcher."""
    if settings.DEMO or is_configured():
        return True
    mailbox = default_mailbox()
    sender = mailbox.address if mailbox else _NOBODY % settings.SITE_HOST
    return import_string(settings.TRANSPORT_OF)(sender) is not None
