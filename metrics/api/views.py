"""Figures over the API: all of the catalogue for a period."""

from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Team, User
from helpdesk import clock
from helpdesk.api.fields import SOMETHING, ZONES, Id, QueryString, StrictField, Text, UtcTime, Word
from helpdesk.api.schema import Operation
from metrics.catalogue import METRICS, Unit
from metrics.narrowing import BY_NAME, LONGEST, NARROWINGS, Narrowing, chosen
from metrics.period import Period
from metrics.questions import Inquiry, scope_for
from metrics.telling import told


class Day(StrictField):
    default_error_messages: ClassVar = {"type": gettext_lazy("Write a day such as 2026-01-31.")}

    def to_internal_value(self, data: Any) -> date:
        try:
            if not isinstance(data, str) or len(data) != len("2026-01-31"):
                self.fail("type")
            return date.fromisoformat(data)
        except ValueError:
            self.fail("type")

    def openapi(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class MetricsQuery(QueryString):
    time_zone = Word(ZONES, required=False, help_text="Whose days these are; your own when left out.")
    team = Id(required=False, help_text="Only tickets of this team; all that you may see figures of when left out.")

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language."""
        return {
            "from": Day(help_text="The first day."),
            "to": Day(help_text="The last day, included."),
            **super().get_fields(),
            **{narrowing.name: _narrowed_by(narrowing) for narrowing in NARROWINGS},
        }

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["to"] < asked["from"]:
            raise ValidationError({"to": [_("The last day is before the first one.")]})
        return asked


def _narrowed_by(narrowing: Narrowing) -> StrictField:
    text = f"Only tickets of this {narrowing.name}."
    if narrowing.choices:
        return Word({str(value): str(value) for value, _label in narrowing.choices}, required=False, help_text=text)
    return Text(
        max_length=LONGEST, pattern=SOMETHING, required=False, help_text=f"{text} Its id, or what it is called."
    )


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
        asked = self.asked(request)
        team = _team(asked.get("team"))
        scope = scope_for(request.user, team)
        zone = ZoneInfo(asked.get("time_zone") or request.user.time_zone or settings.TIME_ZONE)
        period = Period(asked["from"], asked["to"], zone)
        return Response(told(Inquiry(period, clock.now(), scope, _only(asked, request.user)), team))


def _only(asked: dict[str, Any], person: User) -> dict[str, Any]:
    """What the figures are narrowed to; refuses what there is not."""
    found = {name: chosen(name, asked[name], person) for name in BY_NAME if name in asked}
    missing = {name: [_("There is nothing of this name or id.")] for name, one in found.items() if one is None}
    if missing:
        raise ValidationError(missing)
    return {name: one.value for name, one in found.items() if one is not None}


def _team(pk: int | None) -> Team | None:
    if pk is None:
        return None
    team = Team.objects.filter(pk=pk).first()
    if team is None:
        raise Http404
    return team
