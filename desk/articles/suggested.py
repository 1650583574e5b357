"""Beside a ticket, once somebody opens it: alike tickets, articles and macros, to be put into the reply."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.http import DeskRequest, on_ticket
from desk.language_model.drafts import newest_draft
from desk.views.choices import part_response
from knowledgebase.actions import insert_suggestion, show_suggestions
from knowledgebase.actions.language_model import language_model_now
from knowledgebase.suggesting import suggestions_for
from tickets.errors import Refused
from tickets.models import Ticket


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def suggested(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """A POST notes what was shown; reading alone does not."""
    is_noted = request.method == "POST"
    found = show_suggestions(ticket, actor=request.user) if is_noted else suggestions_for(ticket, request.user)
    title = _("Similar tickets and articles")
    is_on = language_model_now().is_on
    context = {"suggested": found, "is_on": is_on, "draft": newest_draft(ticket, request.user.pk) if is_on else None}
    return part_response(request, ticket, "desk/articles/_suggested.html", title, context)


@require_POST
@on_ticket
def insert(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """What is put into the reply, as HTML; for a macro its key, because the composer fills it in."""
    kind, target = request.POST.get("kind", ""), request.POST.get("target", "")
    key = int(target) if target.isascii() and target.isdecimal() and len(target) < 18 else 0
    try:
        chosen = insert_suggestion(ticket, actor=request.user, kind=kind, target=key)
    except Refused as refusal:
        return JsonResponse({"detail": str(refusal)}, status=refusal.status_code)
    return JsonResponse({"html": chosen.html, "macro": chosen.target if not chosen.html else None})
