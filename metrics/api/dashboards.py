"""Dashboards over the API."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import User
from helpdesk.api.fields import Id, ListOf, RequestBody, Text, UtcTime, Word, Words
from helpdesk.api.schema import Operation
from metrics.actions.dashboards import (
    change_dashboard,
    delete_dashboard,
    may_change,
    restore_dashboard,
    save_dashboard,
)
from metrics.layouts import ITEMS
from metrics.models import Dashboard
from metrics.models.dashboard import LONGEST_FILTERS, LONGEST_NAME
from metrics.questions import scope_for
from tickets.api.output import NamedRef, PersonRef
from tickets.api.references import team_named
from tickets.models.saved_view import Visibility

SEEN_BY = {visibility.value: visibility.value for visibility in Visibility}
FILTERS = "As in the address of a page of figures: period=30d&team=2&tag=7."


class DashboardChange(RequestBody):
    name = Words(max_length=LONGEST_NAME, required=False)
    items = ListOf(
        Word({key: key for key in ITEMS}),
        max_length=len(ITEMS),
        required=False,
        help_text="Figures and charts in order.",
    )
    filters = Text(max_length=LONGEST_FILTERS, required=False, help_text=FILTERS)
    visibility = Word(SEEN_BY, required=False)
    team = Id(required=False, allow_null=True, help_text="Who sees it, where visibility is team.")


class NewDashboard(DashboardChange):
    name = Words(max_length=LONGEST_NAME)
    items = ListOf(Word({key: key for key in ITEMS}), max_length=len(ITEMS), help_text="Figures and charts in order.")


class DashboardOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    items = serializers.ListField(child=serializers.ChoiceField(list(ITEMS)))
    filters = serializers.CharField(help_text="What its figures are narrowed to, for `GET /metrics/`.")
    visibility = serializers.ChoiceField(list(SEEN_BY))
    team = NamedRef(allow_null=True)
    owner = PersonRef()
    may_change = serializers.SerializerMethodField()
    created_at = UtcTime()
    updated_at = UtcTime()

    def get_may_change(self, dashboard: Dashboard) -> bool:
        return may_change(self.context["person"], dashboard)


class DashboardList(serializers.Serializer):
    results = DashboardOut(many=True)


class Dashboards(ApiView):
    staff_only = True
    operations: ClassVar = {
        "get": Operation("list_dashboards", gives=DashboardList),
        "post": Operation("save_dashboard", takes=NewDashboard, gives=DashboardOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """The dashboards that you see: your own, those of your teams, and everybody's."""
        scope_for(request.user)
        found = Dashboard.objects.visible_to(request.user).kept().select_related("owner", "team").distinct()
        shown = DashboardOut(found.order_by("name", "pk"), many=True, context={"person": request.user})
        return Response({"results": shown.data})

    def post(self, request: ApiRequest) -> Response:
        """Keep figures and charts with their filters as a dashboard."""
        dashboard = save_dashboard(actor=request.user, **_with_team(self.taken(request)))
        return _shown(dashboard, request.user, 201, Location=reverse("api:dashboard", args=[dashboard.pk]))


class OneDashboard(ApiView):
    staff_only = True
    operations: ClassVar = {
        "get": Operation("get_dashboard", gives=DashboardOut),
        "patch": Operation("change_dashboard", takes=DashboardChange, gives=DashboardOut),
        "delete": Operation("delete_dashboard", status=204),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _shown(dashboard_for(request.user, pk), request.user)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change a dashboard of yours (managers: also everybody's); fields left out stay."""
        found = dashboard_for(request.user, pk)
        return _shown(change_dashboard(found, actor=request.user, **_with_team(self.taken(request))), request.user)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """Away, with its mails, until it is restored."""
        delete_dashboard(dashboard_for(request.user, pk), actor=request.user)
        return Response(status=204)


class RestoreDashboard(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("restore_dashboard", gives=DashboardOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Bring back one that was deleted."""
        restore_dashboard(dashboard_for(request.user, pk, with_deleted=True), actor=request.user)
        return _shown(dashboard_for(request.user, pk), request.user)


def dashboard_for(person: User, pk: int, *, with_deleted: bool = False) -> Dashboard:
    """Raises Http404, PermissionDenied for who may see no figures."""
    scope_for(person)
    visible = Dashboard.objects.visible_to(person)
    found = (
        (visible if with_deleted else visible.kept()).select_related("owner", "team").filter(pk=pk).distinct().first()
    )
    if found is None:
        raise Http404
    return found


def _with_team(words: dict[str, Any]) -> dict[str, Any]:
    return {**words, "team": team_named("team", words["team"])} if "team" in words else words


def _shown(dashboard: Dashboard, person: User, status: int = 200, **headers: str) -> Response:
    return Response(DashboardOut(dashboard, context={"person": person}).data, status, headers=headers)
