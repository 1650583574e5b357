"""A ticket that staff writes down: after a call, a visit, or to begin a conversation."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.http import staff_required
from accounts.models import DEFAULT_BRAND
from accounts.people import person_for_address
from desk.forms import NewTicketForm
from desk.http import DeskRequest
from desk.lists import sidebar, teams_for
from tickets.actions import open_ticket
from tickets.content import Body
from tickets.errors import Refused
from tickets.models import Channel, Priority, Ticket


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def new_ticket(request: DeskRequest) -> HttpResponse:
    """With `?after=`, the number of a ticket that is closed for good, to its customer and about the same."""
    form = NewTicketForm(request.POST or None, teams=teams_for(request.user), initial=_after(request))
    if form.is_valid():
        try:
            return HttpResponseRedirect(reverse("desk:ticket", args=[_open(request, form.cleaned_data).number]))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "counts": sidebar(request.user), "nav_key": "new"}
    return render(request, "desk/new_ticket.html", context, status=422 if form.errors else 200)


def _after(request: DeskRequest) -> dict[str, str]:
    """What the form begins with; empty for a number of no ticket that they see."""
    number = request.GET.get("after", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        return {}
    ticket = Ticket.objects.visible_to(request.user).select_related("requester").filter(pk=int(number)).first()
    if ticket is None:
        return {}
    return {"email": ticket.answer_address or "", "name": ticket.requester.name, "subject": ticket.subject}


def _open(request: DeskRequest, data: dict) -> Ticket:
    return open_ticket(
        actor=request.user,
        requester=person_for_address(data["email"], data["name"]),
        subject=data["subject"],
        body=Body.from_text(data["text"]),
        channel=Channel(data["channel"]),
        priority=Priority(data["priority"]),
        team=data["team"],
        brand_id=data.get("brand") or DEFAULT_BRAND,
        assignee=request.user if data["assign_to_me"] else None,
    )
