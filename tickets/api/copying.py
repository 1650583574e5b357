"""Copying a colleague in over the API, as customers do in the portal. Staff: tickets/api/relations.py."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.people import person_for_address
from helpdesk.api.fields import Email, RequestBody
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import copy_colleague
from tickets.door import verb
from tickets.models import Ticket


class ColleagueIn(RequestBody):
    email = Email(help_text="Made as a customer when unknown.")


class ColleagueOut(serializers.Serializer):
    email = serializers.CharField()


class CopyColleague(ApiView):
    operations = {"post": Operation("copy_colleague", takes=ColleagueIn, gives=ColleagueOut)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """For customers: somebody reads your request from now on, and may write on it."""
        email = self.taken(request)["email"]
        _copy(ticket_for(request.user, number), request, email)
        return Response({"email": email})


@verb
def _copy(ticket: Ticket, request: ApiRequest, email: str) -> None:
    """Where it is refused, nobody is made."""
    copy_colleague(ticket, actor=request.user, person=person_for_address(email))
