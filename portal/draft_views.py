"""Keeping what a customer types, without sending it."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest, customer_required
from portal.drafts import keep_draft
from portal.queries import ticket_or_404


@require_POST
@customer_required
def keep_new(request: PersonRequest) -> HttpResponse:
    """Of the form for a new request."""
    keep_draft(request.user, None, request.POST)
    return JsonResponse({"detail": _("Draft kept")})


@require_POST
@customer_required
def keep_answer(request: PersonRequest, number: int) -> HttpResponse:
    """Of the form below a request."""
    keep_draft(request.user, ticket_or_404(request.user, number), request.POST)
    return JsonResponse({"detail": _("Draft kept")})
