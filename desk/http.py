"""What the views of the desk share: finding the ticket, and turning a verb's refusal into an answer."""

import functools
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from accounts.http import AgentRequest, staff_required
from tickets.access import ticket_for
from tickets.errors import Refused
from tickets.models import Ticket
from tickets.solving import FieldsMissing

P = ParamSpec("P")
_SHARED_SECONDS = 2


class DeskRequest(AgentRequest):
    """The request of somebody of ours, perhaps by htmx."""

    htmx: HtmxDetails


TicketView = Callable[Concatenate[DeskRequest, Ticket, P], HttpResponse]


def on_ticket(view: TicketView[P]) -> Callable[..., HttpResponse]:
    """Staff only; the number in the address becomes the ticket, 404 when they may not see it; refusals become answers."""

    @functools.wraps(view)
    def found(request: DeskRequest, number: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        ticket = find_ticket(request, number)
        try:
            return view(request, ticket, *args, **kwargs)
        except Refused as refusal:
            return refused(request, refusal, ticket)

    return staff_required(found)  # type: ignore[return-value]  # a response of ours


def shared_by_tabs(request: DeskRequest, response: HttpResponse) -> HttpResponse:
    """All tabs of a browser hear a hint at once: those that name the same one (static/js/live/refresher.js) share one answer."""
    if request.GET.get("hint") and response.status_code == HTTPStatus.OK:
        response.headers["Cache-Control"] = f"private, max-age={_SHARED_SECONDS}"
        patch_vary_headers(response, ["Cookie", "Shown-Seq"])
    return response


def find_ticket(request: DeskRequest, number: int) -> Ticket:
    try:
        return ticket_for(request.user, number)
    except (Ticket.DoesNotExist, OverflowError) as missing:
        raise Http404 from missing


def refused(request: DeskRequest, refusal: Refused, ticket: Ticket | None = None) -> HttpResponse:
    """The sentence as a toast over the page, which keeps every typed word; without htmx, back on the ticket."""
    if request.htmx:
        response = HttpResponse(status=refusal.status_code, headers={"HX-Reswap": "none"})
        return with_toast(response, str(refusal), level="error", events=fields_to_open(refusal))
    if ticket is None or request.method != "POST":
        return render(request, "403.html", {"reason": str(refusal)}, status=refusal.status_code)
    messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))


def fields_to_open(refusal: Refused) -> dict[str, object]:
    """The event on which the page opens the fields that are missing (behaviors/fields.js)."""
    return {"fields-missing": {"keys": refusal.keys}} if isinstance(refusal, FieldsMissing) else {}


def with_toast(
    response: HttpResponse,
    text: str,
    level: str = "success",
    *,
    undo: str = "",
    events: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Say this in the corner of the page when the answer arrives (behaviors/toast.js); `undo`: the address that takes it back.

    `events`: what else the page hears of.
    """
    toast = {"text": text, "level": level, **({"undo": undo} if undo else {})}
    return with_events(response, {"toast": toast, **(events or {})})


def with_events(response: HttpResponse, events: Mapping[str, object]) -> HttpResponse:
    """What the page hears of when the answer arrives, name → details."""
    response["HX-Trigger"] = json.dumps(events)
    return response
