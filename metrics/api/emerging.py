"""Emerging issues over the API: what grows this week, made a problem, or put away."""

from typing import ClassVar

from django.http import Http404
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk import clock, heartbeat
from helpdesk.api.fields import UtcTime
from helpdesk.api.schema import Operation
from metrics.actions.emerging import bring_back, dismiss, make_problem, tickets_of
from metrics.emerging.finding import WEEK
from metrics.models import EmergingIssue
from metrics.questions import scope_for

MOST = 20
_MOST_TICKETS = 500


class EmergingOut(serializers.Serializer):
    id = serializers.IntegerField()
    words = serializers.ListField(child=serializers.CharField(), help_text="What its tickets have in common.")
    before = serializers.FloatField(help_text="How many alike tickets a usual week has.")
    found_at = UtcTime()
    seen_at = UtcTime(help_text="When it was found again last.")
    problem = serializers.IntegerField(source="problem_id", allow_null=True)
    is_dismissed = serializers.SerializerMethodField()
    tickets = serializers.SerializerMethodField(help_text="Those that you see.")

    def get_is_dismissed(self, issue: EmergingIssue) -> bool:
        return issue.dismissed_at is not None

    def get_tickets(self, issue: EmergingIssue) -> list[int]:
        return list(
            tickets_of(issue, self.context["person"]).order_by("pk").values_list("pk", flat=True)[:_MOST_TICKETS]
        )


class EmergingList(serializers.Serializer):
    as_of = UtcTime(
        allow_null=True, help_text="Of the last look, every ten minutes; null from a start to the next one."
    )
    results = EmergingOut(many=True)


class Emerging(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("list_emerging_issues", gives=EmergingList)}

    def get(self, request: ApiRequest) -> Response:
        """Alike tickets of which more came this week than in the weeks before, the newest first."""
        scope_for(request.user)
        issues = EmergingIssue.objects.filter(dismissed_at__isnull=True, seen_at__gt=clock.now() - WEEK)[:MOST]
        found = {"as_of": heartbeat.last(heartbeat.EMERGING), "results": list(issues)}
        return Response(EmergingList(found, context={"person": request.user}).data)


class ProblemOfIssue(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("make_problem_of_issue", gives=EmergingOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Open a problem with its tickets as incidents; where there is one, link those that have come since."""
        issue = _issue(request, pk)
        make_problem(issue, actor=request.user)
        return _answer(request, pk)


class DismissedIssue(ApiView):
    staff_only = True
    operations: ClassVar = {
        "put": Operation("dismiss_issue", gives=EmergingOut),
        "delete": Operation("bring_back_issue", gives=EmergingOut),
    }

    def put(self, request: ApiRequest, pk: int) -> Response:
        """It is no issue."""
        dismiss(_issue(request, pk), actor=request.user)
        return _answer(request, pk)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """It is one after all."""
        bring_back(_issue(request, pk), actor=request.user)
        return _answer(request, pk)


def _issue(request: ApiRequest, pk: int) -> EmergingIssue:
    scope_for(request.user)
    issue = EmergingIssue.objects.filter(pk=pk).first()
    if issue is None:
        raise Http404
    return issue


def _answer(request: ApiRequest, pk: int) -> Response:
    return Response(EmergingOut(EmergingIssue.objects.get(pk=pk), context={"person": request.user}).data)
