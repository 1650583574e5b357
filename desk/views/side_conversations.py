"""Asking somebody outside, beside the ticket: the form, what it sends, and closing."""

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.http import DeskRequest, on_ticket, with_toast
from desk.lists import sidebar
from desk.side_conversations import SideForm, form_for, keep, to_look_at
from desk.views.ticket import render_parts
from tickets import actions
from tickets.actions.forward_drafts import discard_forward_draft
from tickets.checks import Caution
from tickets.content import Body, html_of
from tickets.errors import Refused
from tickets.forwarding import forwarded_body, forwarded_files
from tickets.models import SideConversation, Ticket


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def ask(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Begin one; with `forward`, the key of a message, that is quoted below the words."""
    form = form_for(request, ticket)
    if request.method != "POST":
        return _form(request, form)
    if cautions := to_look_at(request, form):
        return _look_again(request, form, cautions)
    try:
        files = list(form.files)
        if form.forwarded is not None:
            files += forwarded_files(form.forwarded, form.chosen)
        actions.open_side_conversation(
            ticket,
            actor=request.user,
            to=form.addresses,
            subject=form.subject,
            body=forwarded_body(html_of(form.text), form.forwarded),
            attachments=files,
            forwarded=form.forwarded,
        )
    except Refused as refusal:
        return _not_sent(request, form, refusal)
    return _sent(request, ticket)


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def write(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    """Go on with one."""
    form = form_for(request, ticket, find_side(ticket, pk))
    if request.method != "POST" or form.side is None:
        return _form(request, form)
    if cautions := to_look_at(request, form):
        return _look_again(request, form, cautions)
    try:
        actions.write_side(form.side, actor=request.user, body=Body.from_text(form.text), attachments=form.files)
    except Refused as refusal:
        return _not_sent(request, form, refusal)
    return _sent(request, ticket)


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
    return JsonResponse({"kept": keep(request, form)})


@require_POST
@on_ticket
def discard(request: DeskRequest, ticket: Ticket, pk: int | None = None) -> HttpResponse:
    """Throw the words away; the form is empty again."""
    side = find_side(ticket, pk) if pk else None
    discard_forward_draft(ticket, actor=request.user, side=side)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    return HttpResponse()


def find_side(ticket: Ticket, pk: int) -> SideConversation:
    """One that was said something in on this ticket."""
    side = SideConversation.objects.filter(pk=pk, messages__ticket=ticket).distinct().first()
    if side is None:
        raise Http404
    return side


def _sent(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    address = reverse("desk:ticket", args=[ticket.number])
    if not request.htmx:
        return HttpResponseRedirect(address)
    # The form on a page of its own, in a tab of its own.
    if "/side/" in (request.htmx.current_url_abs_path or ""):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    ticket.refresh_from_db()
    response = render_parts(request, ticket, side_is_sent=True)
    return with_toast(response, _("Sent. The answer comes back here as a note."))


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
    if request.htmx:
        return render(request, "desk/_side_form.html", context, status=status)
    page = {"part": "desk/_side_form.html", "title": _("Ask somebody outside"), "counts": sidebar(request.user)}
    return render(request, "desk/part.html", context | page, status=status)
