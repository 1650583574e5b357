"""Taking back what one just changed on a ticket."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.http import DeskRequest, on_ticket, with_toast
from desk.views.ticket import parts_or_page
from tickets import actions
from tickets.access import sees
from tickets.models import Ticket


@require_POST
@on_ticket
def undo(request: DeskRequest, ticket: Ticket, seq: int) -> HttpResponse:
    """The act of mine of which the event `seq` came."""
    event = actions.undo(ticket, actor=request.user, seq=min(seq, 2**31 - 1))
    if not sees(request.user, ticket):
        raise Http404
    text = _("Taken back.") if event else _("This was taken back already.")
    response = parts_or_page(request, ticket)
    return with_toast(response, text, "info") if request.htmx else response
