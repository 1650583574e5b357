"""Answering all incidents of a problem: writing, looking at what each customer would read, sending."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from desk.bulk import token_in
from desk.http import DeskRequest, on_ticket
from desk.incidents import Typed, offer_for, typed_in
from desk.lists import sidebar
from desk.views.bulk import MOST_AT_ONCE, SECONDS_AT_ONCE
from tickets.actions import answer_incidents
from tickets.bulk.running import run
from tickets.errors import Refused
from tickets.models import Ticket
from tickets.placeholders import PLACEHOLDERS


@require_http_methods(["GET", "POST"])
@on_ticket
def incidents(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """GET: the page. POST: send it; with `part`, the letters as they read now."""
    if request.method == "GET":
        return _page(request, ticket, Typed())
    typed = typed_in(request.POST)
    if request.htmx and request.GET.get("part") == "letters":
        return render(request, "desk/_incident_letters.html", _context(request, ticket, typed))
    try:
        act = answer_incidents(
            ticket,
            actor=request.user,
            html=typed.words,
            seen=typed.seen or {},
            token=token_in(request.POST),
            solving=typed.solving,
            solving_problem=typed.solving_problem,
            by_worker=len(typed.seen or {}) > MOST_AT_ONCE,
        )
    except Refused as refusal:
        return _page(request, ticket, typed, error=str(refusal), status=refusal.status_code)
    if len(typed.seen or {}) <= MOST_AT_ONCE:
        run(act.pk, seconds=SECONDS_AT_ONCE)
    return HttpResponseRedirect(reverse("desk:bulk_act", args=[act.pk]))


def _page(
    request: DeskRequest, ticket: Ticket, typed: Typed, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = _context(request, ticket, typed)
    context |= {"error": error, "placeholders": PLACEHOLDERS.items(), "counts": sidebar(request.user)}
    return render(request, "desk/incidents.html", context, status=status)


def _context(request: DeskRequest, ticket: Ticket, typed: Typed) -> dict[str, object]:
    return {"ticket": ticket, "typed": typed, "offer": offer_for(ticket, request.user, typed)}
