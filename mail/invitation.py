"""The mail that invites a new colleague. Inviting (accounts/) stands below the outbox: INVITATION_MAILER names this."""

from datetime import timedelta

from django.conf import settings

from accounts.models import User
from mail.outgoing import default_mailbox, from_header
from mail.texts.rendering import render_mail
from outbox.posting import Address, post_email


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
        from_header=from_header(mailbox, None) if mailbox else f"no-reply@{settings.SITE_HOST}",
        to=[Address(person.email, person.name)],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
