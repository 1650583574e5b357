"""The identity check over the API. No answer holds a code: it stands in the customer's mail only."""

from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk import clock
from helpdesk.api.fields import Email, RequestBody, Text, UtcTime
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import send_identity_code, verify_identity
from tickets.events import EventKind
from tickets.identity import MOST_TRIES, addresses_on_file, is_usable, newest_code, sentence_about
from tickets.models import Ticket


class SentOut(serializers.Serializer):
    address = serializers.CharField()
    sent_at = UtcTime(source="created_at")
    expires_at = UtcTime()
    tries_left = serializers.SerializerMethodField()

    def get_tries_left(self, sent: object) -> int:
        return MOST_TRIES - sent.tries  # type: ignore[attr-defined]  # an IdentityCode


class IdentityOut(serializers.Serializer):
    verified_until = UtcTime(allow_null=True, help_text="The customer counts as known until then.")
    addresses = serializers.ListField(child=serializers.CharField(), help_text="On file: where a code may go.")
    code = SentOut(allow_null=True, help_text="Of the code that can be entered now; never the code itself.")


OUTCOMES = {
    EventKind.IDENTITY_VERIFIED: "verified",
    EventKind.IDENTITY_FAILED: "wrong",
    EventKind.IDENTITY_EXPIRED: "expired",
}


class OutcomeOut(IdentityOut):
    outcome = serializers.ChoiceField(list(OUTCOMES.values()))
    detail = serializers.CharField(help_text="A sentence for people.")


class Identity(ApiView):
    staff_only = True
    operations = {"get": Operation("get_identity", gives=IdentityOut)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """How the identity check of a ticket stands."""
        return _shown(ticket_for(request.user, number))


class SendCodeIn(RequestBody):
    address = Email(required=False, help_text="One on file; the usual one when left out.")


class SendCode(ApiView):
    staff_only = True
    operations = {"post": Operation("send_identity_code", takes=SendCodeIn, gives=IdentityOut)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """Mail a code to an address on file of the requester; older codes no longer work."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        send_identity_code(ticket, actor=request.user, address=words.get("address", ""))
        return _shown(ticket)


class CodeIn(RequestBody):
    code = Text(max_length=20, pattern=r"^[0-9]{3} ?[0-9]{3}$", help_text="What the customer reads out.")


@method_decorator(sensitive_variables("words"), name="post")
class VerifyIdentity(ApiView):
    staff_only = True
    operations = {"post": Operation("verify_identity", takes=CodeIn, gives=OutcomeOut)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """Enter the code; `outcome` tells what came of it. A wrong one is counted, five end the code.

        That is no error, because a refused request would be undone, and the try with it.
        """
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        event = verify_identity(ticket, actor=request.user, code=words["code"])
        state = _state_of(ticket) | {"outcome": OUTCOMES[EventKind(event.kind)], "detail": sentence_about(event)}
        return Response(OutcomeOut(state).data)


def _shown(ticket: Ticket) -> Response:
    return Response(IdentityOut(_state_of(ticket)).data)


def _state_of(ticket: Ticket) -> dict[str, Any]:
    newest = newest_code(ticket)
    usable = newest if newest is not None and is_usable(newest, clock.now()) else None
    return {
        "verified_until": ticket.verified_until if ticket.is_verified else None,
        "addresses": addresses_on_file(ticket.requester),
        "code": usable,
    }
