"""What the composer's pickers offer: macros filled in for the ticket, and colleagues to name in a note."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import AfterSending
from desk.composer import SENDING, macro_words
from desk.going_on import going
from desk.http import DeskRequest, on_ticket, with_events, with_toast
from desk.views.ticket import render_parts
from mail.signatures import signature_for
from tickets import actions
from tickets.errors import Invalid
from tickets.macros import filled, macros_like, offered
from tickets.mentions import colleagues_like
from tickets.models import Macro, Status, Ticket

_LONGEST_QUERY = 100


@require_safe
@on_ticket
def macros(request: DeskRequest, ticket: Ticket) -> JsonResponse:
    """The macros for a reply or a note here whose names hold the words of `q`."""
    found = offered(request.user, ticket, request.GET.get("kind", ""), _query(request))
    return JsonResponse(
        {"results": [{"id": macro.pk, "name": macro.name, "hint": macro_words(macro)} for macro in found]}
    )


@require_safe
@on_ticket
def macro(request: DeskRequest, ticket: Ticket, pk: int) -> JsonResponse:
    """Its words for this ticket, and what it does when they are sent."""
    chosen = _macro(request, pk)
    words = filled(chosen, ticket, request.user)
    return JsonResponse(
        {
            "id": chosen.pk,
            "name": chosen.name,
            "html": words.html if words.text or "<img" in words.html else "",
            "hint": macro_words(chosen),
            "status": chosen.status,
            "send": str(SENDING[Status(chosen.status)]) if chosen.status else "",
        }
    )


@require_POST
@on_ticket
def apply_macro(request: DeskRequest, ticket: Ticket, pk: int) -> HttpResponse:
    """Do at once what it does, without words."""
    chosen = _macro(request, pk)
    event = actions.apply_macro(ticket, actor=request.user, macro=chosen)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    said = (_("Done: %(what)s.") if event else _("Nothing to change: %(what)s.")) % {"what": macro_words(chosen)}
    response = render_parts(request, ticket)
    if event and chosen.afterwards not in ("", AfterSending.STAY):
        messages.success(request, f"#{ticket.number}: {said}")
        return with_events(response, going(AfterSending(chosen.afterwards)))
    return with_toast(response, said)


@require_safe
@on_ticket
def signature(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """What will stand below the reply, in the mail only."""
    return render(request, "desk/_signature.html", {"signature": signature_for(ticket, request.user)})


@require_safe
@on_ticket
def colleagues(request: DeskRequest, ticket: Ticket) -> JsonResponse:
    """People of ours who see this ticket, by the beginning of a name."""
    found = colleagues_like(ticket, _query(request), but=request.user)
    names = [person.display_name for person in found]
    return JsonResponse(
        {
            "results": [
                {
                    "id": person.pk,
                    "name": person.display_name,
                    "hint": person.email,
                    # What names them and nobody else.
                    "insert": person.name if person.name and names.count(person.name) == 1 else person.email,
                }
                for person in found
            ]
        }
    )


def _macro(request: DeskRequest, pk: int) -> Macro:
    found = macros_like(request.user).filter(pk=pk).first()
    if found is None:
        raise Invalid(_("This macro is archived or not for you."))
    return found


def _query(request: DeskRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST_QUERY]
