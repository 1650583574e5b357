"""Who is in copy of a ticket and who follows it: bringing people in, and taking them out."""

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from desk.http import DeskRequest, on_ticket, with_toast
from desk.participants import ROLES, bring_in, participants_of, suggested
from desk.undoing import undo_address
from desk.views.ticket import render_parts
from tickets.actions import remove_participant
from tickets.models import Event, Ticket
from tickets.models.participant import ParticipantRole


@require_POST
@on_ticket
def participants(request: DeskRequest, ticket: Ticket, role: str) -> HttpResponse:
    """Bring in `who`, as typed or chosen, or take out the person `leaving`."""
    taking = _role(role)
    before = participants_of(ticket).addresses
    if leaving := request.POST.get("leaving", ""):
        event = remove_participant(ticket, actor=request.user, person=_person(leaving), role=taking)
    else:
        event = bring_in(ticket, actor=request.user, role=taking, text=request.POST.get("who", ""))
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    ticket.refresh_from_db()
    response = render_parts(request, ticket)
    copied = {"before": ", ".join(before), "now": ", ".join(participants_of(ticket).addresses)}
    said, undo = (_said(event), undo_address(event)) if event else (_("This is so already."), "")
    return with_toast(response, said, undo=undo, events={"copied": copied})


@require_safe
@on_ticket
def names(request: DeskRequest, ticket: Ticket, role: str) -> JsonResponse:
    """Whom `q` may mean."""
    return JsonResponse({"names": suggested(ticket, _role(role), request.GET.get("q", ""), but=request.user)})


def _said(event: Event) -> str:
    person = User.objects.get(pk=event.data["person"])
    is_in, is_copy = event.kind == "participant.added", event.data["role"] == ParticipantRole.CC
    sentence = {
        (True, True): _("%(name)s is in copy: what is said from now on reaches them."),
        (True, False): _("%(name)s follows this ticket now."),
        (False, True): _("%(name)s is no longer in copy."),
        (False, False): _("%(name)s no longer follows this ticket."),
    }[is_in, is_copy]
    return sentence % {"name": person.display_name}


def _role(role: str) -> ParticipantRole:
    if role not in ROLES:
        raise Http404
    return ParticipantRole(role)


def _person(key: str) -> User:
    person = User.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 16 else None
    if person is None:
        raise Http404
    return person
