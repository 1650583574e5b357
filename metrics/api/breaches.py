"""Promises that were broken, each with why."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import LARGEST_ID, Number, Text, UtcTime, Word
from helpdesk.api.schema import Operation
from metrics.api.asking import MetricsQuery, inquiry
from metrics.behind import Behind
from metrics.catalogue import METRICS
from metrics.keeping import keep_few_stale
from metrics.reasons import Reason
from sla.terms import Target


class BreachQuery(MetricsQuery):
    target = Word({target.value: target.value for target in Target}, required=False)
    policy = Number(minimum=1, maximum=LARGEST_ID, required=False)
    reason = Word({reason.value: reason.value for reason in Reason}, required=False)
    sort = Word({"newest": "newest", "late": "late"}, required=False, help_text="`late`: the most late first.")
    each = Word(
        {"promise": "promise", "ticket": "ticket"},
        required=False,
        help_text="`ticket`: of each ticket only the promise that was broken the longest.",
    )
    after = Text(max_length=200, required=False, help_text="`next` of the page before.")


class BreachOut(serializers.Serializer):
    ticket = serializers.IntegerField(source="number")
    subject = serializers.SerializerMethodField(help_text="Null where you do not see the ticket any more.")
    target = serializers.CharField()
    policy = serializers.CharField()
    at = UtcTime(help_text="When it counts: the earlier of due and ended.")
    late_seconds = serializers.IntegerField(source="value", allow_null=True)
    reason = serializers.CharField(help_text="What held the ticket for most of the time until the deadline, in words.")
    held_by = serializers.CharField(help_text="The team and level that had it meanwhile, where it had gone elsewhere.")
    promises = serializers.IntegerField(help_text="With `each=ticket`: how many promises of this ticket were broken.")

    def get_subject(self, line: object) -> str | None:
        ticket = getattr(line, "ticket", None)
        return ticket.subject if ticket is not None else None


class BreachPage(serializers.Serializer):
    count = serializers.IntegerField()
    tickets = serializers.IntegerField(help_text="On how many tickets.")
    next = serializers.CharField(help_text="Empty on the last page.")
    results = BreachOut(many=True)


class Breaches(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("list_breaches", gives=BreachPage, query=BreachQuery)}

    def get(self, request: ApiRequest) -> Response:
        """The promises that were broken in these days, the newest or the most late first, with the reason of each."""
        given = self.asked(request)
        asked, _team = inquiry(given, request.user)
        keep_few_stale()
        behind = Behind(
            METRICS["sla_attainment"],
            asked,
            only=False,
            target=given.get("target", ""),
            policy=given.get("policy"),
            reason=given.get("reason", ""),
            each_ticket=given.get("each") == "ticket",
        )
        lines, following = behind.page(request.user, longest=given.get("sort") == "late", after=given.get("after", ""))
        answer = {"count": behind.count(), "tickets": behind.count_tickets(), "next": following, "results": lines}
        return Response(BreachPage(answer).data)
