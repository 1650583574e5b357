"""SLA policies: the list in its order, making and changing one, switching it on and off, putting it away."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import (
    REFUSED,
    Column,
    archive_or_bring_back,
    archived_asked,
    history_context,
    is_bringing_back,
    listing,
    refuse_late,
    row_of,
    search_of,
    status_of,
)
from desk.sla.answers import ask_first, fingerprint, preview_words
from desk.sla.conditions import PolicyConditions
from desk.sla.policy_form import PolicyForm
from sla import conditions as trees
from sla import recomputing
from sla.changing import archive_policy, order_policies, restore_policy, save_policy, switch_policy
from sla.describing import of_today
from sla.editing import POLICY, parsed_policy
from sla.models import Policy

_COLUMNS = (
    Column(gettext_lazy("Name")),
    Column(gettext_lazy("Calendar"), css="is-extra"),
    Column(gettext_lazy("Active")),
    Column("", css="is-act"),
)
_SORTS = {"position": ("position", "pk")}


@require_safe
@may_required(Permission.SETTINGS)
def policies(request: AgentRequest) -> HttpResponse:
    found = Policy.objects.select_related("current__calendar").filter(
        name__icontains=search_of(request), archived_at__isnull=not archived_asked(request)
    )
    context = {
        "listing": listing(request, found, _COLUMNS, _SORTS),
        "page_key": "policies",
        "job": recomputing.newest(),
    }
    return render(request, "settings/sla/policies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_policy(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def policy(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, _policy(pk))


@require_POST
@may_required(Permission.SETTINGS)
def conditions(request: AgentRequest) -> HttpResponse:
    """The conditions anew, after one of their buttons or another choice; nothing is saved."""
    builder = PolicyConditions.read(request.POST)
    builder.change(request.POST.get("act", ""))
    return render(request, "settings/sla/_conditions.html", {"builder": builder})


@require_POST
@may_required(Permission.SETTINGS)
def move(request: AgentRequest, pk: int) -> HttpResponse:
    """One place up, or with `down` one down; first it says what would change."""
    chosen = _policy(pk)
    keys = list(Policy.objects.filter(archived_at=None).values_list("pk", flat=True))
    place = keys.index(chosen.pk) if chosen.pk in keys else 0
    is_down = bool(request.POST.get("down"))
    other = place + (1 if is_down else -1)
    if chosen.pk in keys and 0 <= other < len(keys):
        keys[place], keys[other] = keys[other], keys[place]
        heading = _("Move “%(name)s” down") if is_down else _("Move “%(name)s” up")
        if asked := ask_first(request, chosen, heading, recomputing.policies_ordered(keys)):
            return asked
        order_policies(keys, actor=request.user, about=chosen.name)
        messages.success(request, _("The order is changed."))
    return HttpResponseRedirect(reverse("sla:policies"))


@require_POST
@may_required(Permission.SETTINGS)
def switch(request: AgentRequest, pk: int) -> HttpResponse:
    """On, or with `off` off; first it says what would change, then open tickets follow."""
    chosen, is_active = _policy(pk), not request.POST.get("off")
    heading = _("Switch “%(name)s” on") if is_active else _("Switch “%(name)s” off")
    were = recomputing.policies_were(chosen, is_in_force=is_active and chosen.archived_at is None)
    if asked := ask_first(request, chosen, heading, were):
        return asked
    if switch_policy(chosen, actor=request.user, is_active=is_active):
        said = _("“%(name)s” is active.") if is_active else _("“%(name)s” is switched off.")
        messages.success(request, said % {"name": chosen})
    return HttpResponseRedirect(reverse("sla:policies"))


@require_POST
@may_required(Permission.SETTINGS)
def archive(request: AgentRequest, pk: int) -> HttpResponse:
    """`undo=1` brings it back; first it says what would change, then open tickets follow."""
    chosen, is_back = _policy(pk), is_bringing_back(request)
    heading = _("Bring “%(name)s” back") if is_back else _("Archive “%(name)s”")
    were = recomputing.policies_were(chosen, is_in_force=is_back and chosen.is_active)
    if asked := ask_first(request, chosen, heading, were):
        return asked
    return archive_or_bring_back(
        request, chosen, archive=archive_policy, bring_back=restore_policy, to=reverse("sla:policies")
    )


def _edit(request: AgentRequest, chosen: Policy | None) -> HttpResponse:
    form = PolicyForm(request.POST or None, policy=chosen)
    builder = PolicyConditions(of_today(chosen.current.conditions) if chosen and chosen.current else {})
    question = confirmed = ""
    if request.method == "POST":
        act = request.POST.get("act", "")
        builder = PolicyConditions.read(request.POST, is_checked=not act)
        if act:  # without a script, the buttons of the conditions send the whole page
            builder.change(act)
        elif _is_right(form, builder) and refuse_late(request, form, POLICY, chosen):
            try:
                confirmed = fingerprint(form.terms(), builder.stored, form.cleaned_data["calendar"])
                if request.POST.get("confirmed") != confirmed:
                    question = _question(chosen, form, builder)
                if not question:
                    return _saved(request, chosen, form, builder)
            except REFUSED as refusal:
                form.add_error(None, str(refusal))
    context = {
        "form": form,
        "policy": chosen,
        "question": question,
        "confirmed": confirmed,
        "builder": builder,
        "heading": chosen.name if chosen else _("New policy"),
        "back": reverse("sla:policies"),
        "page_key": "policies",
        **history_context(POLICY, chosen),
    }
    return render(request, "settings/sla/policy.html", context, status=status_of(form))


def _is_right(form: PolicyForm, builder: PolicyConditions) -> bool:
    """Says all that is wrong at once."""
    if form.is_valid() and not builder.is_complete:
        form.add_error(None, _("Something is still missing in the conditions."))
    return form.is_valid()


def _question(chosen: Policy | None, form: PolicyForm, builder: PolicyConditions) -> str:
    """What would change, unless nothing does."""
    calendar, tree = form.cleaned_data["calendar"], builder.stored
    terms = parsed_policy(form.terms(), tree, calendar)
    preview = recomputing.preview_policy(chosen, conditions=trees.parse(tree), terms=terms, calendar=calendar)
    return preview_words(preview) if preview.changed else ""


def _saved(request: AgentRequest, chosen: Policy | None, form: PolicyForm, builder: PolicyConditions) -> HttpResponse:
    save_policy(
        chosen,
        actor=request.user,
        name=form.cleaned_data["name"],
        description=form.cleaned_data["description"],
        conditions=builder.stored,
        terms=form.terms(),
        calendar=form.cleaned_data["calendar"],
    )
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("sla:policies"))


def _policy(pk: int) -> Policy:
    return row_of(Policy.objects.select_related("current__calendar"), pk)
