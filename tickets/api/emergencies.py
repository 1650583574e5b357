"""Emergencies over the API: of one ticket, and all that a person sees. They are declared by a plan (routing/api/plans.py)."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from helpdesk.api.fields import Flag, RequestBody, Text, UtcTime
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from tickets.actions import acknowledge_emergency, stand_down
from tickets.actions.emergencies import LONGEST
from tickets.api.output import PersonRef
from tickets.models import Emergency
from tickets.models.emergency import EmergencyQuerySet

NEWEST = Sort("declared_at", descending=True)


class EmergencyOut(serializers.Serializer):
    id = serializers.IntegerField()
    ticket = serializers.IntegerField(source="ticket_id")
    plan = serializers.CharField(help_text="Its name when it was declared.")
    reason = serializers.CharField()
    declared_by = PersonRef(allow_null=True, help_text="Null: a rule.")
    declared_at = UtcTime()
    calls = serializers.IntegerField(help_text="How many steps of the plan were taken.")
    called = serializers.ListField(child=serializers.IntegerField(), help_text="People.")
    next_at = UtcTime(allow_null=True, help_text="When the next step is taken; null: nobody is called any more.")
    acknowledged_by = PersonRef(allow_null=True)
    acknowledged_at = UtcTime(allow_null=True)
    ended_by = PersonRef(allow_null=True)
    ended_at = UtcTime(allow_null=True)


class EmergencyPage(PageOut):
    results = EmergencyOut(many=True)


class EmergencyQuery(PageQuery):
    running = Flag(required=False)
    calling_me = Flag(required=False)


class StandDownIn(RequestBody):
    words = Text(max_length=LONGEST, required=False, help_text="How it ended.")


class Emergencies(ApiView):
    staff_only = True
    operations = {"get": Operation("list_emergencies", query=EmergencyQuery, gives=EmergencyPage)}

    def get(self, request: ApiRequest) -> Response:
        """On all tickets that you see, the newest first; `calling_me`: those that call you and nobody has acknowledged."""
        asked = self.asked(request)
        found = related(Emergency.objects.visible_to(request.user))
        if asked.get("calling_me"):
            found = found.calling(request.user)
        if "running" in asked:
            found = found.filter(ended_at__isnull=asked["running"])
        page = page_of(found, sort=NEWEST, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, EmergencyOut, person=request.user)


class Acknowledge(ApiView):
    staff_only = True
    operations = {"post": Operation("acknowledge_emergency", gives=EmergencyOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """You are on it: nobody else is called. 409 when somebody was quicker."""
        acknowledge_emergency(_emergency(request, pk), actor=request.user)
        return shown(request, pk)


class StandDown(ApiView):
    staff_only = True
    operations = {"post": Operation("stand_down_emergency", takes=StandDownIn, gives=EmergencyOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """It is over. For whoever is on it, leads, managers and admins."""
        words = self.taken(request)
        stand_down(_emergency(request, pk), actor=request.user, words=words.get("words", ""))
        return shown(request, pk)


def related(emergencies: EmergencyQuerySet) -> EmergencyQuerySet:
    return emergencies.select_related("declared_by", "acknowledged_by", "ended_by")


def shown(request: ApiRequest, pk: int, status: int = 200) -> Response:
    emergency = related(Emergency.objects.visible_to(request.user)).get(pk=pk)
    return Response(EmergencyOut(emergency, context={"person": request.user}).data, status)


def _emergency(request: ApiRequest, pk: int) -> Emergency:
    return Emergency.objects.visible_to(request.user).select_related("ticket").get(pk=pk)
