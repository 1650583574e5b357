"""Copying a colleague in over the API, as customers do in the portal. Staff: tickets/api/relations.py."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.people import find_person, person_for_address
from helpdesk.api.fields import Email, QueryString, RequestBody
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import copy_colleague, uncopy_colleague
from tickets.door import verb
from tickets.models import Ticket


class ColleagueIn(RequestBody):
    email = Email(help_text="Made as a customer when unknown.")


class ColleagueOut(serializers.Serializer):
    email = serializers.CharField()


class ColleagueQuery(QueryString):
    email = Email(help_text="Of somebody in copy.")


class CopyColleague(ApiView):
    operations = {
        "post": Operation("copy_colleague", takes=ColleagueIn, gives=ColleagueOut),
        "delete": Operation("uncopy_colleague", query=ColleagueQuery, status=204),
    }

    def post(self, request: ApiRequest, number: int) -> Response:
        """For customers: somebody reads your request from now on, and may write on it."""
        email = self.taken(request)["email"]
        _copy(ticket_for(request.user, number), request, email)
        return Response({"email": email})

    def delete(self, request: ApiRequest, number: int) -> Response:
        """For customers: somebody whom you copied in reads along no longer; on your own request, anybody."""
        ticket = ticket_for(request.user, number)
        person = find_person(self.asked(request)["email"])
        if person is not None:
            uncopy_colleague(ticket, actor=request.user, person=person)
        return Response(status=204)


@verb
def _copy(ticket: Ticket, request: ApiRequest, email: str) -> None:
    """Where it is refused, nobody is made."""
    copy_colleague(ticket, actor=request.user, person=person_for_address(email))
