"""The mail that brings a code for the identity check. The verb (tickets/) stands below us: IDENTITY_CODE_MAILER names this."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.brands import brand_of, brand_shown, showing
from mail.addresses import reply_address
from mail.outgoing import default_mailbox, from_header, house_of, language_of
from mail.texts.rendering import render_mail
from outbox.posting import Address, post_email
from tickets.identity import token_for
from tickets.models import IdentityCode


def post_identity_code(sent: IdentityCode, code: str, life: timedelta) -> None:
    """In the customer's language, from the ticket's mailbox. The subject is shown to us: the code stands in the words only."""
    with showing(brand_of(sent.ticket.brand_id)):
        _post(sent, code, life)


def _post(sent: IdentityCode, code: str, life: timedelta) -> None:
    ticket, person = sent.ticket, sent.person
    mailbox = ticket.mailbox or default_mailbox()
    context = {
        "code": f"{code[:3]} {code[3:]}",
        "minutes": int(life.total_seconds()) // 60,
        "person": person,
        "agent": sent.sent_by,
        "name": house_of(mailbox).name if mailbox else settings.SITE_HOST,
        "subject": ticket.subject,
        "link": brand_shown().site + reverse("portal:identity", args=[token_for(sent)]),
    }
    with translation.override(language_of(person, ticket)):
        texts = render_mail("identity_code", context)
    post_email(
        kind="identity_code",
        ticket_id=ticket.pk,
        from_header=from_header(mailbox, None) if mailbox else f"no-reply@{settings.SITE_HOST}",
        reply_to=reply_address(mailbox.address, ticket.pk) if mailbox else "",
        to=[Address(sent.address, person.name)],
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
    )
