"""What a ticket is promised, and why each deadline is when it is."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import UtcTime
from helpdesk.api.schema import Operation
from sla.explaining import Explanation, SegmentKind, explain
from sla.models import ClockState
from sla.terms import Target
from tickets.access import ticket_for


class SegmentOut(serializers.Serializer):
    start = UtcTime()
    end = UtcTime()
    kind = serializers.ChoiceField([kind.value for kind in SegmentKind])
    reason = serializers.CharField()


class PromiseChangeOut(serializers.Serializer):
    at = UtcTime()
    reason = serializers.CharField()


class ClockOut(serializers.Serializer):
    target = serializers.ChoiceField(Target.values, source="clock.target")
    turn = serializers.IntegerField(
        source="clock.turn", help_text="The n-th wait of the customer, the n-th stay at a level; else 1."
    )
    state = serializers.ChoiceField(ClockState.values, source="clock.state")
    promised_seconds = serializers.IntegerField(source="clock.seconds")
    used_seconds = serializers.SerializerMethodField()
    started_at = UtcTime(source="clock.started")
    due_at = UtcTime(source="due", allow_null=True)
    ended_at = UtcTime(source="clock.ended", allow_null=True)
    policy = serializers.CharField()
    calendar = serializers.CharField(help_text="Empty: time is counted around the clock.")
    segments = SegmentOut(many=True, help_text="All of its time in order, with the reason why it counts or does not.")
    changes = PromiseChangeOut(many=True, help_text="When another policy, or the same one edited, came to hold for it.")

    def get_used_seconds(self, told: Explanation) -> int:
        return int(told.used.total_seconds())


class ClockList(serializers.Serializer):
    results = ClockOut(many=True)


class TicketClocks(ApiView):
    staff_only = True
    operations = {"get": Operation("list_clocks", gives=ClockList)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """Every promise of the ticket: when it is due (null while it stands still), and the timeline that explains it."""
        told: dict[str, Any] = {"results": explain(ticket_for(request.user, number))}
        return Response(ClockList(told).data)
