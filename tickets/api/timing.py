"""The time that was spent on tickets, over the API."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import Moment, Number, RequestBody, Text, UtcTime
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import change_time, log_time, remove_time
from tickets.api.output import PersonRef
from tickets.models import TimeEntry
from tickets.models.time_entry import LONGEST_MINUTES, LONGEST_WORDS


class TimeChange(RequestBody):
    minutes = Number(minimum=1, maximum=LONGEST_MINUTES, required=False)
    words = Text(max_length=LONGEST_WORDS, required=False, help_text="What for.")


class NewTime(TimeChange):
    minutes = Number(minimum=1, maximum=LONGEST_MINUTES)
    spent_at = Moment(required=False, help_text="Not in the future; now when left out.")


class TimeOut(serializers.Serializer):
    id = serializers.IntegerField()
    ticket = serializers.IntegerField(source="ticket_id")
    person = PersonRef()
    minutes = serializers.IntegerField()
    words = serializers.CharField()
    spent_at = UtcTime()
    created_at = UtcTime()


class TimeList(serializers.Serializer):
    minutes_spent = serializers.IntegerField(help_text="All of them together.")
    results = TimeOut(many=True)


class Times(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_times", gives=TimeList),
        "post": Operation("log_time", takes=NewTime, gives=TimeOut, status=201),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """Who worked how long on this ticket."""
        ticket = ticket_for(request.user, number)
        rows = ticket.time_entries.select_related("person")
        shown = TimeOut(rows, many=True, context={"person": request.user}).data
        return Response({"minutes_spent": ticket.minutes_spent, "results": shown})

    def post(self, request: ApiRequest, number: int) -> Response:
        """Keep how long you worked on it; 409 where this help desk keeps no times."""
        entry = log_time(ticket_for(request.user, number), actor=request.user, **self.taken(request))
        return Response(TimeOut(entry, context={"person": request.user}).data, 201)


class OneTime(ApiView):
    staff_only = True
    operations = {
        "patch": Operation("change_time", takes=TimeChange, gives=TimeOut),
        "delete": Operation("remove_time", status=204),
    }

    def patch(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Correct an entry of your own."""
        words = self.taken(request)
        entry = _entry(request, number, pk)
        change_time(entry, actor=request.user, **words)
        return Response(TimeOut(_entry(request, number, pk), context={"person": request.user}).data)

    def delete(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Take an entry of your own away."""
        remove_time(_entry(request, number, pk), actor=request.user)
        return Response(status=204)


def _entry(request: ApiRequest, number: int, pk: int) -> TimeEntry:
    return ticket_for(request.user, number).time_entries.select_related("person", "ticket").get(pk=pk)
