"""Emergency plans over the API, for admins; and declaring an emergency by one, for leads."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.naming import Named
from accounts.api.views import BY_ID, paged
from helpdesk.api.fields import Id, ListOf, Number, RequestBody, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, page_of
from helpdesk.api.schema import Operation
from routing.models import EmergencyPlan
from routing.plans import (
    LONGEST_DESCRIPTION,
    add_plan,
    archive_plan,
    change_plan,
    declare,
    kept_plans,
    restore_plan,
)
from tickets.access import ticket_for
from tickets.actions.emergencies import LONGEST
from tickets.api.emergencies import NEWEST, EmergencyOut, EmergencyPage, related, shown
from tickets.api.settings_view import SettingsView
from tickets.emergencies import LONGEST_WAIT, MOST_REPEATS, MOST_STEPS, WAYS
from tickets.errors import IllegalTransition
from tickets.models import Emergency

_WAYS = {way: way for way in WAYS}


class PlanStepOut(serializers.Serializer):
    person = serializers.IntegerField(allow_null=True)
    team = serializers.IntegerField(allow_null=True, help_text="Whoever of it is on duty; when nobody is, all of it.")
    how = serializers.ListField(child=serializers.ChoiceField(list(WAYS)))
    webhook = serializers.IntegerField(allow_null=True)
    minutes = serializers.IntegerField(help_text="Until the next step, while nobody acknowledges.")


class EmergencyPlanOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    steps = PlanStepOut(many=True)
    repeats = serializers.IntegerField(help_text="How often all steps are gone through again.")
    archived_at = UtcTime(allow_null=True)


class ArchivedPlanOut(EmergencyPlanOut, Named):
    sort = "plan"


class PlanPage(PageOut):
    results = EmergencyPlanOut(many=True)


class StepIn(RequestBody):
    person = Id(required=False, allow_null=True)
    team = Id(required=False, allow_null=True)
    how = ListOf(Word(_WAYS), required=False, max_length=len(WAYS))
    webhook = Id(required=False, allow_null=True)
    minutes = Number(minimum=1, maximum=LONGEST_WAIT)


class PlanIn(RequestBody):
    name = Words(max_length=100)
    description = Text(max_length=LONGEST_DESCRIPTION, required=False)
    steps = StepIn(many=True, help_text=f"1 to {MOST_STEPS}.")
    repeats = Number(minimum=0, maximum=MOST_REPEATS, required=False)


class DeclarationIn(RequestBody):
    plan = Id()
    reason = Words(max_length=LONGEST, help_text="What is wrong: whoever is called reads this first.")


class Plans(SettingsView):
    operations = {
        "get": Operation("list_emergency_plans", query=PageQuery, gives=PlanPage),
        "post": Operation("add_emergency_plan", takes=PlanIn, gives=EmergencyPlanOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """Who is called in which order; archived ones too."""
        asked = self.asked(request)
        plans = EmergencyPlan.objects.all()
        page = page_of(plans, sort=BY_ID, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, EmergencyPlanOut, person=request.user)

    def post(self, request: ApiRequest) -> Response:
        """Add a plan."""
        return Response(EmergencyPlanOut(add_plan(actor=request.user, **_words(self.taken(request)))).data, 201)


class OnePlan(SettingsView):
    operations = {
        "get": Operation("get_emergency_plan", gives=EmergencyPlanOut),
        "put": Operation("change_emergency_plan", takes=PlanIn, gives=EmergencyPlanOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """One plan."""
        return _shown(pk)

    def put(self, request: ApiRequest, pk: int) -> Response:
        """Say anew what it says; emergencies that run keep the steps they began with."""
        change_plan(EmergencyPlan.objects.get(pk=pk), actor=request.user, **_words(self.taken(request)))
        return _shown(pk)


class ArchivePlan(SettingsView):
    operations = {"post": Operation("archive_emergency_plan", gives=ArchivedPlanOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Nobody can be called by it any more; rules that name it fail."""
        archive_plan(EmergencyPlan.objects.get(pk=pk), actor=request.user)
        return Response(ArchivedPlanOut(EmergencyPlan.objects.get(pk=pk)).data)


class RestorePlan(SettingsView):
    operations = {"post": Operation("restore_emergency_plan", gives=EmergencyPlanOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """It can be used again."""
        restore_plan(EmergencyPlan.objects.get(pk=pk), actor=request.user)
        return _shown(pk)


class TicketEmergencies(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_ticket_emergencies", query=PageQuery, gives=EmergencyPage),
        "post": Operation("declare_emergency", takes=DeclarationIn, gives=EmergencyOut, status=201),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """Of this ticket, the newest first."""
        asked = self.asked(request)
        found = related(Emergency.objects.visible_to(request.user).filter(ticket=ticket_for(request.user, number)))
        page = page_of(found, sort=NEWEST, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, EmergencyOut, person=request.user)

    def post(self, request: ApiRequest, number: int) -> Response:
        """Call people at once, by a plan. For leads, managers and admins; 409 while one is running."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        declared = declare(ticket, actor=request.user, plan=kept_plans().get(pk=words["plan"]), reason=words["reason"])
        if declared is None:
            raise IllegalTransition
        return shown(request, declared.pk, 201)


def _words(taken: dict[str, Any]) -> dict[str, Any]:
    return {**taken, "steps": [dict(step) for step in taken["steps"]]}


def _shown(pk: int) -> Response:
    return Response(EmergencyPlanOut(EmergencyPlan.objects.get(pk=pk)).data)
