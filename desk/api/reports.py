"""Mails with figures over the API: one's own."""

from datetime import time
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import User
from desk.metrics.report_mail import may_get, name_of, post_report, write_report
from helpdesk import clock
from helpdesk.api.fields import Flag, Id, Number, RequestBody, Text, TimeZone, UtcTime, Word
from helpdesk.api.schema import Operation
from metrics.actions.reports import (
    change_report,
    delete_report,
    restore_report,
    schedule_report,
    send_report_now,
)
from metrics.api.dashboards import FILTERS, dashboard_for
from metrics.layouts import PAGES
from metrics.models import ReportMail
from metrics.models.dashboard import LONGEST_FILTERS, Rhythm
from metrics.questions import scope_for

RHYTHMS = {rhythm.value: rhythm.value for rhythm in Rhythm}
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class ReportChange(RequestBody):
    rhythm = Word(RHYTHMS, required=False)
    weekday = Number(minimum=1, maximum=7, required=False, help_text="Of weekly ones: 1 is Monday.")
    day = Number(minimum=1, maximum=31, required=False, help_text="Of monthly ones; in shorter months the last day.")
    at = Text(max_length=5, pattern=_TIME, required=False, help_text="Such as 08:00.")
    time_zone = TimeZone(required=False)
    is_paused = Flag(required=False)


class NewReport(RequestBody):
    dashboard = Id(required=False, help_text="Its figures; else those of a page.")
    page = Word({key: key for key in PAGES}, required=False)
    filters = Text(
        max_length=LONGEST_FILTERS, required=False, help_text=f"{FILTERS} Of a page; its days follow the rhythm."
    )
    rhythm = Word(RHYTHMS)
    weekday = Number(minimum=1, maximum=7, required=False, help_text="Of weekly ones: 1 is Monday.")
    day = Number(minimum=1, maximum=31, required=False, help_text="Of monthly ones; in shorter months the last day.")
    at = Text(max_length=5, pattern=_TIME, help_text="Such as 08:00.")
    time_zone = TimeZone()


class ReportOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.SerializerMethodField()
    dashboard = serializers.IntegerField(source="dashboard_id", allow_null=True)
    page = serializers.CharField(help_text="Empty: of the dashboard.")
    filters = serializers.CharField()
    rhythm = serializers.ChoiceField(list(RHYTHMS))
    weekday = serializers.IntegerField()
    day = serializers.IntegerField()
    at = serializers.SerializerMethodField()
    time_zone = serializers.CharField(source="zone")
    is_paused = serializers.BooleanField()
    is_off = serializers.SerializerMethodField(help_text="You do not see these figures any more: no mail comes.")
    next_at = UtcTime()
    sent_at = UtcTime(allow_null=True)

    def get_name(self, report: ReportMail) -> str:
        return name_of(report)

    def get_at(self, report: ReportMail) -> str:
        return f"{report.at:%H:%M}"

    def get_is_off(self, report: ReportMail) -> bool:
        return not may_get(report)


class ReportList(serializers.Serializer):
    results = ReportOut(many=True)


class ReportPreviewOut(serializers.Serializer):
    subject = serializers.CharField()
    text = serializers.CharField()
    html = serializers.CharField()


class SentReportOut(serializers.Serializer):
    sent = serializers.BooleanField(
        help_text="False: one was asked for a moment ago, or the figures are not yours to see."
    )


class Reports(ApiView):
    staff_only = True
    operations: ClassVar = {
        "get": Operation("list_report_mails", gives=ReportList),
        "post": Operation("schedule_report_mail", takes=NewReport, gives=ReportOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """The mails with figures that you get."""
        scope_for(request.user)
        found = ReportMail.objects.filter(person=request.user, deleted_at=None).select_related("person", "dashboard")
        return Response({"results": ReportOut(found, many=True).data})

    def post(self, request: ApiRequest) -> Response:
        """Have figures mailed to yourself: of a dashboard, or of a page with its filters."""
        taken = self.taken(request)
        dashboard = dashboard_for(request.user, taken.pop("dashboard")) if "dashboard" in taken else None
        report = schedule_report(actor=request.user, dashboard=dashboard, **_worded(taken))
        return Response(ReportOut(report).data, 201, headers={"Location": reverse("api:report_mail", args=[report.pk])})


class OneReport(ApiView):
    staff_only = True
    operations: ClassVar = {
        "get": Operation("get_report_mail", gives=ReportOut),
        "patch": Operation("change_report_mail", takes=ReportChange, gives=ReportOut),
        "delete": Operation("delete_report_mail", status=204),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(ReportOut(_report(request.user, pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """When it comes, and whether; fields left out stay."""
        report = change_report(_report(request.user, pk), actor=request.user, **_worded(self.taken(request)))
        return Response(ReportOut(report).data)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """No more of them, until it is restored."""
        delete_report(_report(request.user, pk), actor=request.user)
        return Response(status=204)


class RestoreReport(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("restore_report_mail", gives=ReportOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Let one come again that was deleted."""
        restore_report(_report(request.user, pk, with_deleted=True), actor=request.user)
        return Response(ReportOut(_report(request.user, pk)).data)


class ReportPreview(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("preview_report_mail", gives=ReportPreviewOut)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """What it would say now."""
        written = write_report(_report(request.user, pk), clock.now())
        if written is None:
            raise Http404
        return Response(ReportPreviewOut(written).data)


class SendReport(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("send_report_mail", gives=SentReportOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Send one now; the next one comes at its time all the same."""
        report = _report(request.user, pk)
        return Response({"sent": send_report_now(report, actor=request.user, write=post_report)})


def _report(person: User, pk: int, *, with_deleted: bool = False) -> ReportMail:
    scope_for(person)
    own = ReportMail.objects.filter(person=person, pk=pk).select_related("person", "dashboard")
    found = (own if with_deleted else own.filter(deleted_at=None)).first()
    if found is None:
        raise Http404
    return found


def _worded(taken: dict[str, Any]) -> dict[str, Any]:
    words = {"zone" if name == "time_zone" else name: value for name, value in taken.items()}
    return {**words, "at": time.fromisoformat(words["at"])} if "at" in words else words
