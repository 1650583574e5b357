"""Who looks at a ticket right now, over the API."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.presence import Writing, present_on


class PresentPerson(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    writing = serializers.ChoiceField(Writing.values, help_text="What they write at this moment; empty: they look.")


class PresentPeople(serializers.Serializer):
    results = PresentPerson(many=True)


class PresentOnTicket(ApiView):
    staff_only = True
    operations = {"get": Operation("list_present", gives=PresentPeople)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """Which colleagues have the ticket in front of them, yourself included; true to within ten seconds."""
        ticket = ticket_for(request.user, number)
        return Response({"results": PresentPerson(present_on(ticket), many=True).data})
