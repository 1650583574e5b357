"""Putting a ticket aside for a while."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.http import DeskRequest, on_ticket, with_toast
from desk.snoozing import short_moment, snoozed_until
from desk.undoing import undo_address
from desk.views.ticket import render_parts
from tickets import actions
from tickets.models import Event, Ticket


@require_POST
@on_ticket
def snooze(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Until `choice` (a key of the menu) or `at` (a local date and time); with `undo`, bring it back now."""
    if request.POST.get("undo"):
        return _changed(request, ticket, actions.unsnooze(ticket, actor=request.user), _("Back in your lists."))
    until = snoozed_until(request.POST.get("choice", ""), request.POST.get("at", ""), week=request.user.working_hours)
    event = actions.snooze(ticket, actor=request.user, until=until)
    said = _("It comes back %(time)s, or when the customer writes.") % {"time": short_moment(until)}
    return _changed(request, ticket, event, said)


def _changed(request: DeskRequest, ticket: Ticket, event: Event | None, toast: str) -> HttpResponse:
    """The page's parts as they are now; without htmx, the page."""
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    return with_toast(render_parts(request, ticket), toast, undo=undo_address(event) if event else "")
