"""The identity check: sending the code, and entering what the customer reads out. No code is ever shown here."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.once import done_once
from desk.http import DeskRequest, on_ticket
from desk.lists import sidebar
from helpdesk import clock
from tickets import actions
from tickets.errors import NotAllowed, Refused
from tickets.events import EventKind
from tickets.identity import addresses_on_file, is_usable, newest_code, sentence_about
from tickets.models import IdentityCode, Ticket


@dataclass(frozen=True, slots=True)
class Check:
    """How the check of a ticket stands: `sent` is the code that can be entered now."""

    addresses: list[str]
    sent: IdentityCode | None
    verified_until: datetime | None


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def identity(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """How it stands; with `code`, entering it."""
    if request.method != "POST":
        if request.GET.get("seq") == str(ticket.event_seq):
            return HttpResponse(status=204)  # nothing new: the digits being typed stay
        return _shown(request, ticket)
    try:
        event = actions.verify_identity(ticket, actor=request.user, code=request.POST.get("code", ""))
    except NotAllowed:
        raise
    except Refused as refusal:
        return _shown(request, ticket, str(refusal), refusal.status_code)
    if event.kind == EventKind.IDENTITY_VERIFIED:
        return HttpResponseRedirect(reverse("desk:identity", args=[ticket.number]))
    return _shown(request, ticket, sentence_about(event), 422)


@require_POST
@on_ticket
def send(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """To an address on file; then back to where it is entered. The same form sent again sends no second code."""
    address = reverse("desk:identity", args=[ticket.number])

    def send_code() -> str:
        actions.send_identity_code(ticket, actor=request.user, address=request.POST.get("address", ""))
        return address

    try:
        done_once(request, request.user, send_code)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _shown(request, ticket, str(refusal), refusal.status_code)
    return HttpResponseRedirect(address)


def _shown(request: DeskRequest, ticket: Ticket, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"ticket": ticket, "check": _check_of(ticket), "problem": problem}
    if request.htmx and not request.htmx.boosted:
        return render(request, "desk/_identity.html", context, status=status)
    return render(request, "desk/identity.html", {**context, "counts": sidebar(request.user)}, status=status)


def _check_of(ticket: Ticket) -> Check:
    now = clock.now()
    newest = newest_code(ticket)
    return Check(
        addresses=addresses_on_file(ticket.requester),
        sent=newest if newest is not None and is_usable(newest, now) else None,
        verified_until=ticket.verified_until if ticket.is_verified else None,
    )
