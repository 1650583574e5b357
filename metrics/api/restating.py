"""Past figures brought to a corrected calendar over the API, for admins."""

from typing import Any, ClassVar

from django.db.models import Count
from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest
from helpdesk.api.fields import Id, RequestBody, UtcTime
from helpdesk.api.schema import Operation
from metrics.actions.restating import restate, take_back
from metrics.api.asking import Day
from metrics.models import Restatement
from sla.models import Calendar
from tickets.api.settings_view import SettingsView
from tickets.errors import Invalid

MOST = 100


class RestatementOut(serializers.Serializer):
    id = serializers.IntegerField()
    calendar = serializers.IntegerField(source="calendar_id")
    version = serializers.IntegerField(source="version.number", help_text="The calendar's, by which answers count.")
    since = UtcTime(allow_null=True, help_text="Answers given from then on; null: all.")
    at = UtcTime()
    by = serializers.IntegerField(source="by_id", allow_null=True)
    taken_back_at = UtcTime(allow_null=True)
    former = serializers.IntegerField(
        help_text="How many answers were counted otherwise before, and are kept as they were."
    )


class RestatementList(serializers.Serializer):
    results = RestatementOut(many=True)


class NewRestatement(RequestBody):
    calendar = Id(help_text="One whose hours were corrected.")
    since = Day(required=False, help_text="The first day, in the calendar's zone; all answers when left out.")


class Restatements(SettingsView):
    operations: ClassVar = {
        "get": Operation("list_restatements", gives=RestatementList),
        "post": Operation("restate_figures", takes=NewRestatement, gives=RestatementOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """The newest first."""
        return Response(RestatementList({"results": list(_counted()[:MOST])}).data)

    def post(self, request: ApiRequest) -> Response:
        """Count answers given under earlier versions of a calendar by its current one. Figures follow within a minute."""
        taken = self.taken(request)
        calendar = Calendar.objects.filter(pk=taken["calendar"]).first()
        if calendar is None:
            raise Invalid("There is no such calendar.")
        made = restate(calendar, actor=request.user, since=taken.get("since"))
        return _shown(made.pk, 201, Location=reverse("api:restatement", args=[made.pk]))


class OneRestatement(SettingsView):
    operations: ClassVar = {
        "get": Operation("get_restatement", gives=RestatementOut),
        "delete": Operation("take_restatement_back", gives=RestatementOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _shown(pk)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """Take it back: its answers count again as they did before."""
        take_back(_counted().get(pk=pk), actor=request.user)
        return _shown(pk)


def _counted() -> Any:
    """With how many rows each of them replaced."""
    return Restatement.objects.select_related("version").annotate(former=Count("replaced"))


def _shown(pk: int, status: int = 200, **headers: str) -> Response:
    return Response(RestatementOut(_counted().get(pk=pk)).data, status, headers=headers)
