"""Where the desk goes after an answer has left: the page itself knows the list it was opened from (behaviors/step-in-list.js)."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import AfterSending
from desk.composer import Held
from desk.http import DeskRequest, with_events
from desk.snoozing import short_moment
from tickets.models import Ticket

# Ends the address of an Undo that goes along to the pages after the next one (behaviors/toast.js).
ON_ITS_WAY = "#on-its-way"


def going_on(
    request: DeskRequest, response: HttpResponse, goes_to: AfterSending, ticket: Ticket, *, held: Held | None
) -> HttpResponse:
    """Leave the ticket; what was sent is said on the page that comes, with the way to take it back."""
    if held is None:
        messages.success(request, _("Sent on #%(number)s.") % {"number": ticket.pk})
    else:
        undo = reverse("desk:take_back", args=[ticket.number]) + ON_ITS_WAY
        messages.success(request, _on_its_way(held, ticket), extra_tags=undo)
    return with_events(response, going(goes_to))


def _on_its_way(held: Held, ticket: Ticket) -> str:
    if held.is_soon:
        return _("Your answer on #%(number)s is on its way.") % {"number": ticket.pk}
    return _("Your answer on #%(number)s leaves %(time)s.") % {
        "number": ticket.pk,
        "time": short_moment(held.send_at),
    }


def going(goes_to: AfterSending) -> Mapping[str, object]:
    """The event on which the page leaves."""
    return {"go-on": {"to": str(goes_to)}}
