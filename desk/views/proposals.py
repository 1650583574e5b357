"""What people make of what smart routing proposes or did: use it, hide it, take it back."""

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.http import DeskRequest, on_ticket, with_toast
from desk.ticket_page import parts_for
from desk.views.ticket import parts_or_page
from tickets import actions
from tickets.access import sees
from tickets.models import Ticket
from tickets.proposals import FIELDS


@require_POST
@on_ticket
def accept(request: DeskRequest, ticket: Ticket, field: str) -> HttpResponse:
    event = actions.accept_proposal(ticket, actor=request.user, field=_known(field))
    return _answer(request, ticket, "" if event else _("Somebody has decided this meanwhile."))


@require_POST
@on_ticket
def dismiss(request: DeskRequest, ticket: Ticket, field: str) -> HttpResponse:
    actions.dismiss_proposal(ticket, actor=request.user, field=_known(field))
    return _answer(request, ticket)


@require_POST
@on_ticket
def take_back(request: DeskRequest, ticket: Ticket, field: str) -> HttpResponse:
    event = actions.take_back_proposal(ticket, actor=request.user, field=_known(field))
    return _answer(request, ticket, _("Taken back.") if event else _("This was taken back already."))


def _known(field: str) -> str:
    if field not in FIELDS:
        raise Http404
    return field


def _answer(request: DeskRequest, ticket: Ticket, said: str = "") -> HttpResponse:
    """What changed, and the proposals that are left: hiding one is no event that the page would hear of."""
    ticket.refresh_from_db()
    if not sees(request.user, ticket):
        raise Http404
    response = parts_or_page(request, ticket)
    if not request.htmx:
        return response
    tags = [tag.name for tag in ticket.tags.all()]
    context = {"ticket": ticket, "page": parts_for(ticket, request.user, tags)}
    box = render_to_string("desk/_proposed.html", context, request)
    response.content += f'<hx-partial hx-target="#proposed" hx-swap="outerMorph">{box}</hx-partial>'.encode()
    return with_toast(response, said, "info") if said else response
