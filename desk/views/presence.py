"""A page of a ticket says for the first time that somebody looks at it."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from desk.http import DeskRequest, on_ticket
from tickets import presence
from tickets.models import Ticket
from tickets.presence import Said


@require_POST
@on_ticket
def arrive(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """The pass with which the page goes on saying so (/live/presence/) until it is over."""
    issued = presence.pass_for(ticket, request.user)
    presence.say(issued, Said.of(request.POST.dict()))
    return JsonResponse({"pass": issued, "seconds": presence.PASS_SECONDS})
