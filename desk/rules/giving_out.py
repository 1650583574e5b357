"""How teams give their tickets out, and the webhooks that rules can call."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import may_required
from accounts.models import Team
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.settings.naming import warn_of_users
from outbox.models import WebhookDelivery
from routing import actions
from routing.assign import USUAL_CAPACITY
from routing.effects import STRATEGY_WORDS
from routing.models import TeamAssignment, WebhookTarget
from tickets.errors import Refused

MOST_LISTED = 200
MOST_DELIVERIES = 20


class TargetForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    url = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("What rules send there is signed; the receiver checks it with the secret."),
    )


@require_safe
@may_required(Permission.SETTINGS)
def assignment(request: DeskRequest) -> HttpResponse:
    chosen = {row.team_id: row for row in TeamAssignment.objects.all()}
    teams = list(Team.objects.filter(archived_at=None).order_by("name")[:MOST_LISTED])
    rows = [
        (team, chosen[team.pk].strategy if team.pk in chosen else "",
         chosen[team.pk].capacity if team.pk in chosen else USUAL_CAPACITY)
        for team in teams
    ]  # fmt: skip
    context = {"rows": rows, "strategies": STRATEGY_WORDS.items(), "page_key": "assignment"}
    return render(request, "settings/rules/assignment.html", context)


@require_POST
@may_required(Permission.SETTINGS)
def set_assignment(request: DeskRequest, pk: int) -> HttpResponse:
    team = Team.objects.filter(pk=pk, archived_at=None).first() if pk < 2**63 else None
    if team is None:
        raise Http404
    capacity = request.POST.get("capacity", "")
    try:
        actions.set_team_assignment(
            team,
            actor=request.user,
            strategy=request.POST.get("strategy", ""),
            capacity=int(capacity) if capacity.isdecimal() and len(capacity) < 6 else 0,
        )
    except Refused as refusal:
        messages.error(request, f"{team.name}: {refusal}")
    else:
        messages.success(request, _("Saved for %(team)s.") % {"team": team.name})
    return HttpResponseRedirect(reverse("rules:assignment"))


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def webhooks(request: DeskRequest) -> HttpResponse:
    form = TargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_target(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Added. Give its secret to whoever receives what rules send."))
            return HttpResponseRedirect(reverse("rules:webhooks"))
    context = {
        "form": form,
        "targets": WebhookTarget.objects.filter(archived_at=None)[:MOST_LISTED],
        "deliveries": WebhookDelivery.objects.select_related("ticket")[:MOST_DELIVERIES],
        "page_key": "webhooks",
    }
    return render(request, "settings/rules/webhooks.html", context, status=422 if form.errors else 200)


@require_POST
@may_required(Permission.SETTINGS)
def archive_webhook(request: DeskRequest, pk: int) -> HttpResponse:
    target = WebhookTarget.objects.filter(pk=pk).first() if pk < 2**63 else None
    if target is None:
        raise Http404
    undo = request.GET.get("undo") or request.POST.get("undo")
    if undo:
        actions.restore_target(target, actor=request.user)
        messages.success(request, _("“%(name)s” is back.") % {"name": target.name})
    else:
        actions.archive_target(target, actor=request.user)
        said = _("“%(name)s” is archived.") % {"name": target.name}
        messages.success(request, said, extra_tags=f"{request.path}?undo=1")
        warn_of_users(request, "target", target.pk)
    return HttpResponseRedirect(reverse("rules:webhooks"))
