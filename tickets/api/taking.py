"""Taking the next ticket over the API."""

from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.schema import Operation
from tickets.actions import take_next
from tickets.api.output import Taken


class TakeNext(ApiView):
    staff_only = True
    operations = {"post": Operation("take_next", gives=Taken)}

    def post(self, request: ApiRequest) -> Response:
        """Have the most urgent ticket that you can work assigned to you: by priority, then by how long the customer waits.

        Never the same to two people. Asked twice within two seconds, it is the same ticket.
        """
        ticket = take_next(actor=request.user)
        return Response(Taken({"ticket": ticket}, context={"person": request.user}).data)
