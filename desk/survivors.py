"""Whoever comes to a merged-away ticket."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.http import DeskRequest, find_ticket
from tickets.access import survivor_of
from tickets.models import Ticket


def survivor_response(request: DeskRequest, ticket: Ticket) -> HttpResponse | None:
    """Whoever comes to a merged-away ticket is led to its survivor; None when there is none that they may see."""
    try:
        survivor = find_ticket(request, survivor_of(ticket).pk)
    except Http404:
        return None
    if survivor.pk == ticket.pk:
        return None
    notice = _("#%(one)s “%(subject)s” was merged: its conversation is here.")
    messages.info(request, notice % {"one": ticket.pk, "subject": ticket.subject})
    return HttpResponseRedirect(reverse("desk:ticket", args=[survivor.pk]))
