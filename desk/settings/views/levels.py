"""Levels: the reasons why tickets go up, and what belongs to each level and how it is done there."""

from functools import partial

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
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
    return archive_or_bring_back(
        request,
        _reason(pk),
        archive=partial(change_escalation_reason, is_active=False),
        bring_back=partial(change_escalation_reason, is_active=True),
        to=reverse("settings:escalation_reasons"),
    )


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

    def save() -> None:
        set_level_guide(Level(level), actor=request.user, **form.cleaned_data)

    if saved := edited(request, form, save, kind=GUIDE, thing=chosen, to=reverse("settings:level_guides")):
        return saved
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

    def save() -> None:
        words = {name: value for name, value in form.cleaned_data.items() if value is not None}
        if chosen is None:
            add_escalation_reason(actor=request.user, name=words["name"])
        else:
            change_escalation_reason(chosen, actor=request.user, **words)

    to = reverse("settings:escalation_reasons")
    if saved := edited(request, form, save, kind=REASON, thing=chosen, to=to, refused_at="name"):
        return saved
    context = {
        "form": form,
        "heading": chosen.name if chosen else _("New reason"),
        "back": reverse("settings:escalation_reasons"),
        "page_key": "escalation_reasons",
        **history_context(REASON, chosen),
    }
    return render(request, "settings/form.html", context, status=status_of(form))


def _reason(pk: int) -> EscalationReason:
    return row_of(EscalationReason.objects.all(), pk)
