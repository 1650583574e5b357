"""Beside a ticket: an answer that the language model drafts, asked for by a button and looked for until it is there."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.http import DeskRequest, on_ticket
from desk.views.choices import part_response
from knowledgebase.actions.answer_drafts import ask_for_draft, insert_draft
from knowledgebase.actions.language_model import language_model_now
from knowledgebase.models import AnswerDraft
from tickets.errors import Refused
from tickets.models import Ticket


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def draft(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """A POST asks for one; a GET shows the newest of this person."""
    refused = ""
    if request.method == "POST":
        try:
            ask_for_draft(ticket, actor=request.user)
        except Refused as refusal:
            refused = str(refusal)
    context: dict[str, object] = {
        "draft": newest_draft(ticket, request.user.pk),
        "refused": refused,
        "is_on": language_model_now().is_on,
    }
    return part_response(request, ticket, "desk/language_model/_draft.html", _("Drafted answer"), context)


@require_POST
@on_ticket
def insert(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """What is put into the reply, as HTML."""
    try:
        html = insert_draft(newest_draft(ticket, request.user.pk), actor=request.user)
    except Refused as refusal:
        return JsonResponse({"detail": str(refusal)}, status=refusal.status_code)
    return JsonResponse({"html": html, "macro": None})


def newest_draft(ticket: Ticket, person: int) -> AnswerDraft | None:
    return AnswerDraft.objects.filter(ticket=ticket, person=person).select_related("ticket").first()
