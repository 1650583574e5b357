"""One message to many customers: to those of a problem's incidents, of a parent's children, or of all tickets about an issue."""

from collections.abc import Callable

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import staff_required
from desk.bulk import token_in
from desk.http import DeskRequest, on_ticket
from desk.incidents import Typed, offer_for, typed_in
from desk.lists import sidebar
from desk.views.bulk import MOST_AT_ONCE, SECONDS_AT_ONCE
from integrations.actions import answer_issue
from integrations.models import Issue
from integrations.queries import is_about, tickets_of
from tickets.actions import answer_incidents
from tickets.bulk.running import run
from tickets.errors import Refused
from tickets.incidents import answered_through
from tickets.models import BulkAct, Kind, Ticket
from tickets.models.ticket import TicketQuerySet
from tickets.placeholders import PLACEHOLDERS

Start = Callable[[Typed, str, bool], BulkAct]


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def incidents(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """GET: the page. POST: send it; with `part`, the letters as they read now."""

    def start(typed: Typed, token: str, by_worker: bool) -> BulkAct:
        return answer_incidents(
            ticket,
            actor=request.user,
            html=typed.words,
            seen=typed.seen or {},
            token=token,
            solving=typed.solving,
            solving_problem=typed.solving_problem,
            by_worker=by_worker,
        )

    context: dict[str, object] = {
        "ticket": ticket,
        "back": reverse("desk:ticket", args=[ticket.number]),
        "heading": _("Answer all incidents") if ticket.kind == Kind.PROBLEM else _("Answer all children"),
        "is_problem": ticket.kind == Kind.PROBLEM,
        "may_solve_problem": ticket.kind == Kind.PROBLEM and not ticket.is_solved,
    }
    return _answered(request, answered_through(ticket, request.user), context, start)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def issue(request: DeskRequest, pk: int) -> HttpResponse:
    """The same for tickets about an issue; 404 for whoever sees none of them."""
    found = Issue.objects.select_related("tracker").filter(pk=pk).first() if pk < 2**63 else None
    if found is None or not is_about(found, request.user):
        raise Http404

    def start(typed: Typed, token: str, by_worker: bool) -> BulkAct:
        return answer_issue(
            found,
            actor=request.user,
            html=typed.words,
            seen=typed.seen or {},
            token=token,
            solving=typed.solving,
            by_worker=by_worker,
        )

    context: dict[str, object] = {
        "issue": found,
        "back": reverse("desk:start"),
        "heading": _("Answer all tickets about %(issue)s") % {"issue": found.reference},
    }
    return _answered(request, tickets_of(found, request.user), context, start)


def _answered(request: DeskRequest, offered: TicketQuerySet, context: dict[str, object], start: Start) -> HttpResponse:
    if request.method != "POST":
        return _page(request, offered, context, Typed())
    try:
        typed = typed_in(request.POST)
    except Refused as refusal:
        return _page(request, offered, context, Typed(), error=refusal)
    if request.htmx and request.GET.get("part") == "letters":
        parts = context | {"typed": typed, "offer": offer_for(offered, request.user, typed)}
        return render(request, "desk/_incident_letters.html", parts)
    is_few = len(typed.seen or {}) <= MOST_AT_ONCE
    try:
        act = start(typed, token_in(request.POST), not is_few)
    except Refused as refusal:
        return _page(request, offered, context, typed, error=refusal)
    if is_few:
        run(act.pk, seconds=SECONDS_AT_ONCE)
    return HttpResponseRedirect(reverse("desk:bulk_act", args=[act.pk]))


def _page(
    request: DeskRequest,
    offered: TicketQuerySet,
    context: dict[str, object],
    typed: Typed,
    *,
    error: Refused | None = None,
) -> HttpResponse:
    context = context | {
        "typed": typed,
        "offer": offer_for(offered, request.user, typed),
        "error": error,
        "placeholders": PLACEHOLDERS.items(),
        "counts": sidebar(request.user),
    }
    return render(request, "desk/incidents.html", context, status=error.status_code if error else 200)
