"""The mail behind a message, byte for byte as it arrived."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.models import User
from mail.models import InboundEmail
from tickets.errors import NotAllowed
from tickets.models import Message


def find_source(message: Message, *, person: User) -> InboundEmail | None:
    """The ledger's row of this message; None for what was not written by mail.

    Raises NotAllowed where a code of the identity check was struck out of the message, for all but admins.
    """
    if message.verdict.get("struck") and not person.is_admin:
        raise NotAllowed(_("A code to check the customer’s identity stands in this mail. Only admins read its source."))
    return InboundEmail.objects.filter(ticket_message=message).order_by("pk").first()


def source_response(row: InboundEmail) -> HttpResponse:
    """A file, never shown in place: a mail can hold anything."""
    response = HttpResponse(bytes(row.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mail-{row.pk}.eml"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
