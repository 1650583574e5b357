"""Dashboards: saving a page of figures as one, looking at it, changing, deleting and bringing it back."""

from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.form_answers import status_of
from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest, refused
from desk.metrics.dashboard_form import DashboardForm, items_for, moved
from desk.metrics.filters import read_filters, teams_for
from desk.metrics.report_lines import lines_of
from desk.metrics.showing import shown
from desk.metrics.views import REASON, around, framed_with
from helpdesk import clock
from metrics.actions.dashboards import (
    change_dashboard,
    delete_dashboard,
    may_change,
    restore_dashboard,
    save_dashboard,
)
from metrics.actions.restating import BUSINESS_TIME, restated_at
from metrics.keeping import as_of
from metrics.layouts import filters_kept, items_of_page
from metrics.models import Dashboard
from tickets.errors import NotAllowed, Refused


@require_safe
@may_required(Permission.METRICS, REASON)
def dashboards(request: DeskRequest) -> HttpResponse:
    """All that the person sees, and the mails with figures that they get."""
    found = Dashboard.objects.visible_to(request.user).kept().select_related("owner", "team").distinct()
    context = {
        **around(request, read_filters({}, request.user, clock.now()), "dashboards"),
        "rows": [(dashboard, may_change(request.user, dashboard)) for dashboard in found.order_by("name", "pk")],
        "reports": lines_of(request.user),
    }
    return render(request, "metrics/dashboards.html", context)


@require_safe
@may_required(Permission.METRICS, REASON)
def dashboard(request: DeskRequest, pk: int) -> HttpResponse:
    """With its own filters, or with those of the address, which are somebody's for the moment."""
    found = _dashboard(request, pk)
    kept = dict(parse_qsl(found.filters))
    is_own = not filters_kept(request.GET.dict())
    asked, context = framed_with(request, "dashboards", kept if is_own else request.GET.dict())
    filters = context["filters"]
    if is_own:
        # What takes one filter away goes on from the address, which does not name them yet.
        request.GET = QueryDict(urlencode({"period": filters.choice, **filters.given}))
    is_foreign_team = "team" in kept and is_own and filters.team is None
    if is_foreign_team:  # told in words of its own
        context["filters"] = filters.without_unknown("team")
    context |= {
        "dashboard": found,
        "title": found.name,
        "as_of": as_of(asked.now),
        "restated_at": restated_at(asked.period) if BUSINESS_TIME in found.items else None,
        "groups": shown(found.items, asked),
        "may_change": may_change(request.user, found),
        "is_foreign_team": is_foreign_team,
        "is_varied": not is_own and filters.query != read_filters(kept, request.user, asked.now).query,
    }
    return render(request, "metrics/dashboard.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.METRICS, REASON)
def new(request: DeskRequest) -> HttpResponse:
    """From the page `from_page`, with its filters."""
    filters = filters_kept(request.GET.dict())
    return _edit(request, None, items_of_page(request.GET.get("from_page", "")), {"filters": filters})


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.METRICS, REASON)
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    found = _dashboard(request, pk)
    if not may_change(request.user, found):
        return refused(request, NotAllowed(_("This dashboard is somebody else's. Save a copy of your own instead.")))
    initial = {name: getattr(found, name) for name in ("name", "visibility", "team", "filters")}
    if varied := filters_kept(request.GET.dict()):
        initial["filters"] = varied
    return _edit(request, found, tuple(found.items), initial)


@require_POST
@may_required(Permission.METRICS, REASON)
def delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Out of every list, which offers to undo it; `undo=1` brings it back."""
    undo = request.GET.get("undo") == "1"
    found = _dashboard(request, pk, is_deleted=undo)
    try:
        (restore_dashboard if undo else delete_dashboard)(found, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("metrics:dashboards"))
    if undo:
        messages.success(request, _("“%(name)s” is back.") % {"name": found.name})
    else:
        messages.success(
            request, _("“%(name)s” is deleted.") % {"name": found.name}, extra_tags=f"{request.path}?undo=1"
        )
    return HttpResponseRedirect(reverse("metrics:dashboards"))


def _edit(
    request: DeskRequest, found: Dashboard | None, items: tuple[str, ...], initial: dict[str, Any]
) -> HttpResponse:
    chosen = request.POST.getlist("items") if request.method == "POST" else items
    if request.method == "POST" and "move" in request.POST:
        chosen = moved(chosen, request.POST["move"])
        if request.htmx:
            return render(request, "metrics/_dashboard_items.html", {"items": items_for(chosen)})
        initial = {name: request.POST.get(name, "") for name in ("name", "visibility", "team", "filters")}
    is_sent = request.method == "POST" and "move" not in request.POST
    form = DashboardForm(request.POST if is_sent else None, initial=initial, teams=teams_for(request.user))
    if is_sent and form.is_valid():
        try:
            values = {**form.cleaned_data, "items": chosen}
            saved = (
                save_dashboard(actor=request.user, **values)
                if found is None
                else change_dashboard(found, actor=request.user, **values)
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Its address can be shared with whoever sees it."))
            return HttpResponseRedirect(reverse("metrics:dashboard", args=[saved.pk]))
    now = clock.now()
    given = form.data.get("filters", "") if form.is_bound else str(form.initial.get("filters", ""))
    filters = read_filters(dict(parse_qsl(given)), request.user, now)
    context = {
        **around(request, filters, "dashboards"),
        "form": form,
        "dashboard": found,
        "items": items_for(chosen),
    }
    return render(request, "metrics/dashboard_form.html", context, status=status_of(form))


def _dashboard(request: DeskRequest, pk: int, *, is_deleted: bool = False) -> Dashboard:
    visible = Dashboard.objects.visible_to(request.user).filter(deleted_at__isnull=not is_deleted)
    found = visible.select_related("owner", "team").filter(pk=pk).distinct().first()
    if found is None:
        raise Http404
    return found
