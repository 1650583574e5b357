"""Saying whether one is there, and giving one's work back before a longer absence."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import staff_required
from accounts.models import Availability
from desk.availability import change_availability, latest_reassignment, result_of, tickets_to_give_back
from desk.http import DeskRequest
from desk.lists import sidebar


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def availability(request: DeskRequest) -> HttpResponse:
    """The three choices, the last one with how many tickets it gives back; then how far that is."""
    if request.method == "POST":
        return _change(request)
    context = {
        "choices": Availability.choices,
        "to_give_back": tickets_to_give_back(request.user).count(),
        "counts": sidebar(request.user),
        **_progress(request),
    }
    return render(request, "desk/availability.html", context)


@require_safe
@staff_required
def progress(request: DeskRequest) -> HttpResponse:
    """How far the worker is; asks again by itself until it is done."""
    return render(request, "desk/_reassignment.html", _progress(request))


def _change(request: DeskRequest) -> HttpResponse:
    wanted = request.POST.get("availability", "")
    if wanted not in Availability.values:
        messages.error(request, _("Choose whether you are online or away."))
        return HttpResponseRedirect(reverse("desk:availability"))
    change_availability(request.user, Availability(wanted))
    if wanted == Availability.REASSIGNING:
        return HttpResponseRedirect(reverse("desk:availability"))
    messages.success(request, _SAID[Availability(wanted)]())
    return HttpResponseRedirect(_next(request))


_SAID = {
    Availability.ONLINE: lambda: _("You are online."),
    Availability.AWAY: lambda: _("You are away: you are told in the desk only, and your tickets stay yours."),
}


def _progress(request: DeskRequest) -> dict[str, object]:
    if request.user.availability != Availability.REASSIGNING:
        return {"reassignment": None}
    reassignment = latest_reassignment(request.user)
    if reassignment is None:
        return {"reassignment": None}
    return {"reassignment": reassignment, "result": result_of(reassignment) if reassignment.ended_at else ""}


def _next(request: DeskRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else reverse("desk:availability")
