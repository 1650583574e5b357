"""Mails that did not arrive make themselves heard, by those who can do something about it.

Whose answer it was is told on the ticket, in the desk and however else they chose; admins beside them where it was given up.
Of all that is given up, also of what stands on no ticket, a mail tells the admins, once an hour at most. What a limit held
back is told where the limit stands.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from accounts.languages import by_language
from accounts.models import Role, User
from helpdesk import clock
from helpdesk.kept_words import said_again
from mail.models import Mailbox
from mail.outgoing import REPLY, SIDE_CONVERSATION, from_header
from mail.texts.drawing import draw
from outbox.models import EmailState, OutboundEmail, OutboundRecipient, RecipientState
from outbox.posting import Address, post_email
from tickets.actions.undelivered import note_undelivered

ALARM = "undelivered"
_WRITTEN_BY_US = (REPLY, SIDE_CONVERSATION)
_AT_ONCE = 100
_AN_HOUR = timedelta(hours=1)
_MOST_COUNTED, _MOST_LISTED = 1000, 10


def tell_undelivered() -> int:
    """Whoever wrote them, once of each mail; how many mails it was about."""
    given_up = OutboundEmail.objects.filter(state=EmailState.FAILED, told_at=None)
    returned = OutboundRecipient.objects.filter(state=RecipientState.BOUNCED, email__told_at=None)
    keys = list(given_up.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    keys += returned.order_by("email").values_list("email", flat=True)[:_AT_ONCE]
    rows = OutboundEmail.objects.filter(pk__in=keys).select_related("ticket", "ticket_message")
    return sum(_tell(row) for row in rows.defer("text", "html").order_by("pk"))


@transaction.atomic
def _tell(email: OutboundEmail) -> bool:
    if email.ticket is not None and email.ticket_message is not None and email.kind in _WRITTEN_BY_US:
        came_back = email.state != EmailState.FAILED
        author = email.ticket_message.author
        people = [author.pk] if author is not None and author.is_staff else []
        if not came_back:
            people += [admin.pk for admin in _admins() if admin.pk not in people]
        note_undelivered(email.ticket, message=email.ticket_message.pk, came_back=came_back, tell=people)
    # After the ticket's lock, which whoever changes a mail of a ticket takes first.
    if not OutboundEmail.objects.filter(pk=email.pk, told_at=None).update(told_at=clock.now()):
        transaction.set_rollback(True)  # another worker was faster
        return False
    return True


@transaction.atomic
def alarm_admins() -> bool:
    """A mail to the admins about what was given up since the last one; False if there is nothing, or it is too early."""
    keys = list(_failed().filter(alarmed_at=None).order_by("-pk").values_list("pk", flat=True)[:_MOST_COUNTED])
    mailbox = Mailbox.objects.order_by("-is_default", "pk").first()
    now = clock.now()
    if not keys or mailbox is None or _failed().filter(alarmed_at__gt=now - _AN_HOUR).exists():
        return False
    if not OutboundEmail.objects.filter(pk__in=keys, alarmed_at=None).update(alarmed_at=now):
        return False  # another worker was faster
    listed = OutboundEmail.objects.filter(pk__in=keys[:_MOST_LISTED]).prefetch_related("recipients").order_by("-pk")
    for language, admins in by_language(_admins()).items():
        with translation.override(language):
            texts = draw(ALARM, _told(listed, len(keys)))
        for admin in admins:
            post_email(
                kind=ALARM,
                from_header=from_header(mailbox, None),
                envelope_from=mailbox.address,
                to=[Address(admin.email, admin.name)],
                subject=texts.subject,
                text=texts.text,
                html=texts.html,
                headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
            )
    return True


def _told(listed: Iterable[OutboundEmail], count: int) -> dict[str, Any]:
    """In the active language."""
    return {
        "count": count,
        "mails": [(email.subject, _whom(email), said_again(email.last_error)) for email in listed],
        "more": max(count - _MOST_LISTED, 0),
        "address": settings.SITE_URL.rstrip("/") + reverse("settings:undelivered"),
    }


def _failed() -> QuerySet[OutboundEmail]:
    """Given up after it was tried; of the alarm itself there is no alarm."""
    return OutboundEmail.objects.filter(state=EmailState.FAILED, attempts__gt=0).exclude(kind=ALARM)


def _whom(email: OutboundEmail) -> str:
    return ", ".join(recipient.address for recipient in email.recipients.all()[:3])


def _admins() -> list[User]:
    return [
        admin for admin in User.objects.staff().filter(role=Role.ADMIN, is_active=True).order_by("pk") if admin.email
    ]
