"""Linking a ticket to others, from either side, and taking that back."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.http import DeskRequest, on_ticket, with_toast
from desk.links import SAYINGS, link_candidates, saying_of, sayings_for
from desk.transfers import find_candidate
from desk.views.choices import part_response
from desk.views.ticket import parts_or_page
from tickets import actions
from tickets.content import storable
from tickets.errors import Invalid
from tickets.models import CloseRule, LinkKind, Ticket


@require_http_methods(["GET", "POST"])
@on_ticket
def link(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """GET: what to say, and of which ticket (`q`: a number or words). POST: say it."""
    if request.method == "POST":
        return _link(request, ticket)
    search = storable(request.GET.get("q", "")).strip()
    context: dict[str, object] = {
        "candidates": link_candidates(request.user, ticket, search),
        "search": search,
        "sayings": sayings_for(ticket),
        "rules": CloseRule.choices,
    }
    is_search = request.htmx and request.GET.get("part") == "candidates"
    part = "desk/_link_candidates.html" if is_search else "desk/_link_form.html"
    return part_response(request, ticket, part, _("Link a ticket"), context)


def _link(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """What undoes an unlinking says it in the address."""
    given = request.POST if "saying" in request.POST else request.GET
    if given.get("saying") not in SAYINGS:
        raise Invalid(_("Choose one of the offered values."))
    _text, kind, is_inward = SAYINGS[given["saying"]]
    other = _other(request, given.get("other") or given.get("q", "").strip().lstrip("#"))
    first, second = (other, ticket) if is_inward else (ticket, other)
    actions.link(first, actor=request.user, other=second, kind=kind, close_rule=_rule(given.get("rule", "wait")))
    return parts_or_page(request, ticket)


@require_POST
@on_ticket
def unlink(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Take back that this is `kind` of `other`, or with `inward` that the other is of this."""
    kind = request.POST.get("kind", "")
    if kind not in LinkKind:
        raise Invalid(_("Choose one of the offered values."))
    other = _other(request, request.POST.get("other", ""))
    is_inward = bool(request.POST.get("inward"))
    first, second = (other, ticket) if is_inward else (ticket, other)
    event = actions.unlink(first, actor=request.user, other=second, kind=LinkKind(kind))
    response = parts_or_page(request, ticket)
    if event is None:
        return response
    said = (LinkKind(kind), is_inward and kind != LinkKind.RELATED)
    words = {"saying": saying_of(*said), "other": other.pk, "rule": event.data.get("rule", CloseRule.WAIT)}
    undo = f"{reverse('desk:link', args=[ticket.pk])}?{urlencode(words)}" if words["saying"] else ""
    return with_toast(response, _("The link to #%(number)s is removed.") % {"number": other.pk}, undo=undo)


@require_POST
@on_ticket
def close_rule(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """How this depends on its child `other`; with `inward` empty, how the parent `other` depends on this."""
    child = _other(request, request.POST.get("other", "")) if request.POST.get("inward") else ticket
    actions.set_close_rule(child, actor=request.user, close_rule=_rule(request.POST.get("rule", "")))
    if child is not ticket:
        ticket.refresh_from_db()
    return parts_or_page(request, ticket)


def _other(request: DeskRequest, number: str) -> Ticket:
    other = find_candidate(request.user, number)
    if other is None:
        raise Invalid(_("Choose a ticket: there is none with this number, or not for you."))
    return other


def _rule(value: str) -> CloseRule:
    if value not in CloseRule:
        raise Invalid(_("Choose one of the offered values."))
    return CloseRule(value)
