"""Saving a search as a view; changing, ordering and deleting the views that one sees."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import staff_required
from accounts.permissions import Permission, role_may
from desk.http import DeskRequest, refused
from desk.lists import sidebar, teams_for
from desk.view_form import SavedViewForm, initial_of
from search.saved_views import change_view, delete_view, may_change, plan_of, put_in_order, save_view, views_of
from tickets.errors import NotAllowed, Refused
from tickets.models import SavedView


@require_safe
@staff_required
def manage(request: DeskRequest) -> HttpResponse:
    """All saved views that the person sees, in their order."""
    saved = views_of(request.user)
    context = {
        "rows": [
            {"view": view, "key": f"saved-{view.pk}", "may_change": may_change(request.user, view)} for view in saved
        ],
        "nav_key": "manage-views",
    }
    if request.htmx:
        return render(request, "desk/_saved_views.html", context)
    counts = sidebar(request.user)
    return render(request, "desk/saved_views.html", {**context, "counts": counts})


@require_http_methods(["GET", "POST"])
@staff_required
def new(request: DeskRequest) -> HttpResponse:
    """From `filter`, what was searched for."""
    text = request.GET.get("filter", "").strip()
    form = _form(request, initial={"filter": text, "sort": plan_of(text).sorts[0]})
    if form.is_valid():
        try:
            view = save_view(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("desk:view", args=[f"saved-{view.pk}"]))
    return _answer(request, form)


@require_http_methods(["GET", "POST"])
@staff_required
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    view = _view(request, pk)
    if not may_change(request.user, view):
        return refused(request, NotAllowed(_("This view is somebody else's. Save one of your own instead.")))
    form = _form(request, initial=initial_of(view))
    if form.is_valid():
        try:
            change_view(view, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("desk:view", args=[f"saved-{view.pk}"]))
    return _answer(request, form, saved=view)


@require_POST
@staff_required
def delete(request: DeskRequest, pk: int) -> HttpResponse:
    view = _view(request, pk)
    try:
        delete_view(view, actor=request.user)
    except Refused as refusal:
        return refused(request, refusal)
    messages.success(request, _("The view “%(name)s” is gone. Its tickets are where they were.") % {"name": view.name})
    return HttpResponseRedirect(reverse("desk:manage_views"))


@require_POST
@staff_required
def order(request: DeskRequest) -> HttpResponse:
    """Move the view `move` by `by` places, −1 is up."""
    numbers = [view.pk for view in views_of(request.user)]
    moved, by = request.POST.get("move", ""), request.POST.get("by", "")
    if moved in map(str, numbers) and by in ("-1", "1"):
        place = numbers.index(int(moved))
        numbers.insert(max(place + int(by), 0), numbers.pop(place))
        put_in_order(numbers, actor=request.user)
    return HttpResponseRedirect(reverse("desk:manage_views"))


def _form(request: DeskRequest, *, initial: dict[str, Any]) -> SavedViewForm:
    person = request.user
    may_share = role_may(person.role, Permission.SHARE_VIEWS)
    teams = [team for team in teams_for(person) if person.is_admin or team.is_mine or may_share and not team.is_private]  # type: ignore[attr-defined]  # annotated by teams_for
    return SavedViewForm(request.POST or None, initial=initial, teams=teams, may_share=may_share)


def _answer(request: DeskRequest, form: SavedViewForm, saved: SavedView | None = None) -> HttpResponse:
    context = {
        "form": form,
        "saved": saved,
        "counts": sidebar(request.user),
        "nav_key": f"saved-{saved.pk}" if saved else "search",
    }
    return render(request, "desk/saved_view.html", context, status=422 if form.errors else 200)


def _view(request: DeskRequest, pk: int) -> SavedView:
    view = SavedView.objects.visible_to(request.user).select_related("owner", "team").filter(pk=pk).first()
    if view is None:
        raise Http404
    return view
