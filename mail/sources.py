"""The mail behind a message, byte for byte as it arrived."""

from django.http import HttpResponse

from mail.models import InboundEmail
from tickets.models import Message


def find_source(message: Message) -> InboundEmail | None:
    """The ledger's row of this message; None for what was not written by mail."""
    return InboundEmail.objects.filter(ticket_message=message).order_by("pk").first()


def source_response(row: InboundEmail) -> HttpResponse:
    """A file, never shown in place: a mail can hold anything."""
    response = HttpResponse(bytes(row.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mail-{row.pk}.eml"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
