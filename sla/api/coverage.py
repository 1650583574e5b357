"""What hours of the week nobody covers, for leads and admins."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.permissions import Permission
from helpdesk.api.fields import Id, QueryString, TimeZone, Word
from helpdesk.api.schema import Operation
from helpdesk.language import LANGUAGES
from sla.coverage import Cell, Gap, coverage_of, teams_for
from sla.coverage_words import clock_of, gap_sentence
from tickets.access import require


class CoverageQuery(QueryString):
    team = Id(required=False)
    language = Word({code: code for code in sorted(LANGUAGES)}, required=False, help_text="Left out: all.")
    time_zone = TimeZone(required=False, help_text="Whose hours these are; your own when left out.")


class HourOut(serializers.Serializer):
    day = serializers.IntegerField(help_text="0 is Monday.")
    hour = serializers.IntegerField()
    people = serializers.IntegerField(help_text="The fewest who are there at once.")
    tickets = serializers.FloatField(help_text="In an average week.")


class GapOut(serializers.Serializer):
    language = serializers.CharField(help_text="Nobody who writes it is there; empty: nobody at all.")
    days = serializers.ListField(child=serializers.IntegerField(), help_text="0 is Monday.")
    start = serializers.SerializerMethodField()
    end = serializers.SerializerMethodField()
    tickets = serializers.FloatField(help_text="In an average week.")
    sentence = serializers.SerializerMethodField()

    def get_start(self, gap: Gap) -> str:
        return clock_of(gap.start)

    def get_end(self, gap: Gap) -> str:
        return clock_of(gap.end)

    def get_sentence(self, gap: Gap) -> str:
        return gap_sentence(gap)


class CoverageOut(serializers.Serializer):
    time_zone = serializers.CharField()
    hours = HourOut(many=True)
    gaps = GapOut(many=True, help_text="Most tickets first.")
    people = serializers.IntegerField()
    tickets = serializers.FloatField(help_text="In an average week of the last eight.")
    uncovered = serializers.FloatField(help_text="Of these, how many come while nobody is there.")


class CoverageView(ApiView):
    staff_only = True
    operations = {"get": Operation("get_coverage", query=CoverageQuery, gives=CoverageOut)}

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require(request.user, Permission.ABILITIES)

    def get(self, request: ApiRequest) -> Response:
        """Who is there in each hour of the week, against when customers write; for leads and admins."""
        asked = self.asked(request)
        zone = ZoneInfo(asked.get("time_zone") or str(timezone.get_current_timezone()))
        team = teams_for(request.user).get(pk=asked["team"]) if "team" in asked else None
        found = coverage_of(request.user, zone=zone, team=team, language=asked.get("language", ""))
        hours: list[Cell] = sorted(
            (cell for row in found.cells for cell in row), key=lambda cell: (cell.day, cell.hour)
        )
        told = {
            "time_zone": zone.key,
            "hours": hours,
            "gaps": found.gaps,
            "people": found.people,
            "tickets": found.tickets,
            "uncovered": found.uncovered,
        }
        return Response(CoverageOut(told).data)
