"""What a ticket is promised, and why each deadline is when it is; loaded when somebody asks."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.http import DeskRequest, on_ticket
from desk.views.choices import part_response
from sla.explaining import explain
from tickets.models import Ticket


@require_safe
@on_ticket
def promises(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    return part_response(request, ticket, "desk/_promises.html", _("Deadlines"), {"promises": explain(ticket)})
