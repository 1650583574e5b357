"""Whoever comes to a merged-away ticket."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from desk.http import DeskRequest, find_ticket
from helpdesk import clock
from tickets.access import survivor_of
from tickets.events import EventKind
from tickets.models import Event, Ticket

# Whoever did it was told when they did; after that they, too, may wonder where they are.
_SECONDS_TOLD = timedelta(seconds=30)


def survivor_response(request: DeskRequest, ticket: Ticket, *, asked_by_page: bool = False) -> HttpResponse | None:
    """Whoever comes to a merged-away ticket is led to its survivor; None when there is none that they may see.

    With a notice why, unless a page that was open on it asks, and its reader did it themselves a moment ago (`asked_by_page`).
    """
    try:
        survivor = find_ticket(request, survivor_of(ticket).pk)
    except Http404:
        return None
    if survivor.pk == ticket.pk:
        return None
    last = ticket.events.filter(kind__in=(EventKind.MERGED, EventKind.UNSPLIT)).order_by("-seq").first()
    if not (asked_by_page and last is not None and _did_just_now(last, request.user)):
        messages.info(request, _notice(last) % {"one": ticket.pk, "subject": ticket.subject})
    return HttpResponseRedirect(reverse("desk:ticket", args=[survivor.pk]))


def _did_just_now(event: Event, person: User) -> bool:
    return event.actor_id == person.pk and clock.now() - event.at < _SECONDS_TOLD


def _notice(event: Event | None) -> str:
    if event is not None and event.kind == EventKind.UNSPLIT:
        return _("#%(one)s “%(subject)s” was put back: its conversation is here again.")
    return _("#%(one)s “%(subject)s” was merged: its conversation is here.")
