"""Calendars: the list, making and changing one, putting it away, the default."""

from datetime import datetime

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
    listing,
    refuse_late,
    row_of,
    search_of,
    status_of,
)
from desk.sla.answers import fingerprint, preview_words
from desk.sla.calendar_form import CalendarForm
from desk.sla.calendar_preview import CalendarPreview, change_words, preview_of, preview_of_version
from helpdesk import clock
from sla import recomputing
from sla.book import BOOK
from sla.changing import save_calendar
from sla.days_off import region_name
from sla.editing import CALENDAR, archive_calendar, make_default, parsed_hours, restore_calendar
from sla.models import Calendar

_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Now, by its own clock"), css="is-extra"),
    Column(gettext_lazy("Time zone"), css="is-extra"),
    Column(gettext_lazy("Public holidays of"), css="is-extra"),
    Column("", css="is-act"),
)
_SORTS = {"name": ("name",)}


@require_safe
@may_required(Permission.SETTINGS)
def calendars(request: AgentRequest) -> HttpResponse:
    found = Calendar.objects.select_related("current").filter(
        name__icontains=search_of(request), archived_at__isnull=not archived_asked(request)
    )
    page = listing(request, found, _COLUMNS, _SORTS)
    now = clock.now()
    context = {
        "listing": page,
        "rows": [(row, _now(row, now), region_name(_region(row))) for row in page.page.rows],
        "page_key": "calendars",
        "job": recomputing.newest(),
    }
    return render(request, "settings/sla/calendars.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_calendar(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def calendar(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, _calendar(pk))


@require_POST
@may_required(Permission.SETTINGS)
def preview(request: AgentRequest) -> HttpResponse:
    """What the form comes to, while it is written; nothing is saved."""
    form = CalendarForm(request.POST, request.FILES, calendar=None)
    return render(request, "settings/sla/_calendar_preview.html", {"preview": preview_of(form)})


@require_safe
@may_required(Permission.SETTINGS)
def regions(request: AgentRequest) -> HttpResponse:
    """Those of the country that was chosen."""
    form = CalendarForm({"country": request.GET.get("country", "")}, calendar=None)
    return render(request, "settings/sla/_region.html", {"form": form})


@require_POST
@may_required(Permission.SETTINGS)
def archive(request: AgentRequest, pk: int) -> HttpResponse:
    """`undo=1` brings it back."""
    return archive_or_bring_back(
        request,
        _calendar(pk),
        archive=archive_calendar,
        bring_back=restore_calendar,
        to=reverse("sla:calendars"),
        refused_to=reverse("sla:calendar", args=[pk]),
        named_as=("calendar", pk),
    )


@require_POST
@may_required(Permission.SETTINGS)
def default(request: AgentRequest, pk: int) -> HttpResponse:
    chosen = _calendar(pk)
    try:
        make_default(chosen, actor=request.user)
    except REFUSED as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(name)s” is the default calendar.") % {"name": chosen})
    return HttpResponseRedirect(reverse("sla:calendars"))


def _edit(request: AgentRequest, chosen: Calendar | None) -> HttpResponse:
    form = CalendarForm(request.POST or None, request.FILES or None, calendar=chosen)
    question = confirmed = ""
    if request.method == "POST" and form.is_valid() and refuse_late(request, form, CALENDAR, chosen):
        try:
            confirmed = fingerprint(form.cleaned_data["hours"])
            if request.POST.get("confirmed") != confirmed:
                question = _question(chosen, form)
            if not question:
                return _saved(request, chosen, form)
        except REFUSED as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "calendar": chosen,
        "question": question,
        "confirmed": confirmed,
        "preview": _beside(form, chosen),
        "heading": chosen.name if chosen else _("New calendar"),
        "back": reverse("sla:calendars"),
        "page_key": "calendars",
        **history_context(CALENDAR, chosen),
    }
    return render(request, "settings/sla/calendar.html", context, status=status_of(form))


def _beside(form: CalendarForm, chosen: Calendar | None) -> CalendarPreview | None:
    """None for a new one: its page asks as soon as it is there."""
    if form.is_bound:
        return preview_of(form)
    return preview_of_version(chosen.current) if chosen is not None and chosen.current is not None else None


def _question(chosen: Calendar | None, form: CalendarForm) -> str:
    """What would change, unless nothing does."""
    schedule = parsed_hours(form.cleaned_data["hours"])
    if chosen is None:
        return ""
    preview = recomputing.preview_calendar(chosen, schedule)
    return preview_words(preview) if preview.changed else ""


def _saved(request: AgentRequest, chosen: Calendar | None, form: CalendarForm) -> HttpResponse:
    words = {name: form.cleaned_data[name] for name in ("name", "hours", "day_names")}
    save_calendar(chosen, actor=request.user, **words)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("sla:calendars"))


def _calendar(pk: int) -> Calendar:
    return row_of(Calendar.objects.select_related("current"), pk)


def _now(calendar: Calendar, now: datetime) -> str:
    return change_words(BOOK.schedule(calendar.current_id), now) if calendar.current_id else ""


def _region(calendar: Calendar) -> str:
    return str(calendar.current.hours.get("holiday_region", "")) if calendar.current else ""
