"""Emergency plans: the list, making and changing one, putting it away."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import (
    Column,
    archive_or_bring_back,
    archived_asked,
    edited,
    history_context,
    listing,
    row_of,
    search_of,
    status_of,
)
from desk.settings.plan_form import Lines, PlanForm, steps_context
from routing.models import EmergencyPlan
from routing.plans import PLAN, add_plan, archive_plan, change_plan, restore_plan

_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Steps"), css="is-number"),
    Column(gettext_lazy("Repeated"), css="is-number is-extra"),
    Column("", css="is-act"),
)
_SORTS = {"name": ("name", "pk")}


@require_safe
@may_required(Permission.SETTINGS)
def plans(request: AgentRequest) -> HttpResponse:
    found = EmergencyPlan.objects.filter(
        name__icontains=search_of(request), archived_at__isnull=not archived_asked(request)
    )
    context = {"listing": listing(request, found, _COLUMNS, _SORTS), "page_key": "emergency_plans"}
    return render(request, "settings/emergencies/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_plan(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def plan(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, _plan(pk))


@require_POST
@may_required(Permission.SETTINGS)
def steps(request: AgentRequest) -> HttpResponse:
    """The lines anew, after one of the buttons beside them; nothing is saved."""
    lines = Lines.read(request.POST)
    lines.change(request.POST.get("act", ""))
    return render(request, "settings/emergencies/_steps.html", steps_context(lines))


@require_POST
@may_required(Permission.SETTINGS)
def archive(request: AgentRequest, pk: int) -> HttpResponse:
    """`undo=1` brings it back."""
    return archive_or_bring_back(
        request,
        _plan(pk),
        archive=archive_plan,
        bring_back=restore_plan,
        to=reverse("settings:emergency_plans"),
        named_as=("plan", pk),
    )


def _edit(request: AgentRequest, chosen: EmergencyPlan | None) -> HttpResponse:
    act = request.POST.get("act", "")
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm.of(chosen)
    lines = Lines.read(request.POST) if request.method == "POST" else Lines.of(chosen)
    if act:  # without a script, the buttons beside the lines send the whole page
        lines.change(act)
        form = PlanForm(initial=request.POST.dict())
    else:

        def save() -> None:
            words = {**form.cleaned_data, "steps": lines.steps}
            if chosen is None:
                add_plan(actor=request.user, **words)
            else:
                change_plan(chosen, actor=request.user, **words)

        done = edited(request, form, save, kind=PLAN, thing=chosen, to=reverse("settings:emergency_plans"))
        if done:
            return done
    context = {
        "form": form,
        "plan": chosen,
        "heading": chosen.name if chosen else _("New emergency plan"),
        "back": reverse("settings:emergency_plans"),
        "page_key": "emergency_plans",
        **steps_context(lines),
        **history_context(PLAN, chosen),
    }
    return render(request, "settings/emergencies/plan.html", context, status=status_of(form))


def _plan(pk: int) -> EmergencyPlan:
    return row_of(EmergencyPlan.objects.all(), pk)
