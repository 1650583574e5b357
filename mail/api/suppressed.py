"""Addresses to which nothing goes by itself any more: which, why, and writing there again."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.permissions import Permission
from helpdesk.api.fields import Email, QueryString, RequestBody, Text, UtcTime
from helpdesk.api.schema import Operation
from mail.suppressed import suppressed, write_again
from mail.undelivered import MOST_AT_ONCE
from tickets.access import require


class SuppressedAddressOut(serializers.Serializer):
    address = serializers.CharField()
    state = serializers.CharField(help_text="`bounced`: mail came back; `complained`: it was called spam.")
    reason = serializers.CharField(source="error", help_text="What the other server said.")
    ticket = serializers.IntegerField(source="email.ticket_id", allow_null=True, help_text="Whose mail came back last.")
    written_at = UtcTime(source="email.created_at", help_text="When that mail was written.")


class SuppressedAddressList(serializers.Serializer):
    results = SuppressedAddressOut(many=True)


class SuppressedAddressQuery(QueryString):
    q = Text(max_length=100, required=False, help_text="Letters of the address.")


class WriteAgainIn(RequestBody):
    address = Email()


class WriteAgainOut(serializers.Serializer):
    changed = serializers.BooleanField(help_text="False: mail goes there already.")


class SuppressedAddresses(ApiView):
    staff_only = True
    operations: ClassVar = {
        "get": Operation("list_suppressed_addresses", query=SuppressedAddressQuery, gives=SuppressedAddressList)
    }

    def get(self, request: ApiRequest) -> Response:
        """The first hundred, by address; for admins."""
        require(request.user, Permission.SETTINGS)
        rows = list(suppressed(self.asked(request).get("q", ""))[:MOST_AT_ONCE])
        return Response(SuppressedAddressList({"results": rows}).data)


class WriteAgain(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("write_to_address_again", takes=WriteAgainIn, gives=WriteAgainOut)}

    def post(self, request: ApiRequest) -> Response:
        """Mail to this address goes by itself again, until one comes back anew."""
        return Response({"changed": write_again(self.taken(request)["address"], actor=request.user)})
