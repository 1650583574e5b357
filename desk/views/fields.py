"""Choosing the ticket's form and answering its fields, one at a time."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.fields import MOST_PATHS, paths_like, refused_box
from desk.http import DeskRequest, on_ticket
from desk.views.choices import part_response
from desk.views.ticket import parts_or_page
from tickets import actions
from tickets.content import storable
from tickets.errors import Invalid
from tickets.forms import fields_of, offered_forms
from tickets.models import FieldKind, Ticket, TicketForm

_LONGEST_SEARCH = 100
_LONGEST_KEPT = 2_000


@require_safe
@on_ticket
def forms(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """The forms to choose from."""
    return part_response(request, ticket, "desk/_forms.html", _("Form"), {"forms": offered_forms()})


@require_POST
@on_ticket
def form(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    chosen = request.POST.get("chosen", "")
    found = TicketForm.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 16 else None
    if chosen and found is None:
        raise Invalid(_("This form is no longer there. Choose another one."))
    actions.set_form(ticket, actor=request.user, form=found)
    return parts_or_page(request, ticket)


@require_POST
@on_ticket
def field(request: DeskRequest, ticket: Ticket, key: str) -> HttpResponse:
    """Answer it with `value`; a refused answer comes back into its control, with what to do."""
    typed = request.POST.get("value", "")
    try:
        actions.set_field(ticket, actor=request.user, key=key, value=typed)
    except Invalid as refusal:
        box = refused_box(ticket, key, typed[:_LONGEST_KEPT], str(refusal))
        if box is None or not request.htmx:
            raise
        context = {"ticket": ticket, "box": box, "is_refused": True}
        return render(request, "desk/_field.html", context, status=refusal.status_code)
    return parts_or_page(request, ticket)


@require_safe
@on_ticket
def options(request: DeskRequest, ticket: Ticket, key: str) -> HttpResponse:
    """The paths of a tree that hold the words of `q`."""
    fields = fields_of(ticket.form_id) if ticket.form_id else []
    asked = next((one for one in fields if one.key == key and one.kind == FieldKind.TREE), None)
    if asked is None:
        raise Http404
    search = storable(request.GET.get("q", "")).strip()[:_LONGEST_SEARCH]
    paths = paths_like(asked, search)
    context = {"field": asked, "paths": paths[:MOST_PATHS], "has_more": len(paths) > MOST_PATHS, "search": search}
    return part_response(request, ticket, "desk/_field_options.html", asked.name, context)
