"""Asking somebody outside, beside the ticket: the form, what it sends, and closing."""

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desk.http import DeskRequest, on_ticket, with_toast
from desk.lists import sidebar
from desk.side_conversations import SideForm, form_for, keep, kept_form, send, to_look_at
from desk.views.ticket import render_parts
from tickets import actions
from tickets.actions.forward_drafts import discard_forward_draft
from tickets.checks import Caution
from tickets.errors import Refused
from tickets.models import SideConversation, Ticket
from tickets.models.draft import DraftKind


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def ask(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Begin one; with `forward`, the key of a message, that is quoted below the words."""
    form = form_for(request, ticket)
    if request.method != "POST":
        return _form(request, form)
    return _send(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def write(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    """Go on with one."""
    form = form_for(request, ticket, find_side(ticket, pk))
    if request.method != "POST" or form.side is None:
        return _form(request, form)
    return _send(request, form)


@require_POST
@on_ticket
def close(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    """Nothing more is expected from them."""
    actions.close_side_conversation(find_side(ticket, pk), actor=request.user)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    ticket.refresh_from_db()
    return with_toast(render_parts(request, ticket), _("Side conversation closed. What they write yet still comes."))


@require_POST
@on_ticket
def draft(request: DeskRequest, ticket: Ticket, pk: int | None = None) -> HttpResponse:
    """Keep the words; an emptied draft is none."""
    form = form_for(request, ticket, find_side(ticket, pk) if pk else None)
    kept = keep(request, form)
    is_held = kept is not None and kept.is_held
    return JsonResponse({"kept": kept is not None and not is_held}, status=409 if is_held else 200)


@require_POST
@on_ticket
def discard(request: DeskRequest, ticket: Ticket, pk: int | None = None) -> HttpResponse:
    """Throw the words away; the form is empty again. What is on its way stays on it."""
    side = find_side(ticket, pk) if pk else None
    discard_forward_draft(ticket, actor=request.user, side=side)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    return HttpResponse()


@require_safe
@on_ticket
def held(request: DeskRequest, ticket: Ticket, pk: int | None = None) -> HttpResponse:
    """What is on its way, until it has gone (then nothing) or has come back (then its form)."""
    form = form_for(request, ticket, find_side(ticket, pk) if pk else None)
    if form.held is None and not form.is_kept:
        return _gone(request, ticket) or with_toast(HttpResponse(), _("Sent. The answer comes back here as a note."))
    return _form(request, form)


@require_POST
@on_ticket
def take_back(request: DeskRequest, ticket: Ticket, pk: int | None = None) -> HttpResponse:
    """Undo: the words are back in the form."""
    side = find_side(ticket, pk) if pk else None
    is_back = actions.take_back(ticket, actor=request.user, kind=DraftKind.FORWARD, side=side)
    if not request.htmx:
        page = ("desk:ask_outside", [ticket.number]) if side is None else ("desk:write_side", [ticket.number, side.pk])
        return HttpResponseRedirect(reverse(page[0], args=page[1]))
    if not is_back:
        return with_toast(HttpResponse(), _("It has been sent already."), level="error")
    return with_toast(_form(request, kept_form(request, ticket, side)), _("Back in the box."))


def find_side(ticket: Ticket, pk: int) -> SideConversation:
    """One that was said something in on this ticket."""
    side = SideConversation.objects.filter(pk=pk, messages__ticket=ticket).distinct().first()
    if side is None:
        raise Http404
    return side


def _send(request: DeskRequest, form: SideForm) -> HttpResponse:
    if cautions := to_look_at(request, form):
        return _look_again(request, form, cautions)
    try:
        form.held = send(request, form)
    except Refused as refusal:
        return _not_sent(request, form, refusal)
    return _sent(request, form)


def _sent(request: DeskRequest, form: SideForm) -> HttpResponse:
    ticket = form.ticket
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    if form.held is not None:
        return render(request, "desk/_side_on_its_way.html", {"form": form, "ticket": ticket})
    if elsewhere := _gone(request, ticket):
        return elsewhere
    ticket.refresh_from_db()
    response = render_parts(request, ticket, side_is_sent=True)
    return with_toast(response, _("Sent. The answer comes back here as a note."))


def _gone(request: DeskRequest, ticket: Ticket) -> HttpResponse | None:
    """From the form on a page of its own, in a tab of its own, back to the ticket."""
    if "/side/" not in (request.htmx.current_url_abs_path or ""):
        return None
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("desk:ticket", args=[ticket.number])})


def _not_sent(request: DeskRequest, form: SideForm, refusal: Refused) -> HttpResponse:
    """Every word stays, here and as a draft."""
    keep(request, form)
    form.error = str(refusal)
    if not request.htmx:
        return _form(request, form, status=refusal.status_code)
    context = {"form": form, "ticket": form.ticket}
    return render(request, "desk/_side_refused.html", context, status=refusal.status_code)


def _look_again(request: DeskRequest, form: SideForm, cautions: list[Caution]) -> HttpResponse:
    """Not sent: its writer should look at something, and may send it as it is."""
    keep(request, form)
    form.cautions = cautions
    return render(request, "desk/_side_refused.html", {"form": form, "ticket": form.ticket}, status=422)


def _form(request: DeskRequest, form: SideForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "ticket": form.ticket}
    part = "desk/_side_form.html" if form.held is None else "desk/_side_held.html"
    if request.htmx:
        return render(request, part, context, status=status)
    page = {"part": part, "title": _("Ask somebody outside"), "counts": sidebar(request.user)}
    return render(request, "desk/part.html", context | page, status=status)
