"""Colleagues and teams that go and come back, over the API, for admins: their tickets are handed over by the same verbs."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.directory import TeamOut
from accounts.api.naming import Named
from accounts.api.staff import AgentOut, colleague
from accounts.models import Scope, Team
from accounts.naming import named_by
from accounts.setting_changes import require_setting
from helpdesk.api.fields import Id, RequestBody
from helpdesk.api.schema import Operation
from tickets.actions.staffing import archive_team, deactivate_agent, reactivate_agent, restore_team
from tickets.api.references import person_named


class HandOver(RequestBody):
    to = Id(required=False, allow_null=True, help_text="Who takes their open tickets; nobody: back into the queues.")


class HandedOver(serializers.Serializer):
    agent = AgentOut()
    bulk_act = serializers.IntegerField(allow_null=True, help_text="The act that moves the tickets; null without any.")
    named_by = serializers.ListField(
        child=serializers.CharField(),
        help_text="The rules that are on, policies in force and emergency plans that still name them: change these.",
    )


class ArchivedTeamOut(TeamOut, Named):
    sort = "team"

    class Meta(TeamOut.Meta):
        fields = [*TeamOut.Meta.fields, "named_by"]


class DeactivateAgent(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("deactivate_agent", takes=HandOver, gives=HandedOver)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Nobody signs in as them any more; their open tickets move by a bulk act.

        What they had not sent becomes drafts of `to`, else notes on the tickets.
        """
        require_setting(request.user)
        to = person_named("to", self.taken(request).get("to"))
        act = deactivate_agent(colleague(pk), actor=request.user, to=to)
        told = {"agent": colleague(pk), "bulk_act": act.pk if act else None, "named_by": named_by("person", pk)}
        return Response(HandedOver(told).data)


class ReactivateAgent(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("reactivate_agent", gives=AgentOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """They can sign in and get tickets again; nothing comes back by itself."""
        reactivate_agent(colleague(pk), actor=request.user)
        return Response(AgentOut(colleague(pk)).data)


class ArchiveTeam(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("archive_team", gives=ArchivedTeamOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Offer it nowhere any more; refused while tickets are in its queue."""
        archive_team(Team.objects.get(pk=pk), actor=request.user)
        return Response(ArchivedTeamOut(Team.objects.get(pk=pk)).data)


class RestoreTeam(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("restore_team", gives=TeamOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        restore_team(Team.objects.get(pk=pk), actor=request.user)
        return Response(TeamOut(Team.objects.get(pk=pk)).data)
