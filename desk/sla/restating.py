"""Past figures of a calendar that was corrected: from when on they count by its hours of now, and taking that back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import REFUSED, row_of, status_of
from metrics.actions.restating import restate, take_back
from metrics.models import Restatement
from sla.models import Calendar

_MOST_SHOWN = 50


class RestatingForm(forms.Form):
    """Shape only; metrics.actions.restating decides."""

    since = forms.DateField(
        label=gettext_lazy("For answers given since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("A day in the calendar's time zone. Empty: for all answers there are."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def figures(request: AgentRequest, pk: int) -> HttpResponse:
    calendar = row_of(Calendar.objects.select_related("current"), pk)
    form = RestatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            restate(calendar, actor=request.user, since=form.cleaned_data["since"])
        except REFUSED as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Past figures are counted anew. They follow within a minute."))
            return HttpResponseRedirect(reverse("sla:restate", args=[pk]))
    made = Restatement.objects.filter(calendar=calendar).select_related("version", "by")[:_MOST_SHOWN]
    context: dict[str, Any] = {
        "form": form,
        "calendar": calendar,
        "restatements": made,
        "heading": _("Past figures by “%(name)s”") % {"name": calendar.name},
        "back": reverse("sla:calendar", args=[pk]),
        "page_key": "calendars",
    }
    return render(request, "settings/sla/restating.html", context, status=status_of(form))


@require_POST
@may_required(Permission.SETTINGS)
def take_back_restatement(request: AgentRequest, pk: int) -> HttpResponse:
    restatement = row_of(Restatement.objects.all(), pk)
    if take_back(restatement, actor=request.user):
        messages.success(request, _("Taken back. Figures follow within a minute."))
    return HttpResponseRedirect(reverse("sla:restate", args=[restatement.calendar_id]))
