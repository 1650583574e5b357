"""The page of a ticket, and what of it is rendered again when the ticket changes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.http import DeskRequest, on_ticket
from desk.lists import counted, views_for
from desk.survivors import survivor_response
from desk.ticket_page import TicketPage, composer_for, page_for
from tickets.actions import mark_read
from tickets.models import Ticket
from tickets.models.message import MessageKind

_MOST_REMEMBERED = 200


@require_safe
@on_ticket
def show(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    if ticket.merged_into_id is not None and (elsewhere := survivor_response(request, ticket)):
        return elsewhere
    _remember_pictures(request)
    page = ticket_page(request, ticket)
    kind = MessageKind.NOTE if request.GET.get("compose") == "note" else MessageKind.PUBLIC
    context = {
        "page": page,
        "ticket": ticket,
        "composer": composer_for(ticket, request.user, kind),
        "counts": counted(request.user, views_for(request.user, page.teams)),
    }
    mark_read(ticket, actor=request.user)
    return render(request, "desk/ticket.html", context)


@require_safe
@on_ticket
def live(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """The parts of the page that a change touches; 204 when nothing has happened since `seq`."""
    if ticket.merged_into_id is not None and (elsewhere := survivor_response(request, ticket)):
        return HttpResponse(status=204, headers={"HX-Redirect": elsewhere["Location"]})
    _remember_pictures(request)
    if request.GET.get("seq") == str(ticket.event_seq) and "remote" not in request.GET and "all" not in request.GET:
        return HttpResponse(status=204)
    mark_read(ticket, actor=request.user)
    return render_parts(request, ticket)


def ticket_page(request: DeskRequest, ticket: Ticket) -> TicketPage:
    return page_for(
        ticket,
        request.user,
        all_messages=request.GET.get("all") == "1",
        remote=request.session.get("remote_pictures", ()),
    )


def render_parts(request: DeskRequest, ticket: Ticket, **context: object) -> HttpResponse:
    """Head, conversation and side; with `box` in the context also this box for writing, which was in front."""
    page = ticket_page(request, ticket)
    return render(request, "desk/_ticket_parts.html", {"page": page, "ticket": ticket, "is_front": True, **context})


def _remember_pictures(request: DeskRequest) -> None:
    """A message whose foreign pictures somebody asked for keeps showing them in this session."""
    asked = request.GET.get("remote", "")
    if asked.isdecimal() and len(asked) < 16:
        kept = [pk for pk in request.session.get("remote_pictures", []) if pk != int(asked)]
        request.session["remote_pictures"] = [*kept, int(asked)][-_MOST_REMEMBERED:]
