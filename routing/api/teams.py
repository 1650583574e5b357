"""How teams give their tickets out, and where rules can call, over the API. For admins."""

from rest_framework.response import Response

from accounts.api.base import ApiRequest
from accounts.api.views import BY_ID, paged
from accounts.models import Team
from helpdesk.api.pagination import PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from outbox.models import WebhookDelivery
from routing import actions
from routing.api import shapes
from routing.assign import USUAL_CAPACITY
from routing.models import TeamAssignment, WebhookTarget
from tickets.api.settings_view import SettingsView


class TeamAssignments(SettingsView):
    operations = {
        "get": Operation("get_team_assignment", gives=shapes.AssignmentOut),
        "put": Operation("set_team_assignment", takes=shapes.AssignmentIn, gives=shapes.AssignmentOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """How the team's queue is given out to its people."""
        return _assignment(Team.objects.get(pk=pk))

    def put(self, request: ApiRequest, pk: int) -> Response:
        """In turn, to whoever has the least to do, or to whoever knows the customer; empty: people take what they want."""
        team = Team.objects.get(pk=pk)
        actions.set_team_assignment(team, actor=request.user, **self.taken(request))
        return _assignment(team)


class Targets(SettingsView):
    operations = {
        "get": Operation("list_webhook_targets", query=PageQuery, gives=shapes.TargetPage),
        "post": Operation("add_webhook_target", takes=shapes.NewTarget, gives=shapes.TargetOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """Where rules can call."""
        asked = self.asked(request)
        targets = WebhookTarget.objects.all()
        page = page_of(targets, sort=BY_ID, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, shapes.TargetOut, person=request.user)

    def post(self, request: ApiRequest) -> Response:
        """Add a place that rules can call; the answer holds the secret that signs what is sent there."""
        target = actions.add_target(actor=request.user, **self.taken(request))
        return Response(shapes.TargetOut(target).data, 201)


class ArchiveTarget(SettingsView):
    operations = {"post": Operation("archive_webhook_target", gives=shapes.ArchivedTargetOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Rules that call it fail from now on."""
        actions.archive_target(WebhookTarget.objects.get(pk=pk), actor=request.user)
        return Response(shapes.ArchivedTargetOut(WebhookTarget.objects.get(pk=pk)).data)


class RestoreTarget(SettingsView):
    operations = {"post": Operation("restore_webhook_target", gives=shapes.TargetOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Rules can call it again."""
        actions.restore_target(WebhookTarget.objects.get(pk=pk), actor=request.user)
        return Response(shapes.TargetOut(WebhookTarget.objects.get(pk=pk)).data)


class Deliveries(SettingsView):
    operations = {"get": Operation("list_webhook_deliveries", query=PageQuery, gives=shapes.DeliveryPage)}

    def get(self, request: ApiRequest) -> Response:
        """What was sent to webhooks and how it fared, the newest first."""
        asked = self.asked(request)
        sort = Sort("pk", descending=True)
        rows = WebhookDelivery.objects.all()
        page = page_of(rows, sort=sort, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, shapes.DeliveryOut, person=request.user)


def _assignment(team: Team) -> Response:
    chosen = TeamAssignment.objects.filter(team=team).first()
    words = {
        "team": team.pk,
        "strategy": chosen.strategy if chosen else "",
        "capacity": chosen.capacity if chosen else USUAL_CAPACITY,
    }
    return Response(shapes.AssignmentOut(words).data)
