"""The senders whose mail is kept but goes no further."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.permissions import Permission
from helpdesk.api.fields import Id, RequestBody, Text, UtcTime, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from mail.blocking import block_sender, blocked_like, unblock_sender
from mail.models import BlockedSender
from tickets.access import require
from tickets.api.output import PersonRef
from tickets.api.references import ticket_named


class BlockedSenderOut(serializers.Serializer):
    id = serializers.IntegerField()
    what = serializers.CharField(help_text="An address, or a domain with an @ in front.")
    blocked_by = PersonRef()
    ticket = serializers.IntegerField(source="ticket_id", allow_null=True)
    created_at = UtcTime()


class BlockedSenderPage(PageOut):
    results = BlockedSenderOut(many=True)


class BlockedSenderQuery(PageQuery):
    q = Text(max_length=255, required=False, help_text="Letters of it.")


class BlockedSenderIn(RequestBody):
    what = Words(max_length=255, help_text="An address, or a domain with an @ in front.")
    ticket = Id(required=False, allow_null=True, help_text="Where they were seen to send spam.")


class BlockedSenders(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_blocked_senders", query=BlockedSenderQuery, gives=BlockedSenderPage),
        "post": Operation("block_sender", takes=BlockedSenderIn, gives=BlockedSenderOut),
    }

    def get(self, request: ApiRequest) -> Response:
        """Who is blocked; for team leads and admins."""
        asked = self.asked(request)
        require(request.user, Permission.UNBLOCK)
        rows = blocked_like(asked.get("q", "").strip()).order_by()
        page = page_of(rows, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, BlockedSenderOut)

    def post(self, request: ApiRequest) -> Response:
        """Block an address or a domain. Their mail stays in the ledger, as ignored."""
        words = self.taken(request)
        ticket = ticket_named("ticket", words["ticket"], request.user) if words.get("ticket") else None
        what = words["what"].strip().lower()
        block_sender(what, actor=request.user, ticket=ticket)
        return Response(BlockedSenderOut(BlockedSender.objects.select_related("blocked_by").get(what=what)).data)


class OneBlockedSender(ApiView):
    staff_only = True
    operations = {"delete": Operation("unblock_sender", status=204)}

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """Let their mail in again; for who blocked them, team leads and admins."""
        unblock_sender(BlockedSender.objects.get(pk=pk), actor=request.user)
        return Response(status=204)
