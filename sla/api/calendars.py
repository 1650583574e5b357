"""Calendars over the API, for admins. Each change is a version of its own; open tickets follow in the background."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.response import Response

from accounts.api.base import ApiRequest
from accounts.models import Scope
from helpdesk.api.schema import Operation
from sla import changing, editing, recomputing
from sla.api import shapes
from sla.calendar import Schedule
from sla.calendar_data import hours_in
from sla.days_in_file import NoCalendarFile, days_in_file
from sla.days_off import days_off
from sla.models import Calendar
from tickets.api.settings_view import SettingsView
from tickets.errors import Invalid


def _calendars() -> "QuerySet[Calendar]":
    return Calendar.objects.select_related("current")


def _shown(pk: int, status: int = 200, **headers: str) -> Response:
    return Response(shapes.CalendarOut(_calendars().get(pk=pk)).data, status, headers=headers)


class Calendars(SettingsView):
    operations = {
        "get": Operation("list_calendars", query=shapes.ArchiveQuery, gives=shapes.CalendarList),
        "post": Operation("add_calendar", takes=shapes.NewCalendar, gives=shapes.CalendarOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """By name."""
        found = _calendars().filter(archived_at__isnull=not self.asked(request)["archived"])
        return Response({"results": shapes.CalendarOut(found, many=True).data})

    def post(self, request: ApiRequest) -> Response:
        """Make a calendar. Policies choose it."""
        made = changing.save_calendar(None, actor=request.user, **self.taken(request))
        return _shown(made.pk, 201, Location=reverse("api:calendar", args=[made.pk]))


class OneCalendar(SettingsView):
    operations = {
        "get": Operation("get_calendar", gives=shapes.CalendarOut),
        "patch": Operation("change_calendar", takes=shapes.CalendarChange, gives=shapes.CalendarOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _shown(pk)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """A new version, which open tickets come under in the background. Fields left out stay."""
        calendar, taken = _calendars().get(pk=pk), self.taken(request)
        current = calendar.current
        kept = {
            "name": calendar.name,
            "hours": current.hours if current else {},
            "day_names": current.day_names if current else {},
        }
        changing.save_calendar(calendar, actor=request.user, **{**kept, **taken})
        return _shown(pk)


class DaysOff(SettingsView):
    operations = {"get": Operation("list_days_off", query=shapes.DaysOffQuery, gives=shapes.DayOffList)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """Public holidays and own days of a year, in order."""
        version = _calendars().get(pk=pk).current
        year = self.asked(request)["year"]
        found = days_off(Schedule.parse(version.hours), version.day_names, year) if version else []
        told: dict[str, Any] = {"results": found}
        return Response(shapes.DayOffList(told).data)


class DaysInFile(SettingsView):
    operations = {
        "post": Operation("read_calendar_file", takes=shapes.CalendarFile, gives=shapes.DayInFileList, scope=Scope.READ)
    }

    def post(self, request: ApiRequest) -> Response:
        """The whole days in a calendar file, for `holidays` and `day_names`; nothing is changed."""
        taken = self.taken(request)
        try:
            zone = hours_in({"time_zone": taken["time_zone"]}).time_zone
        except ValueError as wrong:
            raise Invalid(str(wrong)) from None
        try:
            found = days_in_file(taken["content"].encode(), today=timezone.localdate(), zone=zone)
        except NoCalendarFile:
            raise Invalid(_("This is no calendar file (.ics).")) from None
        rows = [{"day": date.fromisoformat(day), "name": found[day]} for day in sorted(found)]
        told: dict[str, Any] = {"results": rows}
        return Response(shapes.DayInFileList(told).data)


class PreviewCalendar(SettingsView):
    operations = {
        "post": Operation(
            "preview_calendar", takes=shapes.CalendarHours, gives=shapes.DeadlinePreviewOut, scope=Scope.READ
        )
    }

    def post(self, request: ApiRequest, pk: int) -> Response:
        """How many open tickets would get other deadlines were these its hours; nothing is changed."""
        schedule = editing.parsed_hours(self.taken(request)["hours"])
        preview = recomputing.preview_calendar(_calendars().get(pk=pk), schedule)
        return Response(shapes.DeadlinePreviewOut(preview).data)


class ArchiveCalendar(SettingsView):
    operations = {"post": Operation("archive_calendar", gives=shapes.ArchivedCalendarOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Take it out of every choice; refused while a policy counts by it. `restore` brings it back."""
        editing.archive_calendar(_calendars().get(pk=pk), actor=request.user)
        return Response(shapes.ArchivedCalendarOut(_calendars().get(pk=pk)).data)


class RestoreCalendar(SettingsView):
    operations = {"post": Operation("restore_calendar", gives=shapes.CalendarOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Bring an archived calendar back."""
        editing.restore_calendar(_calendars().get(pk=pk), actor=request.user)
        return _shown(pk)


class DefaultCalendar(SettingsView):
    operations = {"post": Operation("make_calendar_default", gives=shapes.CalendarOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """The one that new policies begin with and that figures without a policy count by."""
        editing.make_default(_calendars().get(pk=pk), actor=request.user)
        return _shown(pk)
