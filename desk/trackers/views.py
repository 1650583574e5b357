"""Trackers: where engineering keeps its issues. Their connection is tested by a worker, and the page says what came of it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import (
    REFUSED,
    Column,
    archived_asked,
    history_context,
    listing,
    refuse_late,
    search_of,
    status_of,
)
from desk.trackers.forms import TrackerForm
from integrations.keeping import (
    TRACKER,
    add_tracker,
    archive_tracker,
    change_tracker,
    newest_check,
    restore_tracker,
    test_connection,
)
from integrations.models import Tracker
from integrations.queries import trackers_like

_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Linked tickets"), css="is-extra"),
    Column(gettext_lazy("Connection")),
)
_SORTS = {"name": ("name",)}


@require_safe
@may_required(Permission.SETTINGS)
def trackers(request: AgentRequest) -> HttpResponse:
    found = trackers_like(search_of(request), archived=archived_asked(request))
    context = {"listing": listing(request, found, _COLUMNS, _SORTS), "page_key": "trackers"}
    return render(request, "settings/trackers/trackers.html", context)


@sensitive_post_parameters("token")
@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@sensitive_post_parameters("token")
@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def tracker(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, _tracker(pk))


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def test(request: AgentRequest, pk: int) -> HttpResponse:
    """POST: test the connection. GET: what came of it, which the page asks for until it is known."""
    chosen = _tracker(pk)
    if request.method == "POST":
        test_connection(chosen, actor=request.user)
        return HttpResponseRedirect(reverse("trackers:tracker", args=[pk]))
    return render(request, "settings/trackers/_check.html", {"tracker": chosen, "check": newest_check(chosen)})


@require_POST
@may_required(Permission.SETTINGS)
def archive(request: AgentRequest, pk: int) -> HttpResponse:
    """Or with `undo` take it out of the archive."""
    chosen, back = _tracker(pk), reverse("trackers:archive", args=[pk])
    if request.POST.get("undo") or request.GET.get("undo"):
        restore_tracker(chosen, actor=request.user)
        messages.success(request, _("%(name)s is in use again.") % {"name": chosen.name})
    else:
        archive_tracker(chosen, actor=request.user)
        said = _("%(name)s is archived. Tickets keep their links.") % {"name": chosen.name}
        messages.success(request, said, extra_tags=f"{back}?undo=1")
    return HttpResponseRedirect(reverse("trackers:trackers"))


def _edit(request: AgentRequest, chosen: Tracker | None) -> HttpResponse:
    form = TrackerForm(request.POST or None, tracker=chosen)
    if request.method == "POST" and form.is_valid() and refuse_late(request, form, TRACKER, chosen):
        try:
            if chosen is None:
                saved = add_tracker(actor=request.user, **form.words)
            else:
                saved = change_tracker(chosen, actor=request.user, **form.words)
        except REFUSED as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. The connection is being tested."))
            return HttpResponseRedirect(reverse("trackers:tracker", args=[saved.pk]))
    hook = reverse("integrations:hook", args=[chosen.webhook_key]) if chosen else ""
    context = {
        "form": form,
        "tracker": chosen,
        "check": newest_check(chosen) if chosen else None,
        "hook": settings.SITE_URL.rstrip("/") + hook if hook else "",
        "heading": chosen.name if chosen else _("New tracker"),
        "back": reverse("trackers:trackers"),
        "page_key": "trackers",
        **history_context(TRACKER, chosen),
    }
    return render(request, "settings/trackers/tracker.html", context, status=status_of(form))


def _tracker(pk: int) -> Tracker:
    chosen = Tracker.objects.filter(pk=pk).first() if pk < 2**63 else None
    if chosen is None:
        raise Http404
    return chosen
