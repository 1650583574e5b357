"""What grows out of the tickets themselves: the voice of the customer, and the queue of this moment."""

from datetime import datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk import clock
from helpdesk.api.fields import Text, UtcTime
from helpdesk.api.schema import Operation
from metrics.api.asking import MetricsQuery, inquiry
from metrics.keeping import keep_few_stale
from metrics.questions import scope_for
from metrics.voice import BY_TAG, Quote, areas, newest_quotes, ways_to_sort
from metrics.wallboard import NUMBERS, board_for, listed

_QUOTES = 2
_MOST_ON_BOARD = 500


class VoiceQuery(MetricsQuery):
    by = Text(
        max_length=40, required=False, help_text="`tag`, or the key of a field; `tag` where there is no such field."
    )


class QuoteOut(serializers.Serializer):
    ticket = serializers.IntegerField(source="ticket.pk")
    words = serializers.CharField(help_text="The customer's first words, personal data struck out by machine.")


class AreaOut(serializers.Serializer):
    area = serializers.CharField()
    tickets = serializers.IntegerField()
    tickets_before = serializers.IntegerField()
    customers = serializers.IntegerField()
    organizations = serializers.IntegerField()
    quotes = QuoteOut(many=True)


class VoiceOut(serializers.Serializer):
    results = AreaOut(many=True)


class Voice(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("get_voice_of_customers", gives=VoiceOut, query=VoiceQuery)}

    def get(self, request: ApiRequest) -> Response:
        """What tickets opened in these days were about: how many customers it concerns, with two quotes of each area."""
        given = self.asked(request)
        asked, _team = inquiry(given, request.user)
        keep_few_stale()
        by = given.get("by", BY_TAG)
        by = by if by in dict(ways_to_sort()) else BY_TAG
        found = areas(asked, by)
        quoted: dict[str, list[Quote]] = newest_quotes(asked, by, found, request.user, _QUOTES)
        results: list[dict[str, Any]] = [
            {
                "area": area.name,
                "tickets": area.tickets,
                "tickets_before": area.before,
                "customers": area.customers,
                "organizations": area.organizations,
                "quotes": quoted.get(area.key, []),
            }
            for area in found
        ]
        return Response(VoiceOut({"results": results}).data)


class WaitingOut(serializers.Serializer):
    ticket = serializers.IntegerField(source="number")
    team = serializers.CharField()
    since = UtcTime()
    level = serializers.IntegerField()


class BoardOut(serializers.Serializer):
    at = UtcTime(help_text="At most two seconds ago.")
    queue = serializers.IntegerField(help_text="Our turn, and nobody's yet.")
    waiting = serializers.IntegerField(help_text="Whose customer waits for us.")
    overdue = serializers.IntegerField()
    at_risk = serializers.IntegerField(help_text="Due within an hour.")
    unfinished = serializers.IntegerField()
    solved_today = serializers.IntegerField()
    longest = WaitingOut(many=True)
    online = serializers.IntegerField(help_text="Agents who are there.")
    agents = serializers.ListField(child=serializers.CharField(), help_text="The first dozen by name.")


class Wallboard(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("get_wallboard", gives=BoardOut)}

    def get(self, request: ApiRequest) -> Response:
        """The queue of this moment, of the teams whose figures you may see."""
        return Response(BoardOut(board_for(scope_for(request.user), _midnight(request))).data)


class OnBoardOut(serializers.Serializer):
    ticket = serializers.IntegerField(source="number")
    subject = serializers.CharField()
    team = serializers.CharField(source="team.name", default="")
    waiting_since = UtcTime(allow_null=True)
    due_at = UtcTime(source="next_due_at", allow_null=True)
    solved_at = UtcTime(allow_null=True)


class OnBoardList(serializers.Serializer):
    count = serializers.IntegerField(help_text="What the number of the board is.")
    results = OnBoardOut(many=True)


class BehindBoard(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("list_tickets_of_wallboard", gives=OnBoardList)}

    def get(self, request: ApiRequest, number: str) -> Response:
        """The tickets behind a number of the wallboard: queue, overdue, at_risk, waiting, unfinished or solved_today.

        The first 500 of them: who waits longest first, what was solved last first.
        """
        if number not in NUMBERS:
            raise Http404
        found = listed(number, scope_for(request.user), _midnight(request), request.user)
        answer = {"count": found.count(), "results": found.select_related("team")[:_MOST_ON_BOARD]}
        return Response(OnBoardList(answer).data)


def _midnight(request: ApiRequest) -> datetime:
    zone = ZoneInfo(request.user.time_zone or settings.TIME_ZONE)
    return datetime.combine(clock.now().astimezone(zone).date(), time(), zone)
