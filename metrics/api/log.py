"""The log that figures are counted from: the events of whole tickets, for whoever counts them once more elsewhere."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import Number, Text
from helpdesk.api.schema import Operation
from metrics import rows
from metrics.api.asking import MetricsQuery, inquiry
from metrics.keeping import keep_few_stale
from metrics.questions import Inquiry
from tickets.api.output import EventOut
from tickets.event_names import Names
from tickets.models import Event, Ticket

MOST = 500


class LogQuery(MetricsQuery):
    after = Text(
        max_length=40, pattern=r"^[0-9]{1,18}\.[0-9]{1,9}$", required=False, help_text="`next` of the page before."
    )
    limit = Number(minimum=1, maximum=MOST, required=False, default=MOST, help_text="Events of a page.")


class LoggedOut(EventOut):
    ticket = serializers.IntegerField()

    def to_representation(self, event: Event) -> dict[str, Any]:
        return {"ticket": event.ticket_id, **super().to_representation(event)}


class LogPage(serializers.Serializer):
    results = LoggedOut(many=True)
    next = serializers.CharField(help_text="Empty on the last page.")


class Log(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("list_logged_events", gives=LogPage, query=LogQuery)}

    def get(self, request: ApiRequest) -> Response:
        """All events, until now, of the tickets that were opened in these days: what every figure is counted from.

        Ticket by ticket, each from its opening on. Of tickets that you see and that figures count.
        """
        given = self.asked(request)
        asked, _team = inquiry(given, request.user)
        keep_few_stale()
        limit = given["limit"]
        found = list(_after(_events(asked, request), given.get("after", ""))[: limit + 1])
        events = found[:limit]
        results = LoggedOut(events, many=True, context={"names": Names.of(events, reader=request.user)}).data
        last = events[-1] if len(found) > limit else None
        return Response({"results": results, "next": f"{last.ticket_id}.{last.seq}" if last is not None else ""})


def _events(asked: Inquiry, request: ApiRequest) -> "QuerySet[Event]":
    opened = rows.opened(asked).values("ticket")
    return Event.objects.filter(ticket__in=Ticket.objects.visible_to(request.user).filter(pk__in=opened).values("pk"))


def _after(events: "QuerySet[Event]", place: str) -> "QuerySet[Event]":
    events = events.order_by("ticket_id", "seq")
    if not place:
        return events
    ticket, seq = map(int, place.split("."))
    return events.filter(Q(ticket_id__gt=ticket) | Q(seq__gt=seq), ticket_id__gte=ticket)
