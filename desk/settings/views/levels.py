"""Levels: the reasons why tickets go up, and what belongs to each level and how it is done there."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.history import changes_of, told
from desk.settings.http import (
    MOST_SHOWN,
    REFUSED,
    Column,
    archived_asked,
    history_context,
    listing,
    refuse_late,
    search_of,
    status_of,
)
from tickets.actions.escalation_reasons import (
    GUIDE,
    LONGEST_GUIDE,
    REASON,
    add_escalation_reason,
    change_escalation_reason,
    set_level_guide,
)
from tickets.guides import guides_of
from tickets.models import EscalationReason, Level, LevelGuide

_COLUMNS = (Column(gettext_lazy("Reason"), "name"), Column("", css="is-act"))
_SORTS = {"order": ("position", "pk"), "name": ("name",)}


class ReasonForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=100,
        help_text=gettext_lazy("Agents choose it when they escalate. Escalations keep the words they were given."),
    )
    position = forms.IntegerField(
        label=gettext_lazy("Place in the list"), min_value=0, max_value=32_000, required=False, initial=0
    )


class GuideForm(forms.Form):
    criteria = forms.CharField(
        label=gettext_lazy("What belongs to this level"),
        max_length=LONGEST_GUIDE,
        required=False,
        help_text=gettext_lazy("Shown where an agent decides to escalate. Markdown: lists, tables, links."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    procedure = forms.CharField(
        label=gettext_lazy("How it is done here"),
        max_length=LONGEST_GUIDE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )


@require_safe
@may_required(Permission.SETTINGS)
def reasons(request: AgentRequest) -> HttpResponse:
    """In the order in which they are offered."""
    found: QuerySet[EscalationReason] = EscalationReason.objects.filter(is_active=not archived_asked(request))
    if search := search_of(request):
        found = found.filter(name__icontains=search)
    context = {"listing": listing(request, found, _COLUMNS, _SORTS), "page_key": "escalation_reasons"}
    return render(request, "settings/reasons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_reason(request: AgentRequest) -> HttpResponse:
    return _edit_reason(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def reason(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit_reason(request, _reason(pk))


@require_POST
@may_required(Permission.SETTINGS)
def archive_reason(request: AgentRequest, pk: int) -> HttpResponse:
    """`undo=1` brings it back."""
    chosen, undo = _reason(pk), bool(request.POST.get("undo") or request.GET.get("undo"))
    change_escalation_reason(chosen, actor=request.user, is_active=undo)
    if undo:
        messages.success(request, _("“%(name)s” is back.") % {"name": chosen})
    else:
        messages.success(request, _("“%(name)s” is archived.") % {"name": chosen}, extra_tags=f"{request.path}?undo=1")
    return HttpResponseRedirect(reverse("settings:escalation_reasons"))


@require_safe
@may_required(Permission.SETTINGS)
def guides(request: AgentRequest) -> HttpResponse:
    """All levels, with what is written for each."""
    context = {
        "guides": guides_of(Level.values).values(),
        "history": told(changes_of(GUIDE)[:MOST_SHOWN]),
        "page_key": "level_guides",
    }
    return render(request, "settings/guides.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def guide(request: AgentRequest, level: int) -> HttpResponse:
    if level not in Level.values:
        raise Http404
    chosen = LevelGuide.objects.filter(pk=level).first() or LevelGuide(level=level)
    initial = {"criteria": chosen.criteria, "procedure": chosen.procedure}
    form = GuideForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and refuse_late(request, form, GUIDE, chosen):
        set_level_guide(Level(level), actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("settings:level_guides"))
    context = {
        "form": form,
        "heading": Level(level).label,
        "back": reverse("settings:level_guides"),
        "page_key": "level_guides",
        **history_context(GUIDE, chosen),
    }
    return render(request, "settings/form.html", context, status=status_of(form))


def _edit_reason(request: AgentRequest, chosen: EscalationReason | None) -> HttpResponse:
    initial = {"name": chosen.name, "position": chosen.position} if chosen else {}
    form = ReasonForm(request.POST or None, initial=initial)
    if chosen is None:
        del form.fields["position"]
    if request.method == "POST" and form.is_valid() and refuse_late(request, form, REASON, chosen):
        words = {name: value for name, value in form.cleaned_data.items() if value is not None}
        try:
            if chosen is None:
                add_escalation_reason(actor=request.user, name=words["name"])
            else:
                change_escalation_reason(chosen, actor=request.user, **words)
        except REFUSED as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("settings:escalation_reasons"))
    context = {
        "form": form,
        "heading": chosen.name if chosen else _("New reason"),
        "back": reverse("settings:escalation_reasons"),
        "page_key": "escalation_reasons",
        **history_context(REASON, chosen),
    }
    return render(request, "settings/form.html", context, status=status_of(form))


def _reason(pk: int) -> EscalationReason:
    chosen = EscalationReason.objects.filter(pk=pk).first() if pk < 2**63 else None
    if chosen is None:
        raise Http404
    return chosen
