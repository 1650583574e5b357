"""Where the desk goes after an answer has left: the page itself knows the list it was opened from (behaviors/step-in-list.js)."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import AfterSending
from desk.http import DeskRequest, with_events
from tickets.models import Ticket


def going_on(
    request: DeskRequest, response: HttpResponse, goes_to: AfterSending, ticket: Ticket, *, can_undo: bool
) -> HttpResponse:
    """Leave the ticket; what was sent is said on the page that comes, with the way to take it back."""
    if can_undo:
        undo = reverse("desk:take_back", args=[ticket.number])
        messages.success(
            request, _("Your answer on #%(number)s is on its way.") % {"number": ticket.pk}, extra_tags=undo
        )
    else:
        messages.success(request, _("Sent on #%(number)s.") % {"number": ticket.pk})
    return with_events(response, going(goes_to))


def going(goes_to: AfterSending) -> Mapping[str, object]:
    """The event on which the page leaves."""
    return {"go-on": {"to": str(goes_to)}}
