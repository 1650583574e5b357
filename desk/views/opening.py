"""A ticket that staff writes down: after a call, a visit, or to begin a conversation."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import staff_required
from accounts.models import User
from accounts.once import done_once
from desk.forms import NewTicketForm
from desk.http import DeskRequest
from desk.lists import sidebar, teams_for
from tickets.actions import discard_draft, open_ticket
from tickets.content import Body, text_of
from tickets.door import verb
from tickets.errors import Refused
from tickets.models import Channel, Draft, Priority, Ticket
from tickets.models.draft import DraftKind
from tickets.models.message import MessageKind
from tickets.recipients import copied_on, people_at, person_at


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def new_ticket(request: DeskRequest) -> HttpResponse:
    """With `?after=`, the number of a ticket that is closed for good, to its customer and linked to it."""
    former = _former(request)
    form = NewTicketForm(
        request.POST or None, teams=teams_for(request.user), initial=_going_on_with(former, request.user)
    )
    if form.is_valid():
        try:
            address, is_new = done_once(request, request.user, lambda: _open(request, form.cleaned_data, former))
            if not is_new:
                messages.info(request, _("This ticket was opened already; nothing was done twice."))
            return HttpResponseRedirect(address)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "former": former, "counts": sidebar(request.user), "nav_key": "new"}
    return render(request, "desk/new_ticket.html", context, status=422 if form.errors else 200)


def _former(request: DeskRequest) -> Ticket | None:
    """None for a number of no ticket that they see: then it is a ticket as any."""
    number = (request.POST if request.method == "POST" else request.GET).get("after", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        return None
    return Ticket.objects.visible_to(request.user).select_related("requester").filter(pk=int(number)).first()


def _going_on_with(former: Ticket | None, writer: User) -> dict[str, object]:
    """What the form begins with: the customer of `former`, and what its writer could not send there any more."""
    if former is None:
        return {}
    draft = _unsent(former, writer).first()
    return {
        "email": former.answer_address or "",
        "name": former.requester.name,
        "cc": ", ".join(copied_on(former)),
        "channel": Channel.EMAIL,
        "subject": former.subject,
        "text": text_of(draft.html) if draft else "",
        "brand": former.brand_id,
        "after": former.pk,
    }


def _unsent(former: Ticket, writer: User) -> QuerySet[Draft]:
    return Draft.objects.filter(ticket=former, author=writer, kind=DraftKind.REPLY, send_at=None)


@verb
def _open(request: DeskRequest, data: dict, former: Ticket | None) -> str:
    """The address of its page."""
    ticket = open_ticket(
        actor=request.user,
        requester=person_at(data["email"], data["name"]),
        cc=people_at(data["cc"], data["cc"]),
        subject=data["subject"],
        body=Body.from_text(data["text"]),
        channel=Channel(data["channel"]),
        priority=Priority(data["priority"]),
        team=data["team"],
        brand_id=data.get("brand"),
        assignee=request.user if data["assign_to_me"] else None,
        follows=former,
    )
    # Its words went along, its files did not.
    if former is not None and _unsent(former, request.user).filter(attachments=None).exists():
        discard_draft(former, actor=request.user, kind=MessageKind.PUBLIC)
    return reverse("desk:ticket", args=[ticket.number])
