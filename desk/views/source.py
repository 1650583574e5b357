"""The mail behind a message as it came: to read, and to take away."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.http import DeskRequest, on_ticket
from desk.lists import sidebar
from mail.models import InboundEmail
from mail.sources import find_source, source_response
from tickets.models import Message, Ticket

MOST_SHOWN = 200_000  # bytes; attachments are not for reading


@require_safe
@on_ticket
def show(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    message, row = _found(request, ticket, pk)
    raw = bytes(row.raw)
    context = {
        "ticket": ticket,
        "message": message,
        "row": row,
        "text": raw[:MOST_SHOWN].decode("utf-8", "replace").replace("\x00", "\ufffd"),
        "is_cut": len(raw) > MOST_SHOWN,
        "counts": sidebar(request.user),
    }
    return render(request, "desk/source.html", context)


@require_safe
@on_ticket
def download(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    _message, row = _found(request, ticket, pk)
    return source_response(row)


def _found(request: DeskRequest, ticket: Ticket, pk: int) -> tuple[Message, InboundEmail]:
    message = Message.objects.select_related("author").filter(ticket=ticket, pk=pk).first()
    row = find_source(message, person=request.user) if message is not None else None
    if message is None or row is None:
        raise Http404
    return message, row
