"""Mails with figures: scheduling one, seeing what it would say, having one now, pausing and deleting."""

from datetime import time
from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.form_answers import status_of
from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest
from desk.metrics.filters import read_filters
from desk.metrics.report_form import ReportForm, initial_of
from desk.metrics.report_lines import line_of, when_in_words
from desk.metrics.report_mail import name_of, post_report, write_report
from desk.metrics.views import REASON, around
from helpdesk import clock
from metrics.actions.reports import (
    change_report,
    delete_report,
    pause_report,
    restore_report,
    resume_report,
    schedule_report,
    send_report_now,
)
from metrics.layouts import OVERVIEW, PAGES, filters_kept
from metrics.models import Dashboard, ReportMail
from metrics.models.dashboard import Rhythm
from tickets.errors import Refused

_NO_MAIL = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.METRICS, REASON)
def new(request: DeskRequest) -> HttpResponse:
    """Of the `dashboard`, or of the `page` with the filters of the address."""
    given = request.GET.get("dashboard", "")
    dashboard = None
    if given.isascii() and given.isdecimal() and len(given) < 10:
        dashboard = Dashboard.objects.visible_to(request.user).kept().filter(pk=given).distinct().first()
        if dashboard is None:
            raise Http404
    page = request.GET.get("page", "")
    page = "" if dashboard else page if page in PAGES else OVERVIEW
    filters = "" if dashboard else filters_kept(request.GET.dict(), without_period=True)
    initial = {
        "rhythm": Rhythm.WEEKLY,
        "weekday": 1,
        "day": 1,
        "at": time(8),
        "zone": timezone.get_current_timezone_name(),
    }
    about = ReportMail(person=request.user, dashboard=dashboard, page=page, filters=filters)

    def save(values: dict[str, Any]) -> ReportMail:
        return schedule_report(actor=request.user, dashboard=dashboard, page=page, filters=filters, **values)

    return _edit(request, about, initial, save)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.METRICS, REASON)
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    report = _report(request, pk)
    return _edit(
        request, report, initial_of(report), lambda values: change_report(report, actor=request.user, **values)
    )


@require_safe
@may_required(Permission.METRICS, REASON)
def preview(request: DeskRequest, pk: int) -> HttpResponse:
    """What it would say now."""
    report = _report(request, pk)
    context = {**_around(request), "line": line_of(report), "written": write_report(report, clock.now())}
    return render(request, "metrics/report_preview.html", context)


@xframe_options_sameorigin
@require_safe
@may_required(Permission.METRICS, REASON)
def preview_mail(request: DeskRequest, pk: int) -> HttpResponse:
    """The mail itself, as it stands in the frame of the preview."""
    written = write_report(_report(request, pk), clock.now())
    if written is None:
        raise Http404
    return HttpResponse(written.html, headers={"Content-Security-Policy": _NO_MAIL})


@require_POST
@may_required(Permission.METRICS, REASON)
def send(request: DeskRequest, pk: int) -> HttpResponse:
    report = _report(request, pk)
    if write_report(report, clock.now()) is None:
        messages.error(request, _("You do not see these figures any more, so nothing was sent."))
    else:
        send_report_now(report, actor=request.user, write=post_report)
        messages.success(request, _("On its way to %(address)s.") % {"address": request.user.email})
    return _back()


@require_POST
@may_required(Permission.METRICS, REASON)
def pause(request: DeskRequest, pk: int) -> HttpResponse:
    """`undo=1` lets it come again."""
    report = _report(request, pk)
    if _is_undo(request):
        resume_report(report, actor=request.user)
        messages.success(request, _("“%(name)s” comes again.") % {"name": name_of(report)})
    else:
        pause_report(report, actor=request.user)
        messages.success(
            request, _("“%(name)s” is paused.") % {"name": name_of(report)}, extra_tags=f"{request.path}?undo=1"
        )
    return _back()


@require_POST
@may_required(Permission.METRICS, REASON)
def delete(request: DeskRequest, pk: int) -> HttpResponse:
    """The list offers to undo it; `undo=1` brings it back."""
    report = _report(request, pk, is_deleted=_is_undo(request))
    if _is_undo(request):
        restore_report(report, actor=request.user)
        messages.success(request, _("“%(name)s” comes again.") % {"name": name_of(report)})
    else:
        delete_report(report, actor=request.user)
        words = _("You get no more mails with “%(name)s”.") % {"name": name_of(report)}
        messages.success(request, words, extra_tags=f"{request.path}?undo=1")
    return _back()


def _edit(request: DeskRequest, report: ReportMail, initial: dict[str, Any], save: Any) -> HttpResponse:
    form = ReportForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            saved = save(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: %(when)s.") % {"when": when_in_words(saved)})
            return _back()
    context = {**_around(request), "form": form, "report": report, "name": name_of(report)}
    kept = report.dashboard.filters if report.dashboard else report.filters
    context["filters"] = read_filters(dict(parse_qsl(kept)), request.user, clock.now())
    return render(request, "metrics/report_form.html", context, status=status_of(form))


def _report(request: DeskRequest, pk: int, *, is_deleted: bool = False) -> ReportMail:
    """Everybody sees their own only."""
    found = ReportMail.objects.filter(person=request.user, deleted_at__isnull=not is_deleted)
    report = found.select_related("person", "dashboard").filter(pk=pk).first()
    if report is None:
        raise Http404
    return report


def _is_undo(request: DeskRequest) -> bool:
    return (request.GET.get("undo") or request.POST.get("undo")) == "1"


def _around(request: DeskRequest) -> dict[str, Any]:
    return around(request, read_filters({}, request.user, clock.now()), "dashboards")


def _back() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('metrics:dashboards')}#mails")
