"""Figures over the API: all of the catalogue for a period."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import UtcTime
from helpdesk.api.schema import Operation
from metrics.api.asking import MetricsQuery, inquiry
from metrics.catalogue import METRICS, Unit
from metrics.telling import told


class PartOut(serializers.Serializer):
    by = serializers.ChoiceField(["age", "level", "target", "team"])
    key = serializers.CharField(help_text="Of a team its id; empty: without one.")
    name = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()


class FigureOut(serializers.Serializer):
    key = serializers.ChoiceField(list(METRICS))
    name = serializers.CharField()
    value = serializers.FloatField(allow_null=True, help_text="Null without anything to count. Of times the median.")
    unit = serializers.ChoiceField([unit.value for unit in Unit], help_text="share: from 0 to 1.")
    n = serializers.IntegerField(help_text="Of how many.")
    definition = serializers.CharField()
    excludes = serializers.CharField()
    period_rule = serializers.CharField(help_text="What makes something belong to the period.")
    p90 = serializers.FloatField(allow_null=True, help_text="Nine of ten were within it.")
    mean = serializers.FloatField(allow_null=True)
    share = serializers.FloatField(allow_null=True, help_text="Of ces: ratings from 5 to 7.")
    low = serializers.FloatField(
        allow_null=True, help_text="With `high`: the value lies between, with 95 % confidence."
    )
    high = serializers.FloatField(allow_null=True)
    parts = PartOut(many=True)


class MetricsOut(serializers.Serializer):
    to = serializers.DateField()
    time_zone = serializers.CharField()
    team = serializers.IntegerField(allow_null=True)
    as_of = UtcTime(help_text="Everything until then is counted.")
    restated_at = UtcTime(
        allow_null=True,
        help_text="When business times of this period were last counted anew by a corrected calendar; null: never.",
    )
    results = FigureOut(many=True)

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.CharField(), **super().get_fields()}


class Metrics(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("get_metrics", gives=MetricsOut, query=MetricsQuery)}

    def get(self, request: ApiRequest) -> Response:
        """Every metric for the days from … to …: value, of how many, and what it means.

        Leads see figures of their teams, managers and admins of all.
        """
        asked, team = inquiry(self.asked(request), request.user)
        return Response(told(asked, team))
